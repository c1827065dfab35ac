#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/decimal.hpp"
#include "formats/model/money.hpp"
#include "formats/model/reference.hpp"

// The invoice in the terms of EN 16931-1 (BT and BG numbers in the comments), with what Nordic
// documents carry beyond it. Text is UTF-8, NFC not enforced. A member that is empty or nullopt
// was not given. Amounts are in the document currency unless said otherwise; a credit note's
// amounts are positive, its type says that they reduce (UBL's convention, not Finvoice's).
namespace airut::model {

struct Identifier {
  std::string value;
  std::string scheme;  // ISO 6523 ICD or EAS code: 0216, 0192, 0088; empty when none
  friend bool operator==(Identifier const&, Identifier const&) = default;
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
  std::string name;                              // BT-27 / BT-44
  std::string trading_name;                      // BT-28 / BT-45
  PartyType type = PartyType::unknown;           // decides channels and reminder law
  std::vector<Identifier> identifiers;           // BT-29 / BT-46
  std::optional<Identifier> legal_id;            // BT-30 / BT-47
  std::string vat_id;                            // BT-31 / BT-48
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
  std::string exemption_code;    // BT-121
  std::string exemption_reason;  // BT-120
  friend bool operator==(VatCategory const&, VatCategory const&) = default;
};

struct AllowanceCharge {  // BG-20, BG-21, BG-27, BG-28
  bool is_charge = false;
  Money amount;
  std::optional<Money> base_amount;
  std::optional<Decimal> percent;
  std::string reason, reason_code;
  VatCategory vat;  // document level only
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

struct Line {                                  // BG-25
  std::string id;                              // BT-126
  std::string note;                            // BT-127
  std::optional<Identifier> object_id;         // BT-128
  std::string name;                            // BT-153
  std::string description;                     // BT-154
  std::string seller_item_id, buyer_item_id;   // BT-155, BT-156
  std::optional<Identifier> standard_item_id;  // BT-157
  std::string origin_country;                  // BT-159
  std::vector<ItemAttribute> attributes;       // BG-32
  Decimal quantity;                            // BT-129
  std::string unit = "C62";                    // BT-130, UN/ECE Rec 20/21
  Decimal net_price;                           // BT-146
  std::optional<Decimal> price_discount;       // BT-147
  std::optional<Decimal> gross_price;          // BT-148
  std::optional<Decimal> price_base_quantity;  // BT-149
  std::vector<AllowanceCharge> adjustments;    // BG-27, BG-28
  std::optional<Money> net_amount;             // BT-131; always set once complete() ran
  VatCategory vat;                             // BG-30
  std::optional<Period> period;                // BG-26
  std::string buyer_accounting_reference;      // BT-133
  std::string order_line_reference;            // BT-132
  friend bool operator==(Line const&, Line const&) = default;
};

enum class PaymentMeans { credit_transfer, direct_debit, card, prepaid, other };

struct PaymentAccount {  // BG-17
  std::string iban;      // BT-84; IBAN, or another national account number when not an IBAN
  std::string bic;       // BT-86
  std::string name;      // BT-85
  friend bool operator==(PaymentAccount const&, PaymentAccount const&) = default;
};

struct Payment {                                       // BG-16
  PaymentMeans means = PaymentMeans::credit_transfer;  // BT-81
  std::string means_code;                // UNCL4461 as read (30, 58, 59 ...); empty: by means
  std::string means_text;                // BT-82
  std::vector<PaymentAccount> accounts;  // BG-17
  // BT-83. kind without value: the gateway makes one from the client's series.
  std::optional<ReferenceKind> reference_kind;
  std::string reference;
  std::string mandate_id;                        // BT-89
  std::string creditor_id;                       // BT-90
  std::string debited_account;                   // BT-91
  std::string card_number, card_holder;          // BG-18
  std::string terms_text;                        // BT-20
  std::optional<Decimal> late_interest_percent;  // per year
  friend bool operator==(Payment const&, Payment const&) = default;
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

enum class InvoiceType { invoice, credit_note, corrected, reminder, payment_request };

struct PrecedingInvoice {  // BG-3
  std::string number;
  std::optional<Date> issue_date;
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

// One overdue invoice on a reminder (Finvoice RowOverDuePaymentDetails).
struct OverdueRow {
  std::string invoice_number;
  std::optional<Date> issue_date, due_date;
  Money original, paid, open;  // principal
  Money interest, reminder_fee;
  std::optional<Decimal> interest_percent;
  std::optional<Date> interest_from, interest_until;
  int reminder_round = 0;  // 1 first, 2 second
  std::string reference;
  friend bool operator==(OverdueRow const&, OverdueRow const&) = default;
};

struct Invoice {
  InvoiceType type = InvoiceType::invoice;   // BT-3
  std::string type_code;                     // UNTDID 1001 as read; empty: by type
  std::string number;                        // BT-1
  Date issue_date{};                         // BT-2
  std::optional<Date> due_date;              // BT-9
  std::optional<Date> tax_point_date;        // BT-7
  std::string tax_point_code;                // BT-8
  Currency currency;                         // BT-5
  std::optional<Currency> vat_currency;      // BT-6
  std::string buyer_reference;               // BT-10
  std::string project;                       // BT-11
  std::string contract;                      // BT-12
  std::string purchase_order;                // BT-13
  std::string sales_order;                   // BT-14
  std::string receiving_advice;              // BT-15
  std::string despatch_advice;               // BT-16
  std::string tender;                        // BT-17
  std::optional<Identifier> object_id;       // BT-18
  std::string buyer_accounting_reference;    // BT-19
  std::vector<std::string> notes;            // BG-1
  std::vector<PrecedingInvoice> preceding;   // BG-3
  Party seller;                              // BG-4
  Party buyer;                               // BG-7
  std::optional<Party> payee;                // BG-10
  std::optional<Party> tax_representative;   // BG-11
  std::optional<Party> payer;                // when another than the buyer pays
  std::optional<Delivery> delivery;          // BG-13
  std::optional<Period> period;              // BG-14
  std::optional<Payment> payment;            // BG-16
  std::vector<AllowanceCharge> adjustments;  // BG-20, BG-21
  std::vector<Line> lines;                   // BG-25
  std::vector<VatBreakdown> vat_breakdown;   // BG-23; always set once complete() ran
  Totals totals;                             // BG-22; always set once complete() ran
  std::vector<Attachment> attachments;       // BG-24
  std::vector<OverdueRow> overdue;           // reminders only
  friend bool operator==(Invoice const&, Invoice const&) = default;
};

}  // namespace airut::model
