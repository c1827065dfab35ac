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
  if (delivery.state == "dispatching") return Refused{"The delivery is under way."};
  auto const before = channels::parse_evidence(delivery.evidence);
  if (before && *before >= *news.evidence && !delivery.assumed && !delivery.doubtful) return false;
  auto const rules = rules_of(tx, delivery, channels::Repeat::never, context);
  auto const evidence = std::max(before.value_or(channels::Evidence::none), *news.evidence);
  return apply_step(tx, delivery, after_evidence(delivery, evidence, rules, context.now), seen,
                    context);
}

}  // namespace

tl::expected<bool, std::string> hear(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                                     News const& news, StepContext const& context) {
  Seen seen;
  seen.trace.native_code = news.native_code;
  seen.trace.excerpt = news.excerpt;
  seen.receipt = news.receipt;
  if (news.evidence) return hear_good(tx, delivery, news, seen, context);
  auto const& all = context.codes.all();
  bool const known =
      std::any_of(all.begin(), all.end(), [&](auto const& one) { return one.code == news.code; });
  if (!known) return Refused{"There is no such code."};
  if (!is_out(delivery.state)) {
    return Refused{fmt::format("The delivery is {}: nothing can come back.", delivery.state)};
  }
  if (context.now - delivery.created > believed_for) {
    return Refused{"Bad news is believed for sixty days."};
  }
  auto const rules = rules_of(tx, delivery, channels::Repeat::never, context);
  return apply_step(tx, delivery, after_feedback(delivery, news.code, rules, context.now), seen,
                    context);
}

}  // namespace airut::gateway
