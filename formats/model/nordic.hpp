#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/model/terms.hpp"

// What Nordic documents carry beyond EN 16931: Finvoice's own groups, mostly. Held by Invoice and
// Line as one boxed member each; most documents have neither.
namespace airut::model {

struct Line;

// A part of the sum that falls due on its own day (Finvoice PartialPaymentDetails, CII
// SpecifiedTradePaymentTerms with PartialPaymentAmount).
struct Instalment {
  Money amount;                     // with VAT
  std::optional<Money> net_amount;  // without
  std::optional<Date> due_date;
  std::string reference;
  friend bool operator==(Instalment const&, Instalment const&) = default;
};

// What is deducted when the invoice is paid early (Finvoice CashDiscount..., "kassa-alennus").
struct CashDiscount {
  std::optional<Date> until;
  std::optional<Decimal> percent;
  std::optional<Money> base_amount, amount;
  friend bool operator==(CashDiscount const&, CashDiscount const&) = default;
};

// The claim has been sold to a finance company (Finvoice FactoringAgreementDetails).
struct Factoring {
  std::string agreement_id;
  std::string transmission_list;
  std::string clause_code;  // EndorsementClauseCode
  std::string type_code;
  std::vector<std::string> notes;
  std::optional<Identifier> party_id;
  std::string party_name;
  PostalAddress party_address;
  friend bool operator==(Factoring const&, Factoring const&) = default;
};

// What Finvoice's EpiDetails say apart from the terms of BG-16.
struct Epi {
  std::optional<Date> date;     // EpiDate
  std::string reference;        // EpiReference
  std::string instruction_id;   // EpiPaymentInstructionId = PaymentInstructionIdentifier of the SI
  std::string charge_option;    // EpiCharge: SHA, SLEV ...
  std::string bank_bic;         // EpiBfiIdentifier
  std::string bank_name;        // EpiBfiName
  std::string beneficiary;      // EpiNameAddressDetails
  std::string beneficiary_id;   // EpiBei
  std::optional<Money> amount;  // EpiInstructedAmount when it is not the sum due
  friend bool operator==(Epi const&, Epi const&) = default;
};

// From whom and to whom a message travels (Finvoice MessageTransmissionDetails).
struct Transmission {
  Identifier sender, receiver;
  std::string sender_intermediary, receiver_intermediary;
  std::string message_id, timestamp;
  friend bool operator==(Transmission const&, Transmission const&) = default;
};

// An element that has no term of its own here, kept under its path below the root or the row, so
// that the same format can write it again: "InvoiceDetails/AgreementType".
struct Extra {
  std::string path, value;
  friend bool operator==(Extra const&, Extra const&) = default;
};

struct NordicInvoice {
  std::vector<Instalment> instalments;
  std::vector<CashDiscount> cash_discounts;
  std::optional<Factoring> factoring;
  std::optional<Epi> epi;
  std::optional<Transmission> transmission;
  std::string virtual_barcode;             // the 54 digits, as read
  std::vector<std::string> specification;  // SpecificationFreeText, fixed width
  std::vector<Extra> extras;
  friend bool operator==(NordicInvoice const&, NordicInvoice const&) = default;
};

// Deeper parts of parts are not taken over; a stored submission nests no deeper than its reader.
inline constexpr int sub_line_depth_max = 6;

struct NordicLine {
  std::vector<Line> sub_lines;             // Finvoice SubInvoiceRow; their sums are in the row's
  std::vector<std::string> specification;  // RowFreeText beyond BT-127
  std::vector<Extra> extras;
  friend bool operator==(NordicLine const&, NordicLine const&) = default;
};

}  // namespace airut::model
