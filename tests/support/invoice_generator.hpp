#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"

namespace airut::tests {

// Invoices by chance over all groups of EN 16931, each with figures that agree: allowances and
// charges at lines and document, several VAT rates, exemption, reverse charge, prepayment,
// rounding, negative lines, credit notes, VAT in another currency, payee, tax representative,
// attachments, periods, item attributes and classifications, references of every kind. The same
// seed gives the same invoice on every machine. Sellers are Finnish or Norwegian; figures are
// summed here and not by the code under test.
class InvoiceGenerator {
 public:
  explicit InvoiceGenerator(std::uint32_t seed) : random_(seed) {}

  model::Invoice invoice();

  // With so many lines; 10 is what the speed targets speak of.
  model::Invoice invoice(std::size_t lines);

 private:
  enum class Trade { domestic, exempt, reverse_charge };

  bool maybe(unsigned one_in = 2) { return random_() % one_in == 0; }
  std::uint32_t below(std::uint32_t limit) { return random_() % limit; }
  std::string word();
  std::string text();
  std::string number(std::string_view prefix);
  model::Decimal decimal(std::uint32_t limit, int scale);
  model::Money money(std::uint32_t limit) { return {below(limit) + 1, currency_}; }
  model::Date day();
  model::Period period();
  model::Identifier id();
  model::PostalAddress address(std::string_view country);

  model::VatCategory vat();
  model::Party seller(bool norwegian);
  model::Party buyer(bool norwegian);
  model::AllowanceCharge adjustment(bool on_document);
  model::Line line(std::size_t index);
  void add_item(model::Line& line);
  void add_price(model::Line& line);
  void add_references(model::Invoice& invoice);
  void add_parties(model::Invoice& invoice);
  void add_payment(model::Invoice& invoice);
  void add_attachments(model::Invoice& invoice);
  void add_head(model::Invoice& invoice);
  void sum(model::Invoice& invoice);
  void sum_vat(model::Invoice& invoice);
  void sum_payable(model::Invoice& invoice);

  std::mt19937 random_;
  model::Currency currency_;
  Trade trade_ = Trade::domestic;
  bool norwegian_ = false;
  bool credit_ = false;
};

}  // namespace airut::tests
