#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"
#include "formats/xml/writer.hpp"

namespace airut::finvoice {

// What all parts of the writer share: the XML, the sign of amounts, the currency, and the first
// thing that Finvoice cannot take.
class Sheet {
 public:
  explicit Sheet(model::Invoice const& invoice);

  xml::Writer& xml() { return xml_; }
  bool negated() const { return negated_; }

  // An identifier: longer than the schema allows is a Problem, never a cut.
  void id(std::string_view element, std::string_view text, std::size_t longest,
          std::initializer_list<xml::Attribute> attributes = {});
  // Text for people: white space folded; what is longer goes into as many elements as allowed, and
  // beyond that is a note.
  void text(std::string_view element, std::string_view text, std::size_t longest,
            std::size_t elements = 1);
  // Text that the schema wants with two characters at least.
  void name(std::string_view element, std::string_view text, std::size_t longest,
            std::size_t elements = 1);
  void amount(std::string_view element, model::Money const& money);
  void amount_if(std::string_view element, std::optional<model::Money> const& money);
  // Not negated on credit notes: unit prices and EPI limits.
  void price(std::string_view element, model::Decimal const& value, std::string_view unit);
  void percent(std::string_view element, std::optional<model::Decimal> const& value);
  void date(std::string_view element, std::optional<model::Date> const& day);

  void note(std::string sentence) { notes_.push_back(std::move(sentence)); }
  void fail(model::Fault fault, std::string text);
  std::optional<model::Problem> const& problem() const { return problem_; }
  std::vector<std::string> notes() && { return std::move(notes_); }

 private:
  xml::Writer xml_;
  bool negated_;
  std::string currency_;
  std::optional<model::Problem> problem_;
  std::vector<std::string> notes_;
};

// "-12,50": the money with a decimal comma and at least two decimals.
std::string amount_text(model::Money const& money);
// The decimal with a comma and at least so many decimals.
std::string comma_text(model::Decimal const& value, std::size_t decimals);

void write_transmission(Sheet& sheet, struct Transmission const& transmission);
void write_seller(Sheet& sheet, model::Invoice const& invoice);
void write_buyer(Sheet& sheet, model::Invoice const& invoice);
void write_details(Sheet& sheet, model::Invoice const& invoice);
void write_row(Sheet& sheet, model::Line const& line, model::Currency currency);
void write_overdue_row(Sheet& sheet, model::OverdueRow const& row);
void write_epi(Sheet& sheet, model::Invoice const& invoice);

// The account that the EPI block and the bar code name: the first one.
model::PaymentAccount const* main_account(model::Invoice const& invoice);

}  // namespace airut::finvoice
