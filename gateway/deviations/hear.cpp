#include "gateway/deviations/hear.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::gateway {
namespace {

using Refused = tl::unexpected<std::string>;

constexpr auto believed_for = std::chrono::hours{24 * 60};

bool is_out(std::string_view state) { return state == "sent" || state == "delivered"; }

tl::expected<bool, std::string> hear_good(ledger::Transaction& tx,
                                          ledger::DeliveryRow const& delivery, News const& news,
                                          Seen const& seen, StepContext const& context) {
  if (!is_out(delivery.state) && !delivery.doubtful) {
    return Refused{fmt::format("The delivery is {}: nothing was handed over.", delivery.state)};
  }
  if (must_wait(delivery)) return Refused{"The delivery is under way."};
  auto const before = channels::parse_evidence(delivery.evidence);
  if (before && *before >= *news.evidence && !delivery.assumed && !delivery.doubtful) return false;
  auto const rules = rules_of(tx, delivery, channels::Repeat::never, context);
  auto const evidence = std::max(before.value_or(channels::Evidence::none), *news.evidence);
  return apply_step(tx, delivery, after_evidence(delivery, evidence, rules, context.now), seen,
                    context);
}

// Why bad news by this code cannot follow, "" when it can.
std::string objection(ledger::DeliveryRow const& delivery, config::DeviationCode const& code,
                      StepContext const& context) {
  bool const proves_arrival = code.code_class != config::CodeClass::outcome_unknown;
  bool const found_out = delivery.doubtful && !must_wait(delivery) && proves_arrival;
  if (!is_out(delivery.state) && !found_out) {
    return fmt::format("The delivery is {}: nothing can come back.", delivery.state);
  }
  if (context.now - delivery.created > believed_for) return "Bad news is believed for sixty days.";
  return {};
}

// The doubtful delivery, known to have arrived by who speaks of it.
tl::expected<ledger::DeliveryRow, std::string> arrived(ledger::Transaction& tx,
                                                       ledger::DeliveryRow const& delivery,
                                                       News const& news,
                                                       StepContext const& context) {
  News proof;
  proof.evidence = channels::Evidence::handed_over;
  Seen seen;
  seen.trace.native_code = news.native_code;
  auto const heard = hear_good(tx, delivery, proof, seen, context);
  if (!heard) return tl::unexpected{heard.error()};
  return ledger::find_delivery(tx, delivery.tenant, delivery.id).value();
}

}  // namespace

bool must_wait(ledger::DeliveryRow const& delivery) { return delivery.state == "dispatching"; }

tl::expected<bool, std::string> hear(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                                     News const& news, StepContext const& context) {
  Seen seen;
  seen.trace.native_code = news.native_code;
  seen.trace.excerpt = news.excerpt;
  seen.receipt = news.receipt;
  if (news.evidence) return hear_good(tx, delivery, news, seen, context);
  auto const& all = context.codes.all();
  auto const known =
      std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.code == news.code; });
  if (known == all.end()) return Refused{"There is no such code."};
  if (auto why = objection(delivery, *known, context); !why.empty()) return Refused{std::move(why)};
  auto row = delivery;
  if (row.doubtful) {
    auto certain = arrived(tx, row, news, context);
    if (!certain) return Refused{std::move(certain.error())};
    row = *std::move(certain);
  }
  auto const rules = rules_of(tx, row, channels::Repeat::never, context);
  return apply_step(tx, row, after_feedback(row, news.code, rules, context.now), seen, context);
}

}  // namespace airut::gateway
