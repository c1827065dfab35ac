#pragma once

#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/csv/profile.hpp"
#include "formats/model/bank_entry.hpp"
#include "formats/model/finding.hpp"

// Account statements as CSV, as net banks offer them for download: laid out by a profile whose
// columns fill booked, value_date, amount (signed), credit and debit (or these two instead),
// reference, text, payer_name, payer_account, archive_id, account, currency, or ignore. Defaults:
// account and currency. Such a file has no totals to check and proves nothing about other days:
// it covers the days of its entries but never the newest one.
namespace airut::bank_csv {

// What is wrong with a profile; empty when it can be used.
std::vector<csv::Complaint> complaints(csv::Profile const& profile);

// The whole file, or every row that is wrong. A row of zero is passed over.
tl::expected<model::BankFile, model::Findings> read(std::string_view bytes,
                                                    csv::Profile const& profile);

}  // namespace airut::bank_csv
