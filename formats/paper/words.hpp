#pragma once

#include <string>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/decimal.hpp"
#include "formats/model/money.hpp"

namespace airut::paper {

// Everything that is printed beside the invoice's own words, in one language.
struct Words {
  std::string_view language;
  bool day_first = false;  // 31.12.2026, not 2026-12-31
  std::string_view invoice, credit_note, corrected, first_reminder, second_reminder,
      collection_order;
  std::string_view number, date, due_date, customer_number, reference, order, contract, period,
      delivery_date, terms, late_interest, preceding;
  std::string_view description, quantity, unit, unit_price, vat, amount, carried_out, carried_in;
  std::string_view lines_sum, allowances, charges, net, vat_sum, gross, paid, rounding, to_pay,
      to_refund;
  std::string_view vat_rate, vat_base, discount, surcharge, page;
  std::string_view payee, account, payment_reference, kid, sum, business_id, vat_id, register_note;
  std::string_view reminder_intro, second_intro, collection_notice, collection_intro, original_sum,
      paid_so_far, open_principal, interest, fee, cost, pay_by, total;
  // Of letters: title of the last one before collection, and sentences; {} is the ground, or whom
  // to write to, {day} the letter's last day to pay. fell_due: the invoice's own due day, past.
  std::string_view collection_warning, ground, interest_runs, objection, letters_before, debtor,
      address_on_invoice, fell_due;
  std::string_view project, item, payment_details, delivery_address, logo, barcode, qr_code,
      scan_to_pay, message, payer, continued, earlier;
  // Where nobody is asked to pay: why, and by what mandate or card.
  std::string_view debited, by_card, prepaid, nothing_to_pay, mandate, creditor_id, debited_account,
      card, card_holder;
  // Below a line.
  std::string_view buyer_item, standard_item, classification, origin, gross_price, order_line,
      accounting, object;
  // Paying in parts, early, or to somebody else.
  std::string_view instalment, form_is_first, cash_discount, transferred;
  // What the law of VAT and EN 16931 name beyond the usual.
  std::string_view buyer_business_id, buyer_vat_id, sales_order, receiving_advice, despatch_advice,
      tender, tax_point, payment_date, self_billing, made_by_buyer, tax_representative;
  std::string_view seller, buyer, trading_name, identifier, e_address, contact, means, other_way,
      attachments;
};

// A member by the name that templates use for it ("due_date"); nullptr when there is none.
std::string_view Words::* word_by_name(std::string_view name);

// fi, sv, nb (also nn and no); anything else is English. country: of the sender; Swedish in Finland
// writes its days as Finnish does.
Words const& words_of(std::string_view language, std::string_view country = {});

std::string day_text(model::Date day, Words const& words);
// Grouped as the language writes it: 1 234,56 or 1,234.56.
std::string sum_text(model::Money const& money, Words const& words);
std::string number_text(model::Decimal const& value, Words const& words, int decimals = 0);
std::string unit_text(std::string_view code, Words const& words);

}  // namespace airut::paper
