#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/model/invoice.hpp"

namespace airut::model {

// What a Finvoice said beyond the terms of the model and only a Finvoice can say again, counted and
// by name, each once; empty when there is nothing.
class ExtrasLeftBehind {
 public:
  explicit ExtrasLeftBehind(Invoice const& invoice) {
    if (invoice.nordic) add(invoice.nordic->extras);
    for (auto const& line : invoice.lines) add(line);
  }
  std::string text() const {
    if (count_ == 0) return {};
    std::string text =
        "What the Finvoice said beyond EN 16931 (" + std::to_string(count_) + " values: ";
    for (std::size_t i = 0; i < names_.size() && i < names_max; ++i) {
      text.append(i == 0 ? "" : ", ").append(names_[i]);
    }
    if (names_.size() > names_max) text += ", ...";
    return text + ")";
  }

 private:
  static constexpr std::size_t names_max = 20;

  void add(Line const& line) {
    if (!line.nordic) return;
    add(line.nordic->extras);
    for (auto const& part : line.nordic->sub_lines) add(part);
  }
  void add(std::vector<Extra> const& extras) {
    for (auto const& one : extras) {
      if (one.value.empty()) continue;  // the place of a row
      ++count_;
      auto const name = named(one.path);
      if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
    }
  }
  // "InvoiceDetails/OrderDate" is OrderDate, "ExchangeRate/@Unit" ExchangeRate.
  static std::string_view named(std::string_view path) {
    if (auto const at = path.find("/@"); at != std::string_view::npos) path = path.substr(0, at);
    path = path.substr(path.rfind('/') + 1);
    return path.substr(0, path.find('['));
  }

  std::size_t count_ = 0;
  std::vector<std::string_view> names_;
};

inline std::string extras_left_behind(Invoice const& invoice) {
  return ExtrasLeftBehind{invoice}.text();
}

// The note of a line (BT-127) with the further texts that a Finvoice row may have.
inline std::string note_with_specification(Line const& line) {
  auto text = line.note;
  if (!line.nordic) return text;
  for (auto const& more : line.nordic->specification) {
    if (!text.empty()) text += '\n';
    text += more;
  }
  return text;
}

// What EpiDetails say apart from the terms of payment, by name; empty when there is nothing.
inline std::string epi_left_behind(Invoice const& invoice) {
  if (!invoice.nordic || !invoice.nordic->epi) return {};
  auto const& epi = *invoice.nordic->epi;
  std::string names;
  auto const add = [&](bool there, std::string_view name) {
    if (there) names.append(names.empty() ? "" : ", ").append(name);
  };
  add(epi.date.has_value(), "date");
  add(!epi.reference.empty(), "reference");
  add(!epi.instruction_id.empty(), "instruction id");
  add(!epi.charge_option.empty(), "bank charges");
  add(!epi.bank_bic.empty() || !epi.bank_name.empty(), "bank");
  add(!epi.beneficiary.empty() || !epi.beneficiary_id.empty(), "payee");
  add(epi.amount.has_value(), "sum to pay");
  return names.empty() ? names : "What the EPI part says of its own (" + names + ")";
}

// Gathers for a writer what its format has no place for, a sentence a term.
class LostTerms {
 public:
  explicit LostTerms(std::string_view format) : format_(format) {}

  void add_if(bool lost, std::string_view what) {
    if (lost) list_.push_back(std::string{what} + " has no place of its own in " + format_ + '.');
  }
  // What only Finvoice has, apart from instalments.
  void add_nordic(Invoice const& invoice) {
    if (invoice.nordic) {
      add_if(!invoice.nordic->cash_discounts.empty(), "The cash discount");
      add_if(invoice.nordic->factoring.has_value(),
             "The transfer of the claim to a finance company");
      add_if(!invoice.nordic->specification.empty(), "The specification");
      auto const epi = epi_left_behind(invoice);
      add_if(!epi.empty(), epi);
    }
    add_if(!invoice.overdue.empty(), "The table of overdue invoices");
    auto const extras = extras_left_behind(invoice);
    add_if(!extras.empty(), extras);
  }
  void add_sub_lines(Invoice const& invoice) {
    add_if(std::any_of(
               invoice.lines.begin(), invoice.lines.end(),
               [](Line const& line) { return line.nordic && !line.nordic->sub_lines.empty(); }),
           "The division of a line into sub-lines");
  }
  void add_instalments(Invoice const& invoice) {
    add_if(invoice.nordic && !invoice.nordic->instalments.empty(), "The division into instalments");
  }
  void add_person(Party const& buyer) {
    add_if(!buyer.national_id.empty() || buyer.birth_date.has_value(),
           "The personal identity of the buyer");
  }
  std::vector<std::string> list() && { return std::move(list_); }

 private:
  std::string format_;
  std::vector<std::string> list_;
};

}  // namespace airut::model
