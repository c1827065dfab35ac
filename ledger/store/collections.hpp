#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

struct Components {
  model::Money principal, interest, fee, cost;
  model::Money total() const { return principal + interest + fee + cost; }
  friend bool operator==(Components const&, Components const&) = default;
};

// A claim on its way through collection.
struct CaseRow {
  std::string id, receivable_id, invoice_id, client, partner, state, reason, agency_reference;
  model::Date entered{};                 // its state
  std::optional<model::Date> ban_until;  // the agency rests until then, that day included
  bool is_ordered = false;
  Components claimed;  // when the order was made
  // What happened to it since, until the case's end, each by component.
  Components paid, credited, written_off, corrected, added;
  Components open;  // now
  Components left;  // the same at the case's end, once it is closed
  int version = 1;
};

std::optional<CaseRow> find_case(Snapshot& view, std::string_view tenant, std::string_view id);
// The newest case of the item.
std::optional<CaseRow> case_of(Snapshot& view, std::string_view tenant,
                               std::string_view receivable_id);

struct CaseFilter {
  std::string client, state;
  bool open_only = false;
  std::string handed_to;  // a partner: those that he was given
};
Listed<CaseRow> list_cases(Snapshot& view, std::string_view tenant, CaseFilter const& filter,
                           Page const& page);
// Ids of cases that are not closed, in the order in which they began, after the cursor id.
std::vector<std::string> open_cases(Snapshot& view, std::string_view tenant, std::string_view after,
                                    int limit);
// Newest cases of their items that ended with nothing open, where something is open again, each
// with the last event that raised the principal.
struct OpenAgain {
  std::string case_id;
  std::int64_t event = 0;
};
std::vector<OpenAgain> cases_open_again(Snapshot& view, std::string_view tenant);
// Whether the agency told this of the case before.
bool was_reported(Snapshot& view, std::string_view tenant, std::string_view case_id,
                  std::string_view report_id);

// A file of an agency that was taken in.
struct CollectionFileRow {
  std::string id, client, partner, name, digest, problem;
  std::int64_t reports = 0, taken = 0, repeated = 0, refused = 0;
  model::Instant booked{};
};
// Newest first; partner "" for all.
Listed<CollectionFileRow> list_collection_files(Snapshot& view, std::string_view tenant,
                                                std::string const& partner, Page const& page);
// The file of these bytes that the partner brought before.
std::optional<CollectionFileRow> find_collection_file(Snapshot& view, std::string_view tenant,
                                                      std::string_view partner,
                                                      std::string_view digest);

}  // namespace airut::ledger
