#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "formats/schematron/item.hpp"

namespace airut::schematron {

// xs:date (XML Schema 1.0 section 3.2.9), with or without a time zone; years -32767 to 32767.
std::optional<Item> parse_date(std::string_view text);
// Whether the text is an xs:time (section 3.2.8), with or without a time zone.
bool is_time(std::string_view text);
// The year as xs:date counts it: -1 is the one before 1.
int year_of(std::chrono::year_month_day const& day);
std::string date_text(Item const& date);
// By the instant the day begins; a date without a zone is taken in UTC.
std::strong_ordering compare_dates(Item const& a, Item const& b);

}  // namespace airut::schematron
