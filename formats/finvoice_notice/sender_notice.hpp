#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/finvoice_frame/frame.hpp"
#include "formats/finvoice_notice/words.hpp"
#include "formats/model/date.hpp"
#include "formats/model/result.hpp"
#include "formats/xml/writer.hpp"

namespace airut::finvoice_notice {

// Whether the biller's invoices can be ordered as direct payment too (SellerServiceCode).
enum class DirectPayment { no, yes, no_new };

// An identifier that the customer is asked for, by its name in his language.
struct AskedIdentifier {
  IdentifierKind kind = IdentifierKind::national_reference;
  std::vector<Said> names;  // 4-70 characters each
};

// The invoicer's notification: tells one bank what its customers may order from a biller, and which
// numbers of theirs the biller knows them by. Its key is the biller's address, the bank, and the
// payment instruction, which every consumer's invoice must carry (EpiPaymentInstructionId).
struct SenderNotice {
  Action action = Action::add;
  bool maintenance = false;  // MessageActionCodeIdentifier 02 instead of 00
  std::string id;            // SenderInfoIdentifier, 1-48
  model::Date day{};
  std::string business_id;
  std::vector<Said> names;  // of the biller, at most one a language
  std::string unit_number;  // OVT, ""
  finvoice_frame::Place sender;
  std::optional<finvoice_frame::Place> new_sender;  // CHANGE of the address itself
  struct Account {
    std::string iban, bic;
  };
  std::vector<Account> accounts;
  std::string payment_instruction;           // 1-35
  std::vector<Said> instructions;            // to the customer, at most 420 characters each
  std::vector<Said> invoice_types;           // "Sähkölasku", at most 35 characters each
  std::vector<AskedIdentifier> identifiers;  // one or two
  DirectPayment direct_payment = DirectPayment::no;
};

// FinvoiceSenderInfo 2.0, valid against its schema. Problem missing or out_of_range: what the
// schema demands is not there, or is longer or shorter than it allows.
model::Result<std::string> write_sender_notice(SenderNotice const& info, xml::Encoding encoding);

// To whom the message goes in its frame: the service itself at the bank.
finvoice_frame::Place sender_notice_place(std::string const& bank);

}  // namespace airut::finvoice_notice
