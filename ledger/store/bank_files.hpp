#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// A file that a bank, or who leaves files in an inbox, has or had for us; its members as in the
// facts about it.
struct BankFileRow {
  std::string id, tenant, channel, file_reference, file_type, meaning, target_id;
  model::Instant stamped{};
  std::string state;  // listed, fetched, imported, seen_before, heard, kept, refused
  std::string digest, receipt_digest;
  std::int64_t size = 0;
  std::string result_id, detail;
  model::Instant listed{};
  std::optional<model::Instant> fetched;
};

struct BankFileFilter {
  std::string channel, state, meaning;
};

// How asking a bank has gone.
struct BankRoundRow {
  model::Instant first_asked{}, asked{};
  std::optional<model::Instant> went_well;
  std::string code, text;  // of the last round, "" when it went well
};

std::optional<BankFileRow> find_bank_file(Snapshot& view, std::string_view tenant,
                                          std::string_view id);
Listed<BankFileRow> list_bank_files(Snapshot& view, std::string_view tenant,
                                    BankFileFilter const& filter, Page const& page);
// The file, when it was told of before: by its name, type and time.
std::optional<BankFileRow> bank_file_told(Snapshot& view, std::string_view tenant,
                                          BankFileListed const& file);
// Whether the bank told of this very file before.
bool knows_bank_file(Snapshot& view, std::string_view tenant, BankFileListed const& file);
// The channel's files of the tenant that are not fetched or not taken yet, oldest first.
std::vector<BankFileRow> open_bank_files(Snapshot& view, std::string_view tenant,
                                         std::string_view channel);
// nullopt until the bank was asked for the first time.
std::optional<BankRoundRow> find_bank_round(Snapshot& view, std::string_view tenant,
                                            std::string_view channel);

}  // namespace airut::ledger
