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
// with the first by name; empty when there is nothing.
inline std::string extras_left_behind(Invoice const& invoice) {
  std::size_t count = 0;
  std::string first;
  auto const add = [&](std::vector<Extra> const& extras) {
    if (first.empty() && !extras.empty()) first = extras.front().path;
    count += extras.size();
  };
  if (invoice.nordic) add(invoice.nordic->extras);
  for (auto const& line : invoice.lines) {
    if (line.nordic) add(line.nordic->extras);
  }
  if (count == 0) return {};
  return "What the Finvoice said beyond EN 16931 (" + std::to_string(count) + " values, first " +
         first + ")";
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
