#pragma once

#include <tl/expected.hpp>

#include "formats/model/bank_entry.hpp"
#include "formats/model/finding.hpp"
#include "formats/xml/document.hpp"

namespace airut::camt {

// ISO 20022 camt.053 (statement) and camt.054 (notification), versions 02 to 13. An entry with
// transaction details gives one entry a transaction; their amounts must sum to the entry's where
// all are told, and counts and sums of TxsSummry must agree. Entries that are not booked are passed
// over.
tl::expected<model::BankFile, model::Findings> read(xml::Element const& root);

bool is_camt(xml::Element const& root);

}  // namespace airut::camt
