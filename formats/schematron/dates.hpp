#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "formats/schematron/item.hpp"

namespace airut::schematron {

// xs:date (XML Schema 1.0 section 3.2.9), with or without a time zone; years 1 to 9999.
std::optional<Item> parse_date(std::string_view text);
std::string date_text(Item const& date);
// By the instant the day begins; a date without a zone is taken in UTC.
std::strong_ordering compare_dates(Item const& a, Item const& b);

}  // namespace airut::schematron
