#include "gateway/inbox/readers.hpp"

#include <memory>

#include <fmt/format.h>

#include "gateway/avtalegiro/desk.hpp"
#include "gateway/avtalegiro/take_file.hpp"
#include "gateway/feedback/take_in.hpp"

namespace airut::gateway {
namespace {

// What a file came to that the clearing house's desk opens deviations for by itself.
InboxVerdict verdict_of(ClearingFileTake const& take) {
  InboxVerdict verdict;
  verdict.busy = take.busy;
  verdict.result_id = take.file_id;
  verdict.detail = fmt::format("{} {}", take.kind, take.detail);
  verdict.queued = take.queued;
  verdict.outcome = take.outcome == "refused" ? "refused"
                    : take.outcome == "held"  ? "kept"
                    : take.seen_before        ? "seen_before"
                                              : "imported";
  return verdict;
}

InboxVerdict verdict_of(TakenFile const& taken) {
  InboxVerdict verdict;
  verdict.busy = taken.busy;
  verdict.queued = taken.queued;
  verdict.detail = fmt::format("{} heard, {} unmatched, {} unreadable", taken.heard,
                               taken.unmatched, taken.unreadable);
  verdict.outcome = taken.seen_before == taken.parts  ? "seen_before"
                    : taken.unreadable == taken.parts ? "refused"
                                                      : "heard";
  return verdict;
}

InboxReader clearing_reader(api::House& house, config::Channel const& channel,
                            std::string const& tenant) {
  return [&house, &channel, tenant](std::string const& name, std::string bytes) -> InboxTaker {
    auto const kept = std::make_shared<std::string const>(std::move(bytes));
    return [&house, &channel, tenant, name, kept](ledger::Transaction& tx) {
      ClearingContext const context{
          house.billers,    house.codes,  house.law,
          tenant,           channel.name, std::get<config::AvtaleGiroSettings>(channel.transport),
          house.clock.now()};
      return verdict_of(take_clearing_file(tx, context, {name, *kept}));
    };
  };
}

InboxReader feedback_reader(api::House& house, config::FeedbackTables const& tables,
                            config::Channel const& channel) {
  return [&house, &tables, &channel](std::string const& name, std::string bytes) -> InboxTaker {
    auto const file = std::make_shared<NetworkFile const>(
        NetworkFile{channel.name, name, {}, read_file(bytes, channel.inbox->profile, tables)});
    return [&house, &tables, file](ledger::Transaction& tx) {
      StepContext const context{house.billers, house.codes, "system", house.clock.now(),
                                &house.law};
      return verdict_of(take_in(tx, *file, context, tables));
    };
  };
}

}  // namespace

InboxLine inbox_line(api::House& house, config::FeedbackTables const& tables,
                     config::Channel const& channel) {
  InboxLine line;
  line.channel = channel.name;
  auto const* tenant = tenant_of_channel(house.billers, channel.name);
  line.tenant = tenant != nullptr ? tenant->id : house.billers.tenants().front().id;
  line.settings = *channel.inbox;
  line.place = channels::make_inbox(line.settings);
  if (std::holds_alternative<config::AvtaleGiroSettings>(channel.transport)) {
    line.meaning = "clearing";
    line.read = clearing_reader(house, channel, line.tenant);
    return line;
  }
  bool const paper = std::holds_alternative<config::PrintSettings>(channel.transport);
  line.meaning = paper ? "print_report" : "feedback";
  line.read = feedback_reader(house, tables, channel);
  return line;
}

}  // namespace airut::gateway
