#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/model/boxed.hpp"
#include "formats/model/date.hpp"
#include "formats/model/decimal.hpp"
#include "formats/model/money.hpp"
#include "formats/model/nordic.hpp"
#include "formats/model/reference.hpp"
#include "formats/model/terms.hpp"

// The invoice in the terms of EN 16931-1 (BT and BG numbers in the comments), with what Nordic
// documents carry beyond it. Text is UTF-8, NFC not enforced. A member that is empty or nullopt
// was not given. Amounts are in the document currency unless said otherwise; a credit note's
// amounts are positive, its type says that they reduce (UBL's convention, not Finvoice's).
namespace airut::model {

struct Line {                                   // BG-25
  std::string id;                               // BT-126
  std::string note;                             // BT-127
  std::optional<Identifier> object_id;          // BT-128
  std::string name;                             // BT-153
  std::string description;                      // BT-154
  std::string seller_item_id, buyer_item_id;    // BT-155, BT-156
  std::optional<Identifier> standard_item_id;   // BT-157
  std::vector<Classification> classifications;  // BT-158
  std::string origin_country;                   // BT-159
  std::vector<ItemAttribute> attributes;        // BG-32
  Decimal quantity;                             // BT-129
  std::string unit = "C62";                     // BT-130, UN/ECE Rec 20/21
  Decimal net_price;                            // BT-146
  std::optional<Decimal> price_discount;        // BT-147
  std::optional<Decimal> gross_price;           // BT-148
  std::optional<Decimal> price_base_quantity;   // BT-149
  std::string price_base_unit;                  // BT-150; empty: BT-130
  std::vector<AllowanceCharge> adjustments;     // BG-27, BG-28
  std::optional<Money> net_amount;              // BT-131; always set once complete() ran
  VatCategory vat;                              // BG-30
  std::optional<Period> period;                 // BG-26
  std::string buyer_accounting_reference;       // BT-133
  std::string order_line_reference;             // BT-132
  Boxed<NordicLine> nordic;                     // beyond EN 16931
  friend bool operator==(Line const&, Line const&) = default;
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

enum class InvoiceType { invoice, credit_note, corrected, reminder, payment_request };

// The edition of EN 16931-1 that a document follows; the 2026 edition is urn:cen.eu:en16931:2026.
enum class Edition { en_2017, en_2026 };

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
  Edition edition = Edition::en_2017;
  std::string specification;                 // BT-24, as read; writers know their own
  std::string business_process;              // BT-23
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
  std::vector<Note> notes;                   // BG-1
  std::vector<PrecedingInvoice> preceding;   // BG-3
  Party seller;                              // BG-4
  Party buyer;                               // BG-7
  std::optional<Party> payee;                // BG-10
  std::optional<Party> tax_representative;   // BG-11
  std::optional<Party> payer;                // when another than the buyer pays
  std::optional<Delivery> delivery;          // BG-13
  std::optional<Period> period;              // BG-14
  std::optional<Payment> payment;            // BG-16
  std::vector<Payment> further_payments;     // when means or references differ; EN has one BG-16
  std::vector<AllowanceCharge> adjustments;  // BG-20, BG-21
  std::vector<Line> lines;                   // BG-25
  std::vector<VatBreakdown> vat_breakdown;   // BG-23; always set once complete() ran
  Totals totals;                             // BG-22; always set once complete() ran
  std::vector<Attachment> attachments;       // BG-24
  std::vector<OverdueRow> overdue;           // reminders only
  Boxed<NordicInvoice> nordic;               // beyond EN 16931
  friend bool operator==(Invoice const&, Invoice const&) = default;
};

// Self-billing (UNTDID 1001: 389, 261 credit note, 527): the buyer issued it in the seller's name.
inline bool is_self_billed(Invoice const& invoice) {
  return invoice.type_code == "389" || invoice.type_code == "261" || invoice.type_code == "527";
}

}  // namespace airut::model
