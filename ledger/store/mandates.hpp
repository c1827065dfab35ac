#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// What a payer has agreed with his bank; members as in MandateChanged.
struct MandateRow {
  std::string id, tenant, client, scheme, account, kid, payer;
  bool wants_notice = false;
  std::optional<std::int64_t> limit;
  std::string state;  // active, ended
  std::string file_id;
  model::Instant begun{}, changed{};
  int version = 1;
};

struct MandateFilter {
  std::string client, payer, state;
};

std::optional<MandateRow> find_mandate(Snapshot& view, std::string_view tenant,
                                       std::string_view id);
std::optional<MandateRow> mandate_by_kid(Snapshot& view, std::string_view tenant,
                                         std::string_view scheme, std::string_view account,
                                         std::string_view kid);
// The active mandate of a payer on one of the client's accounts; scheme and payer as in
// MandateChanged.
std::optional<MandateRow> active_mandate(Snapshot& view, std::string_view tenant,
                                         std::string_view scheme, std::string_view client,
                                         std::string_view payer);
std::vector<MandateRow> active_mandates_of(Snapshot& view, std::string_view tenant,
                                           std::string_view scheme, std::string_view account);
Listed<MandateRow> list_mandates(Snapshot& view, std::string_view tenant,
                                 MandateFilter const& filter, Page const& page);

// A file from a clearing house; members as in ClearingFileTaken.
struct ClearingFileRow {
  std::string id, tenant, channel, name, digest, kind, outcome, detail, about;
  std::int64_t items = 0;
  model::Instant taken{};
};
std::optional<ClearingFileRow> find_clearing_file(Snapshot& view, std::string_view tenant,
                                                  std::string_view id);
std::optional<ClearingFileRow> clearing_file_by_digest(Snapshot& view, std::string_view tenant,
                                                       std::string_view digest);
Listed<ClearingFileRow> list_clearing_files(Snapshot& view, std::string_view tenant,
                                            Page const& page);

}  // namespace airut::ledger
