#pragma once

#include <string>

#include "formats/bookkeeping/book_file.hpp"

namespace airut::bookkeeping {

// GBAT10, the journal import of Norwegian accounting programs (Mamut; read by Visma, Tripletex and
// others): a line an entry, 30 columns between semicolons, ISO-8859-1 as those programs expect,
// CRLF. Voucher numbers are those of the journal. VAT code 0: the sums carry no VAT to be reported
// again. Characters that ISO-8859-1 lacks become '?'.
std::string write_gbat10(BookFile const& file);

}  // namespace airut::bookkeeping
