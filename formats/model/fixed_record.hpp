#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"

namespace airut::model {

// Fields of a record with fixed places, counted from 1 as the banks' descriptions count.
class FixedRecord {
 public:
  explicit FixedRecord(std::string_view line) : line_(line) {}

  std::string_view field(std::size_t place, std::size_t length) const {
    return place - 1 >= line_.size() ? std::string_view{} : line_.substr(place - 1, length);
  }
  // Blanks at both ends taken off.
  std::string_view text(std::size_t place, std::size_t length) const {
    auto cell = field(place, length);
    while (!cell.empty() && cell.front() == ' ') cell.remove_prefix(1);
    while (!cell.empty() && cell.back() == ' ') cell.remove_suffix(1);
    return cell;
  }
  // nullopt unless every place holds a digit.
  std::optional<std::int64_t> number(std::size_t place, std::size_t length) const {
    auto const cell = field(place, length);
    if (cell.size() != length) return std::nullopt;
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (fault != std::errc{} || end != cell.data() + cell.size() || cell.front() == '-') {
      return std::nullopt;
    }
    return value;
  }
  // Six digits YYMMDD, this century; nullopt for zeros and for days that do not exist.
  std::optional<Date> yymmdd(std::size_t place) const {
    return parse_date_compact("20" + std::string{field(place, 6)});
  }
  std::optional<Date> ddmmyy(std::size_t place) const {
    auto const cell = field(place, 6);
    if (cell.size() != 6) return std::nullopt;
    return parse_date_compact("20" + std::string{cell.substr(4, 2)} +
                              std::string{cell.substr(2, 2)} + std::string{cell.substr(0, 2)});
  }

 private:
  std::string_view line_;
};

}  // namespace airut::model
