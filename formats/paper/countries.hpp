#pragma once

#include <string>
#include <string_view>

namespace airut::paper {

// config/tables/countries.tsv, compiled in as it stands.
std::string_view country_table();

// The last line of an address abroad: the country's name in capitals in fi, sv, nb or else English;
// the code itself (ISO 3166-1 alpha-2) where the table has no name.
std::string country_line(std::string_view code, std::string_view language);

}  // namespace airut::paper
