#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/api/reply.hpp"
#include "ledger/store/receivables.hpp"

// What reports share: the day that they are about, and the items that were open then.
namespace airut::gateway::api {

// The day that a report is about; today when none is asked for.
struct ReportDay {
  model::Date day{};
  bool past = false;
  model::Instant end{};  // first moment after it
};

// Throws http::Answer(400) when as_of is no day.
ReportDay report_day(House& house, http::Request const& request);
// Of a report of what was known on the day: throws http::Answer(400) for one to come, too.
ReportDay known_day(House& house, http::Request const& request);

// Of the client that is asked for, oldest first; status, stage and sums are those of the day.
std::vector<ledger::ReceivableRow> open_items(http::Request const& request, ledger::Snapshot& view,
                                              ReportDay const& on);

bool wants_csv(http::Request const& request);
// A handler of reports that gives CSV when that is asked for: format=pdf draws the same rows.
Reading with_pdf(std::string title, Reading handler);
http::Response csv_reply(std::string body);

}  // namespace airut::gateway::api
