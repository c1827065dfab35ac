#pragma once

#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/bank_entry.hpp"
#include "formats/model/finding.hpp"

// Bank files with incoming payments, recognised by what is in them, never by their name.
namespace airut::bank_files {

// The whole file or the reasons why not: findings when the kind is unknown
// ("bank-file-unrecognised"), a total differs or a record is damaged. Nothing is read in part.
tl::expected<model::BankFile, model::Findings> read(std::string_view bytes);

}  // namespace airut::bank_files
