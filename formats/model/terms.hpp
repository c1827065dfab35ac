#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/decimal.hpp"
#include "formats/model/money.hpp"

// The small groups that an invoice is made of, in the terms of EN 16931-1. A member that is empty
// or nullopt was not given. Text is UTF-8, NFC not enforced.
namespace airut::model {

struct Identifier {
  std::string value;
  std::string scheme;  // ISO 6523 ICD or EAS code: 0216, 0192, 0088; empty when none
  friend bool operator==(Identifier const&, Identifier const&) = default;
};

struct Note {                // BG-1
  std::string text;          // BT-22
  std::string subject_code;  // BT-21, UNTDID 4451: AAI, REG ...
  friend bool operator==(Note const&, Note const&) = default;
};

struct PostalAddress {  // BG-5, BG-8, BG-12, BG-15
  std::string line1, line2, line3;
  std::string postal_code, city, subdivision;
  std::string country;  // ISO 3166-1 alpha-2
  friend bool operator==(PostalAddress const&, PostalAddress const&) = default;
};

struct Contact {  // BG-6, BG-9
  std::string name, phone, email;
  friend bool operator==(Contact const&, Contact const&) = default;
};

enum class PartyType { unknown, business, consumer, public_body };

struct Party {                                   // BG-4, BG-7, BG-10, BG-11
  std::string name;                              // BT-27 / BT-44 / BT-59 / BT-62
  std::string trading_name;                      // BT-28 / BT-45
  PartyType type = PartyType::unknown;           // decides channels and reminder law
  std::vector<Identifier> identifiers;           // BT-29 / BT-46 / BT-60
  std::optional<Identifier> legal_id;            // BT-30 / BT-47 / BT-61
  std::string vat_id;                            // BT-31 / BT-48 / BT-63
  std::string tax_registration_id;               // BT-32; "Foretaksregisteret" in Norway
  std::string legal_form;                        // BT-33 additional legal information
  std::optional<Identifier> electronic_address;  // BT-34 / BT-49
  std::string intermediary;  // Finvoice intermediator id of the operator or bank
  PostalAddress address;
  Contact contact;
  std::string language;            // fi, sv, nb, nn, en
  std::string customer_number;     // the client's own number of the buyer
  std::string national_id;         // sensitive
  std::optional<Date> birth_date;  // sensitive
  friend bool operator==(Party const&, Party const&) = default;
};

// BT-151/BT-152, BT-95/96, BT-102/103, BT-118/119 with BT-120/121.
struct VatCategory {
  std::string code;              // UNCL5305: S Z E AE K G O L M
  std::optional<Decimal> rate;   // percent; absent for O
  std::string exemption_code;    // BT-121, VATEX
  std::string exemption_reason;  // BT-120
  friend bool operator==(VatCategory const&, VatCategory const&) = default;
};

struct AllowanceCharge {  // BG-20, BG-21, BG-27, BG-28
  bool is_charge = false;
  Money amount;                      // BT-92 / BT-99 / BT-136 / BT-141
  std::optional<Money> base_amount;  // BT-93 / BT-100 / BT-137 / BT-142
  std::optional<Decimal> percent;    // BT-94 / BT-101 / BT-138 / BT-143
  std::string reason, reason_code;   // BT-97, BT-98 and their likes; UNTDID 5189 or 7161
  VatCategory vat;                   // document level only
  friend bool operator==(AllowanceCharge const&, AllowanceCharge const&) = default;
};

struct Period {  // BG-14, BG-26
  std::optional<Date> start, end;
  friend bool operator==(Period const&, Period const&) = default;
};

struct ItemAttribute {  // BG-32
  std::string name, value;
  friend bool operator==(ItemAttribute const&, ItemAttribute const&) = default;
};

struct Classification {  // BT-158
  std::string code;
  std::string list_id;  // UNTDID 7143
  std::string list_version;
  friend bool operator==(Classification const&, Classification const&) = default;
};

// unstated: the document has no BT-81, only terms or the like.
enum class PaymentMeans { credit_transfer, direct_debit, card, prepaid, other, unstated };

struct PaymentAccount {  // BG-17
  std::string iban;      // BT-84; IBAN, or another national account number when not an IBAN
  std::string bic;       // BT-86
  std::string name;      // BT-85
  friend bool operator==(PaymentAccount const&, PaymentAccount const&) = default;
};

struct VatBreakdown {  // BG-23
  VatCategory vat;     // BT-118..121
  Money taxable;       // BT-116
  Money tax;           // BT-117
  friend bool operator==(VatBreakdown const&, VatBreakdown const&) = default;
};

struct Totals {                         // BG-22
  std::optional<Money> lines;           // BT-106
  std::optional<Money> allowances;      // BT-107
  std::optional<Money> charges;         // BT-108
  std::optional<Money> net;             // BT-109
  std::optional<Money> vat;             // BT-110
  std::optional<Money> vat_accounting;  // BT-111, in vat_currency
  std::optional<Money> gross;           // BT-112
  std::optional<Money> paid;            // BT-113
  std::optional<Money> rounding;        // BT-114
  std::optional<Money> due;             // BT-115
  friend bool operator==(Totals const&, Totals const&) = default;
};

struct PrecedingInvoice {          // BG-3
  std::string number;              // BT-25
  std::optional<Date> issue_date;  // BT-26
  friend bool operator==(PrecedingInvoice const&, PrecedingInvoice const&) = default;
};

struct Delivery {                        // BG-13
  std::optional<Date> date;              // BT-72
  std::string name;                      // BT-70
  std::optional<Identifier> location;    // BT-71
  std::optional<PostalAddress> address;  // BG-15
  friend bool operator==(Delivery const&, Delivery const&) = default;
};

struct Attachment {         // BG-24
  std::string reference;    // BT-122
  std::string description;  // BT-123
  std::string url;          // BT-124
  std::string filename, media_type;
  std::string content;  // BT-125, raw bytes
  friend bool operator==(Attachment const&, Attachment const&) = default;
};

// What the attachment goes by where BT-122 is needed: its reference, else its file, its description
// or the last step of its URL.
inline std::string_view id_of(Attachment const& one) {
  if (!one.reference.empty()) return one.reference;
  if (!one.filename.empty()) return one.filename;
  if (!one.description.empty()) return one.description;
  std::string_view url = one.url;
  while (url.ends_with('/')) url.remove_suffix(1);
  return url.substr(url.rfind('/') + 1);
}

}  // namespace airut::model
