#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/efaktura/bill.hpp"

// Invoices as the Vipps Invoice ISP API has them (JSON, contract version 0.3.43). Amounts are in
// ore.
namespace airut::vipps {

// The path's id of an invoice: "orgno-no.{issuer}.{reference}", where the reference keeps letters
// and digits and everything else becomes '-'. At most 200 bytes.
std::string invoice_id(std::string_view issuer, std::string_view reference);

// invoiceIn without its recipientToken, which lives shorter than a document waits.
// Problem: an address of the document that is not https.
model::Result<std::string> write_invoice(efaktura::Bill const& bill, std::string_view icon_url);

// The same with the token, ready to be put.
std::string addressed(std::string_view document, std::string_view recipient_token);

// Of invoiceIn and of invoiceOut: what makes two invoices the same.
struct Terms {
  std::string account, reference, type;
  std::int64_t amount = 0;
  std::string due_day;  // YYYY-MM-DD
  friend bool operator==(Terms const&, Terms const&) = default;
};

struct Standing {
  std::string state;  // created, pending, approved ...
  std::string etag;
  Terms terms;
  std::vector<std::string> problems;  // of a rejected one: type and title
};

// nullopt: it is no invoice of the contract.
std::optional<Standing> read_invoice(std::string_view json);
std::optional<Terms> terms_of(std::string_view invoice_in);

// The recipientToken of an answer; "" when there is none.
std::string read_recipient_token(std::string_view json);
// type and title of an Error; "" when it is none.
std::string read_error(std::string_view json);

}  // namespace airut::vipps
