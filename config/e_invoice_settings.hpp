#pragma once

#include <map>
#include <string>
#include <vector>

namespace airut::config {

// A text by its language: fi, sv, en.
using Wording = std::map<std::string, std::string, std::less<>>;

// What a bank's customer is asked for so that the biller knows him.
struct AskedIdentifier {
  // SellerInvoiceIdentifierType (Notification service guidelines 5.12.2012): 01 and 02 references
  // of his invoices, 08 and 09 his customer number; who is known by another is entered by a person.
  std::string kind;
  Wording name;  // 4-70 characters each
};

// What a biller tells Finnish banks of himself (FinvoiceSenderInfo), and how he knows again what
// their customers order.
struct EInvoiceSettings {
  // PaymentInstructionIdentifier, 1-35 characters: stands in every consumer's invoice as
  // EpiPaymentInstructionId. Empty: no notices, and orders wait for a person.
  std::string payment_instruction;
  std::string channel = "finvoice";  // that carries the notices
  std::vector<std::string> banks;    // BICs of those that are told
  Wording invoice_type;              // "Sähkölasku", 35 characters
  Wording instruction;               // to the customer, 420 characters
  std::vector<AskedIdentifier> identifiers;
  std::string direct_payment = "no";  // no, yes, no_new: none is ordered anew
};

}  // namespace airut::config
