#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/finvoice/row_names.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"
#include "formats/xml/writer.hpp"

namespace airut::finvoice {

// What all parts of the writer share: the XML, the sign of amounts, the
// currency, and the first thing that Finvoice cannot take.
class Sheet {
 public:
  Sheet(model::Invoice const& invoice, Style const& style);

  xml::Writer& xml() { return xml_; }
  bool negated() const { return negated_; }
  bool is_201() const { return version_ == Version::v2_01; }
  bool is_direct_payment_copy() const { return direct_payment_copy_; }

  // An identifier: longer than the schema allows is a Problem, never a cut.
  void id(std::string_view element, std::string_view text, std::size_t longest,
          std::initializer_list<xml::Attribute> attributes = {});
  // The same with its scheme, where the scheme has the schema's form.
  void scheme_id(std::string_view element, model::Identifier const& id, std::size_t longest);
  // A code of one to three capital letters and digits; another is left out with
  // a note.
  void code(std::string_view element, std::string_view text, std::string_view term);
  // Text for people: white space folded, and line breaks with a note; what is
  // longer goes into as many elements as allowed, and beyond that is a note.
  void text(std::string_view element, std::string_view text, std::size_t longest,
            std::size_t elements = 1);
  // Text that the schema wants with two characters at least.
  void name(std::string_view element, std::string_view text, std::size_t longest,
            std::size_t elements = 1);
  void amount(std::string_view element, model::Money const& money);
  void amount_if(std::string_view element, std::optional<model::Money> const& money) {
    if (money) amount(element, *money);
  }
  // Not negated on credit notes: unit prices.
  void price(std::string_view element, model::Decimal const& value, std::string_view unit);
  void quantity(std::string_view element, model::Decimal const& value, std::string_view unit);
  // A rate that the document needs: one that Finvoice cannot write is a
  // Problem.
  void rate(std::string_view element, std::optional<model::Decimal> const& value);
  // A rate beside a sum: left out with a note where Finvoice cannot write it.
  void percent(std::string_view element, std::optional<model::Decimal> const& value);
  void date(std::string_view element, std::optional<model::Date> const& day);

  void note(std::string sentence) { notes_.push_back(std::move(sentence)); }
  // Tells, once for an element, that the lines of its text became one.
  void note_lines(std::string_view element, std::string_view text);
  void fail(model::Fault fault, std::string text);
  std::optional<model::Problem> const& problem() const { return problem_; }
  std::vector<std::string> notes() && { return std::move(notes_); }

 private:
  xml::Writer xml_;
  Version version_;
  bool direct_payment_copy_;
  bool negated_;
  std::string currency_;
  std::optional<model::Problem> problem_;
  std::vector<std::string> notes_;
  std::vector<std::string> folded_;  // elements that note_lines() has told of
};

// "-12,50": the money with a decimal comma and at least two decimals.
std::string amount_text(model::Money const& money);
// The decimal with a comma and at least so many decimals.
std::string comma_text(model::Decimal const& value, std::size_t decimals);

// The element names of one party; "" where it has no such element.
struct PartyNames {
  std::string_view address, street, town, post_code, subdivision;
};
extern PartyNames const seller_address, buyer_address, delivery_address, any_party_address,
    factoring_address;

void write_address(Sheet& sheet, PartyNames const& names, model::PostalAddress const& address);
void write_transmission(Sheet& sheet, Transmission const& transmission);
void write_transmission(Sheet& sheet, model::Transmission const& transmission);
void write_seller(Sheet& sheet, model::Invoice const& invoice);
void write_buyer(Sheet& sheet, model::Invoice const& invoice);
void write_delivery(Sheet& sheet, model::Invoice const& invoice);
void write_other_parties(Sheet& sheet, model::Invoice const& invoice);
void write_details(Sheet& sheet, model::Invoice const& invoice);
void write_terms(Sheet& sheet, model::Invoice const& invoice);
void write_payment(Sheet& sheet, model::Invoice const& invoice);
void write_rows(Sheet& sheet, model::Invoice const& invoice);
void write_line(Sheet& sheet, model::Line const& line);
void write_prices(Sheet& sheet, RowNames names, model::Line const& line);
void write_overdue_row(Sheet& sheet, model::OverdueRow const& row);
void write_epi(Sheet& sheet, model::Invoice const& invoice);

}  // namespace airut::finvoice
