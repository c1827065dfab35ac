#pragma once

#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/bank_entry.hpp"
#include "formats/model/finding.hpp"

namespace airut::tito {

// Finnish electronic statement (konekielinen tiliote): records T00 to T80 of fixed places, several
// statements a file. Reference payments in one sum (code 705) are lumps, unless the statement tells
// them one by one below it. The error holds every damaged record and every statement whose opening
// balance and entries do not give its closing balance, with the line.
tl::expected<model::BankFile, model::Findings> read(std::string_view bytes);

bool looks_like_tito(std::string_view bytes);

}  // namespace airut::tito
