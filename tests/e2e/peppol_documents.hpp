#pragma once

#include <string>

#include "formats/json/submission.hpp"
#include "formats/rules/complete.hpp"
#include "formats/ubl/write.hpp"
#include "tests/support/gateway.hpp"

// Documents that other access points bring in tests.
namespace airut::tests::peppol_steps {

// An invoice from the recipient of our own invoices to our client.
inline std::string invoice_for_us(std::string const& number) {
  auto submission = json::read_submission(sample_json(number)).value();
  auto& invoice = submission.invoice;
  invoice.seller.name = "Toimittaja Oy";
  invoice.seller.electronic_address = model::Identifier{"003712345671", "0216"};
  invoice.seller.address = invoice.buyer.address;
  invoice.seller.vat_id = "FI12345671";
  invoice.buyer.electronic_address = model::Identifier{"003726174164", "0216"};
  invoice.payment.reset();
  rules::complete(invoice, {});
  return ubl::write(invoice).value().bytes;
}

}  // namespace airut::tests::peppol_steps
