#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace airut::model {

// A calendar day; adding days is plain arithmetic (Date + std::chrono::days{14}).
using Date = std::chrono::sys_days;

// A moment in UTC, as the journal keeps it.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// YYYY-MM-DD, years 1900-2199, days that exist; nullopt otherwise.
std::optional<Date> parse_date(std::string_view text);
// CCYYMMDD as Finvoice writes it; same limits.
std::optional<Date> parse_date_compact(std::string_view text);
std::string date_text(Date day);          // 2026-11-22
std::string date_text_compact(Date day);  // 20261122

// RFC 3339 in UTC with milliseconds: 2026-11-22T06:38:12.481Z.
std::string instant_text(Instant moment);
// RFC 3339 with any offset and 0-9 fraction digits; nullopt otherwise.
std::optional<Instant> parse_instant(std::string_view text);

inline Date day_of(Instant moment) { return std::chrono::floor<std::chrono::days>(moment); }

}  // namespace airut::model
