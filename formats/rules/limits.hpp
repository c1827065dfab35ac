#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"

namespace airut::rules {

// The figures of config/tables/rule_limits.tsv, by their names there.
enum class Limit {
  line_slack,
  adjustment_slack,
  card_digits,
  peppol_notes,
  finvoice_number,
  finvoice_reference,
  finvoice_name_least,
  finvoice_price_decimals,
  finvoice_quantity,
  finvoice_attachments,
  finvoice_attachment_bytes,
};

inline constexpr std::size_t limit_count = 11;

// Which figure holds on which day. Immutable once made.
class Limits {
 public:
  // Reads a table as config/tables/rule_limits.tsv is written. Rows that name no limit, or whose
  // days or value are wrong, are left out and counted.
  explicit Limits(std::string_view table);

  // Those that came with the program, read once.
  static Limits const& shipped();

  // A day before the first row gets the first row's figure. A limit without rows is 0.
  std::int64_t of(Limit limit, model::Date day) const;
  std::size_t rows_refused() const { return rows_refused_; }

 private:
  struct Entry {
    model::Date from, until;
    std::int64_t value;
  };
  bool take(std::string_view limit, std::string_view from, std::string_view until,
            std::string_view value);

  std::array<std::vector<Entry>, limit_count> limits_;
  std::size_t rows_refused_ = 0;
};

}  // namespace airut::rules
