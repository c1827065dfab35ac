#pragma once

#include <string>

#include "formats/bookkeeping/book_file.hpp"

namespace airut::bookkeeping {

// SAF-T Financial NO 1.30 (Skatteetaten; mandatory for periods from 2025-01-01): header, accounts
// with opening and closing balances, customers, one journal with a transaction a voucher. Texts are
// cut to the lengths of the schema. UTF-8.
std::string write_saft(BookFile const& file);

}  // namespace airut::bookkeeping
