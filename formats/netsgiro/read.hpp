#pragma once

#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/bank_entry.hpp"
#include "formats/model/finding.hpp"

namespace airut::netsgiro {

// Norwegian OCR giro: one transmission of records of 80 characters with payments by KID. Mandate
// assignments in the same transmission are counted and passed over. The error holds every damaged
// record and every assignment or transmission whose counts or sums do not agree, with its line.
tl::expected<model::BankFile, model::Findings> read_ocr(std::string_view bytes);

bool looks_like_netsgiro(std::string_view bytes);

}  // namespace airut::netsgiro
