#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"

namespace airut::rules {

// The lists of config/tables/code_lists.tsv, by their names there.
enum class CodeList {
  document_type,
  credit_type,
  peppol_invoice_type,
  peppol_credit_type,
  self_billing_invoice_type,
  self_billing_credit_type,
  currency_withdrawn,
  country,
  vat_point,
  object_scheme,
  note_subject,
  icd,
  item_class,
  payment_means,
  vat_category,
  allowance_reason,
  charge_reason,
  vatex,
  unit,
  mime,
  address_scheme,
  address_scheme_elsewhere,
  address_scheme_left,
};

inline constexpr std::size_t code_list_count = 23;

// Which codes are in force on which day. Immutable once made.
class CodeLists {
 public:
  // Reads a table as config/tables/code_lists.tsv is written. Rows that name no list, or whose days
  // are wrong, are left out and counted.
  explicit CodeLists(std::string_view table);
  CodeLists(CodeLists const&) = delete;
  CodeLists& operator=(CodeLists const&) = delete;

  // Those that came with the program, read once.
  static CodeLists const& shipped();

  bool has(CodeList list, std::string_view code, model::Date day) const;
  // Whether the list has the code on some day.
  bool ever_has(CodeList list, std::string_view code) const;
  // Whether nothing says that the code will leave the list.
  bool has_for_good(CodeList list, std::string_view code) const;
  std::size_t size(CodeList list) const { return lists_[static_cast<std::size_t>(list)].size(); }
  std::size_t rows_refused() const { return rows_refused_; }

 private:
  struct Entry {
    std::string_view code;
    model::Date from, until;
  };
  template <class Fits>
  bool any(CodeList list, std::string_view code, Fits const& fits) const;
  bool take(std::string_view list, std::string_view from, std::string_view until,
            std::string_view codes);

  std::string table_;  // what the entries look into
  std::array<std::vector<Entry>, code_list_count> lists_;
  std::size_t rows_refused_ = 0;
};

}  // namespace airut::rules
