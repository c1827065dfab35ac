#pragma once

#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/bank_entry.hpp"
#include "formats/model/finding.hpp"

namespace airut::ktl {

// Incoming reference payments of Finnish banks ("Saapuvat viitemaksut", KTL): records of 90
// characters, one or more batches 0 ... 9, ISO-8859-1 or the Finnish 7-bit set. The error holds
// every damaged record and every batch whose counts or sums do not agree, with its line.
tl::expected<model::BankFile, model::Findings> read(std::string_view bytes);

// Whether the file begins with a KTL header record.
bool looks_like_ktl(std::string_view bytes);

}  // namespace airut::ktl
