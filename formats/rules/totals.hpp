#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "formats/model/invoice.hpp"

namespace airut::rules {

// quantity x price / base - allowances + charges (PEPPOL-EN16931-R120).
std::optional<model::Money> computed_line(model::Line const& line, model::Currency currency);

// Whether two lines fall into one row of the VAT breakdown.
bool same_vat(model::VatCategory const& a, model::VatCategory const& b);

// Whether a sum in minor units stays far enough from the edge of int64 to be added to.
bool fits(std::int64_t sum);

// One euro, krone ... in minor units.
std::int64_t whole_unit(model::Currency currency);

// The VAT of the breakdown's rows together; nullopt when it leaves the range of Money.
std::optional<std::int64_t> sum_of_taxes(model::Invoice const& invoice);

// The figures that the lines and document adjustments of an invoice give, in minor units. Where a
// line brings its net amount, that counts.
class Sums {
 public:
  struct Row {  // of the VAT breakdown, in order of first appearance
    model::VatCategory const* vat = nullptr;
    std::int64_t taxable = 0;
  };
  static constexpr std::size_t rows_max = 100;

  // nullopt when a figure leaves the range of Money, or when there are more than rows_max rows.
  static std::optional<Sums> of(model::Invoice const& invoice);

  std::int64_t lines = 0, allowances = 0, charges = 0;
  std::span<Row const> rows() const { return {rows_.data(), size_}; }
  Row const* row_of(model::VatCategory const& vat) const;

 private:
  bool add(std::int64_t& sum, std::int64_t amount);
  bool add_taxable(model::VatCategory const& vat, std::int64_t amount);

  std::array<Row, rows_max> rows_{};
  std::size_t size_ = 0;
};

}  // namespace airut::rules
