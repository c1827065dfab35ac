#pragma once

#include <string>

#include "formats/bookkeeping/book_file.hpp"

namespace airut::bookkeeping {

// A line of the basis a row, UTF-8, CRLF, a comma between columns and a dot in amounts.
std::string write_csv(BookFile const& file);

// The same as Finnish accounting programs take it: Tositelaji;Tositenumero;Päivä;Tili;Selite;
// Debet;Kredit;Asiakas;Laskunumero;Viite;Eräpäivä, days as D.M.YYYY, a comma in amounts, UTF-8 with
// a byte order mark so that spreadsheets read the letters.
std::string write_finnish_csv(BookFile const& file);

}  // namespace airut::bookkeeping
