#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/finding.hpp"
#include "gateway/claim/collection_case.hpp"

// Files of collection agencies (formats/collection). The order leaves over the client's
// collection_partner; what the agency answers comes back as a file or by the API.
namespace airut::gateway {

struct AgencyFile {
  std::string partner;  // the channel that carries its orders
  std::string name;
  std::string_view bytes;
};

// What became of one report: taken, repeated (told before), refused.
struct ReportOutcome {
  std::string report_id, case_id, outcome;
  std::string code, problem;  // why it was refused
};

struct TakenReports {
  std::string file_id;
  bool seen_before = false;  // the same bytes were taken before: nothing was done
  std::vector<ReportOutcome> outcomes;
  model::Findings faults;  // the file could not be read, nothing was taken
};

// Takes each report that the state of its case, the party, the law's days and the open sums allow;
// the others are refused one by one and told to the operator as a deviation, as is a file that
// cannot be read. clients: those whose cases the caller may tell of; empty: all.
TakenReports take_reports(ledger::Transaction& tx, DayContext const& context,
                          AgencyFile const& file, std::vector<std::string> const& clients = {});

// One report by whatever way it came: the step of the case, and of a question a message that waits
// for the biller's answer. Returns whether it was told before.
tl::expected<bool, CaseRefusal> take_news(ledger::Transaction& tx, DayContext const& context,
                                          ledger::CaseRow const& row, ledger::collection::By who,
                                          CaseNews const& news);

}  // namespace airut::gateway
