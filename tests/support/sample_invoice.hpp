#pragma once

#include "formats/model/invoice.hpp"

namespace airut::tests {

inline model::Decimal dec(std::string_view text) { return *model::Decimal::parse(text); }

inline model::Line sample_line(std::string name, std::string_view quantity, std::string_view price,
                               std::string_view rate = "25.5") {
  model::Line line;
  line.name = std::move(name);
  line.quantity = dec(quantity);
  line.net_price = dec(price);
  line.vat.code = "S";
  line.vat.rate = dec(rate);
  return line;
}

// A Finnish business invoice that is valid once completed: 10 h x 42.50, VAT 25.5 %, due 533.38.
inline model::Invoice sample_invoice() {
  model::Invoice invoice;
  invoice.number = "2026-104233";
  invoice.issue_date = *model::parse_date("2026-11-22");
  invoice.due_date = *model::parse_date("2026-12-06");
  invoice.buyer_reference = "KP-410";
  invoice.seller.name = "Mallisiivous Oy";
  invoice.seller.type = model::PartyType::business;
  invoice.seller.legal_id = model::Identifier{"2617416-4", "0212"};
  invoice.seller.vat_id = "FI26174164";
  invoice.seller.electronic_address = model::Identifier{"003726174164", "0216"};
  invoice.seller.intermediary = "003721291126";
  invoice.seller.address = {"Siivouskuja 2", "", "", "33100", "Tampere", "", "FI"};
  invoice.buyer.name = "Esimerkki Asiakas Oy";
  invoice.buyer.type = model::PartyType::business;
  invoice.buyer.legal_id = model::Identifier{"1234567-1", "0212"};
  invoice.buyer.vat_id = "FI12345671";
  invoice.buyer.electronic_address = model::Identifier{"003712345671", "0216"};
  invoice.buyer.intermediary = "003721291126";
  invoice.buyer.address = {"Testikatu 1", "", "", "00100", "Helsinki", "", "FI"};
  invoice.buyer.language = "fi";
  invoice.buyer.customer_number = "10042";
  invoice.payment.emplace();
  invoice.payment->accounts = {{"FI2112345600000785", "NDEAFIHH", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::rf;
  invoice.payment->reference = "RF18539007547034";
  invoice.payment->terms_text = "14 pv netto";
  invoice.payment->late_interest_percent = dec("8.0");
  invoice.lines = {sample_line("Siivouspalvelu", "10", "42.50")};
  invoice.lines.front().unit = "HUR";
  return invoice;
}

}  // namespace airut::tests
