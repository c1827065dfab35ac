#pragma once

#include <string>

#include "formats/model/date.hpp"
#include "formats/model/invoice.hpp"
#include "formats/model/letter.hpp"
#include "formats/model/result.hpp"

// What eFaktura and Vipps show a consumer of a bill: to whom, how much, until when, and where the
// document itself is to be seen.
namespace airut::efaktura {

// In the order of the law: a friendly reminder, one that charges a fee (purring), and one that
// says that collection follows (inkassovarsel).
enum class Kind { invoice, reminder, dunning, collection_notice, payment_request };

struct Bill {
  Kind kind = Kind::invoice;
  std::string number;  // BT-1
  model::Date issued{}, due{};
  model::Money amount;         // NOK, above nothing
  bool is_kid = true;          // the reference is a KID, else a message
  std::string reference;       // KID of 4 to 25 characters with its control digit, or a message
  std::string account;         // Norwegian, 11 digits
  std::string issuer;          // organisation number, 9 digits
  std::string issuer_name;     // UTF-8
  std::string page, document;  // addresses of the page and of the PDF, https
  bool by_avtalegiro = false;  // a direct debit collects it: the consumer need not pay
};

// The bill of an invoice, or of a letter about it. Problem: it cannot be shown so: another currency
// than NOK, nothing to pay, a credit note, no due date, no Norwegian account, a reference that is
// no KID though it says so, an issuer without an organisation number.
model::Result<Bill> bill_of(model::Invoice const& invoice, model::Letter const* letter);

}  // namespace airut::efaktura
