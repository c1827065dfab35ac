#include "gateway/peppol/service_level.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/avtalegiro/desk.hpp"
#include "gateway/deviations/trouble.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {
namespace {

constexpr auto late_code = "peppol.status_late";
constexpr std::size_t late_most = 10'000;
constexpr int deviations_most = 200;

// The oldest document of each provider who waits, and how many wait with him.
struct Waiting {
  ledger::ReceivedRow oldest;
  std::size_t count = 0;
};

// What deviations are open, by what they are about: the channel's native code is the provider.
std::vector<std::string> told_providers(ledger::Snapshot& view, std::string_view tenant) {
  ledger::DeviationFilter filter;
  filter.code = late_code;
  std::vector<std::string> providers;
  for (auto const& one : ledger::list_deviations(view, tenant, filter, {deviations_most, {}}).rows)
    providers.push_back(one.native_code);
  return providers;
}

}  // namespace

ServiceLevel::ServiceLevel(House house, std::string channel, std::chrono::seconds status_time)
    : house_(house), channel_(std::move(channel)), status_time_(status_time) {}

std::string ServiceLevel::tenant() const {
  auto const* own = tenant_of_channel(house_.billers, channel_);
  return own != nullptr ? own->id : house_.billers.tenants().front().id;
}

bool ServiceLevel::is_late(ledger::ReceivedRow const& row, model::Instant now) const {
  return row.received + status_time_ < now;
}

void ServiceLevel::look(model::Instant now) {
  auto const whose = tenant();
  std::map<std::string, Waiting> late;
  std::vector<std::string> told;
  house_.store.read([&](ledger::Snapshot& view) {
    auto const rows = ledger::untold_documents(view, late_most,
                                               [&](auto const& row) { return is_late(row, now); });
    overdue_ = rows.size();
    late.clear();
    for (auto const& row : rows) {
      auto& waiting = late.try_emplace(row.status_to, Waiting{row, 0}).first->second;
      ++waiting.count;
    }
    told = told_providers(view, whose);
    return true;
  });
  auto const is_told = [&](std::string const& provider) {
    return std::find(told.begin(), told.end(), provider) != told.end();
  };
  bool const new_ones =
      std::any_of(late.begin(), late.end(), [&](auto const& one) { return !is_told(one.first); });
  bool const over =
      std::any_of(told.begin(), told.end(), [&](auto const& one) { return !late.contains(one); });
  if (!new_ones && !over) return;
  house_.store.write_now([&](ledger::Transaction& tx) {
    for (auto const& [provider, waiting] : late) {
      raise(tx,
            {whose, channel_, provider, late_code, provider,
             fmt::format("{} since {}, {} documents", waiting.oldest.instance_id,
                         model::instant_text(waiting.oldest.received), waiting.count)},
            house_.codes, now);
    }
    for (auto const& provider : told) {
      if (!late.contains(provider))
        settle(tx, {whose, channel_, provider, late_code, "", ""}, "close_no_action", now);
    }
  });
}

void ServiceLevel::count(ledger::ReceivedRow const& row, std::string_view outcome,
                         model::Instant now) {
  if (outcome != "sent") {
    ++not_sent_;
  } else {
    ++(is_late(row, now) ? late_ : in_time_);
  }
}

void ServiceLevel::tell(ledger::Transaction& tx, ledger::ReceivedRow const& row,
                        std::string const& why, model::Instant now) {
  raise(tx,
        {tenant(), channel_, row.id, "peppol.status_not_sent", row.status_to,
         fmt::format("{}: {}", row.instance_id, why)},
        house_.codes, now);
}

std::map<std::string, std::uint64_t> ServiceLevel::figures() const {
  return {{"statuses_in_time", in_time_.load()},
          {"statuses_late", late_.load()},
          {"statuses_not_sent", not_sent_.load()},
          {"statuses_overdue", overdue_.load()}};
}

}  // namespace airut::gateway
