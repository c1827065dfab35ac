#pragma once

#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// Credit transfers to a bank: pain.001.001.09 (ISO 20022), one payment from one account.
namespace airut::pain {

struct Transfer {
  std::string id;  // EndToEndId, at most 35 characters
  model::Money amount;
  std::string payee_name, payee_iban;
  std::string text;  // unstructured remittance information, cut at 140 characters
};

struct Order {
  std::string id;  // MsgId and PmtInfId, at most 35 characters
  model::Instant created{};
  model::Date execution{};
  std::string payer_name, payer_iban, payer_bic;  // payer_bic: "" leaves it to the bank
  std::vector<Transfer> transfers;                // at least one, of one currency
};

// UTF-8. Characters outside the set that banks agree on (letters, digits, blanks and /-?:().,'+ and
// the Nordic letters) become dots. Throws std::invalid_argument for an order without transfers.
std::string write(Order const& order);

}  // namespace airut::pain
