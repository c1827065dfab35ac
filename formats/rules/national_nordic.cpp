#include <algorithm>
#include <string>

#include "formats/rules/identifiers.hpp"
#include "formats/rules/national.hpp"

// DK-R, IS-R and SE-R.
namespace airut::rules {

namespace {

using model::Invoice;

constexpr auto danish = table<Scope>({
    {national_missing("DK-R-002", "BT-30", "/invoice/seller/legal_id",
                      "A Danish seller gives its CVR number."),
     [](Scope const& it) { return !it.invoice.seller.legal_id; }},
    {national_value("DK-R-014", "BT-30", "/invoice/seller/legal_id/scheme",
                    "The scheme of a Danish seller's legal id is 0184, not \"{}\"."),
     [](Scope const& it) {
       auto const& id = it.invoice.seller.legal_id;
       return id && id->scheme != "0184";
     },
     [](Scope const& it) { return it.invoice.seller.legal_id->scheme; }},
});

bool has_bare_identifier(model::Party const& party) {
  return std::any_of(party.identifiers.begin(), party.identifiers.end(),
                     [](auto const& one) { return one.scheme.empty(); });
}

std::string_view account_of(model::Payment const& payment) {
  return payment.accounts.empty() ? std::string_view{}
                                  : std::string_view{payment.accounts.front().iban};
}

// Cards of the Danish giro (50) and FIK (93): a two-digit kind, "#", and the payer's number.
bool giro_wrong(model::Payment const& it) {
  std::string_view const id = it.reference;
  auto const kind = id.substr(0, 3);
  auto const account = account_of(it);
  bool const good_account = all_digits(account) && (account.size() == 7 || account.size() == 8);
  return !good_account || (kind != "01#" && kind != "04#" && kind != "15#");
}

bool giro_number_wrong(model::Payment const& it) {
  return (it.reference.starts_with("04#") || it.reference.starts_with("15#")) &&
         it.reference.size() != 19;
}

bool fik_wrong(model::Payment const& it) {
  auto const kind = std::string_view{it.reference}.substr(0, 3);
  return account_of(it).size() != 8 || (kind != "71#" && kind != "73#" && kind != "75#");
}

bool fik_number_wrong(model::Payment const& it) {
  return (it.reference.starts_with("71#") || it.reference.starts_with("75#")) &&
         it.reference.size() != 18 && it.reference.size() != 19;
}

constexpr auto danish_payments = table<Paid>({
    {national_value("DK-R-005", "BT-81", "/invoice/payment/means_code",
                    "Danish sellers do not use the payment means {}."),
     [](Paid const& it) { return !among(it.code, " 1 10 31 42 48 49 50 58 59 93 97 "); },
     [](Paid const& it) { return std::string{it.code}; }},
    {national_missing("DK-R-006", "BT-84", "/invoice/payment/accounts",
                      "A Danish bank transfer needs account and registration number."),
     [](Paid const& it) {
       bool const transfer = it.code == "31" || it.code == "42";
       return transfer &&
              (account_of(it.payment).empty() || it.payment.accounts.front().bic.empty());
     }},
    {national_missing("DK-R-007", "BT-89/BT-91", "/invoice/payment/mandate_id",
                      "A Danish direct debit needs the mandate and the payer's account."),
     [](Paid const& it) {
       return it.code == "49" &&
              (it.payment.mandate_id.empty() || it.payment.debited_account.empty());
     }},
    {national_value("DK-R-008", "BT-83", "/invoice/payment/reference",
                    "A giro payment needs 01#, 04# or 15# before the reference, and an account of "
                    "7 or 8 digits."),
     [](Paid const& it) { return it.code == "50" && giro_wrong(it.payment); }},
    {national_value("DK-R-009", "BT-83", "/invoice/payment/reference",
                    "After 04# or 15# come 16 digits."),
     [](Paid const& it) { return it.code == "50" && giro_number_wrong(it.payment); }},
    {national_value("DK-R-010", "BT-83", "/invoice/payment/reference",
                    "A FIK payment needs 71#, 73# or 75# before the reference, and an account of 8 "
                    "digits."),
     [](Paid const& it) { return it.code == "93" && fik_wrong(it.payment); }},
    {national_value("DK-R-011", "BT-83", "/invoice/payment/reference",
                    "After 71# or 75# come 15 or 16 digits."),
     [](Paid const& it) { return it.code == "93" && fik_number_wrong(it.payment); }},
});

bool unknown_unspsc(model::Line const& line) {
  bool used = false, known = false;
  for (auto const& one : line.classifications) {
    used = used || one.list_id == "TST";
    known = known || among(one.list_version, " 19.05.01 19.0501 26.08.01 26.0801 ");
  }
  return used && !known;
}

// A Danish tax other than VAT: its four digits, or a text with "#" inside.
bool tax_unnamed(model::AllowanceCharge const& it) {
  if (it.reason_code != "ZZZ") return false;
  std::string_view const text = it.reason;
  bool const digits = text.size() == 4 && all_digits(text);
  bool const named = text.find('#') != text.npos && text.front() != '#' && text.back() != '#';
  return !digits && !named;
}

bool any_adjustment(Invoice const& invoice, bool (*broken)(model::AllowanceCharge const&)) {
  auto const any = [&](auto const& list) { return std::any_of(list.begin(), list.end(), broken); };
  return any(invoice.adjustments) ||
         std::any_of(invoice.lines.begin(), invoice.lines.end(),
                     [&](auto const& line) { return any(line.adjustments); });
}

constexpr auto within_denmark = table<Scope>({
    {national_value("DK-R-016", "BT-115", "/invoice/totals/due",
                    "A Danish credit note has no negative total: {}."),
     [](Scope const& it) {
       return is_credit(it) && it.invoice.totals.due && it.invoice.totals.due->is_negative();
     },
     [](Scope const& it) { return it.invoice.totals.due->text(); }},
    {national_missing("DK-R-013", "BT-29-1/BT-46-1", "/invoice/seller/identifiers",
                      "In Denmark an identifier of a party needs its scheme."),
     [](Scope const& it) {
       return has_bare_identifier(it.invoice.seller) || has_bare_identifier(it.invoice.buyer);
     }},
    {national_value("DK-R-017", "BT-47", "/invoice/buyer/legal_id/scheme",
                    "The scheme of a Danish buyer's legal id is 0184, not \"{}\"."),
     [](Scope const& it) {
       auto const& id = it.invoice.buyer.legal_id;
       return id && id->scheme != "0184";
     },
     [](Scope const& it) { return it.invoice.buyer.legal_id->scheme; }},
    {national_value("DK-R-003", "BT-158", "/invoice/lines",
                    "UNSPSC (TST) is used in the version 19.05.01 or 26.08.01."),
     [](Scope const& it) {
       return std::any_of(it.invoice.lines.begin(), it.invoice.lines.end(), unknown_unspsc);
     }},
    {national_value("DK-R-004", "BT-97/BT-104", "/invoice/adjustments",
                    "A tax other than VAT (ZZZ) names its four-digit category, or a text with # "
                    "inside."),
     [](Scope const& it) { return any_adjustment(it.invoice, tax_unnamed); }},
});

// The final day for payment, which Icelandic claims carry as a supporting document.
model::Attachment const* final_day(Invoice const& it) {
  auto const found = std::find_if(it.attachments.begin(), it.attachments.end(),
                                  [](auto const& one) { return one.description == "EINDAGI"; });
  return found == it.attachments.end() ? nullptr : &*found;
}

bool has_icelandic_id(model::Party const& it) {
  return it.legal_id && it.legal_id->scheme == "0196";
}

bool has_street_and_code(model::Party const& it) {
  return !it.address.line1.empty() && !it.address.postal_code.empty();
}

template <std::size_t size>
bool account_not_of_12(Scope const& it, char const (&means)[size]) {
  return any_payment(it.invoice, [&](auto const& payment, auto code) {
    return code == means && account_of(payment).size() != 12;
  });
}

constexpr auto icelandic = table<Scope>({
    {national_missing("IS-R-002", "BT-30", "/invoice/seller/legal_id",
                      "An Icelandic seller gives its kennitala (scheme 0196)."),
     [](Scope const& it) { return !has_icelandic_id(it.invoice.seller); }},
    {national_missing("IS-R-003", "BT-35/BT-38", "/invoice/seller/address",
                      "An Icelandic seller gives street and post code."),
     [](Scope const& it) { return !has_street_and_code(it.invoice.seller); }},
    {national_value("IS-R-006", "BT-84", "/invoice/payment/accounts",
                    "An Icelandic claim (means 9) needs an account of 12 digits."),
     [](Scope const& it) { return account_not_of_12(it, "9"); }},
    {national_value("IS-R-007", "BT-84", "/invoice/payment/accounts",
                    "An Icelandic transfer (means 42) needs an account of 12 digits."),
     [](Scope const& it) { return account_not_of_12(it, "42"); }},
    {national_value("IS-R-008", "BT-122", "/invoice/attachments",
                    "The final day of payment (EINDAGI) is a day, YYYY-MM-DD."),
     [](Scope const& it) {
       auto const* day = final_day(it.invoice);
       return day != nullptr && !model::parse_date(day->reference);
     }},
    {national_missing("IS-R-009", "BT-9", "/invoice/due_date",
                      "A final day of payment (EINDAGI) needs a due date."),
     [](Scope const& it) { return final_day(it.invoice) != nullptr && !it.invoice.due_date; }},
    {national_value("IS-R-010", "BT-122", "/invoice/attachments",
                    "The final day of payment (EINDAGI) is not before the due date."),
     [](Scope const& it) {
       auto const* one = final_day(it.invoice);
       auto const day = one == nullptr ? std::nullopt : model::parse_date(one->reference);
       return day && it.invoice.due_date && *day < *it.invoice.due_date;
     }},
});

constexpr auto within_iceland = table<Scope>({
    {national_missing("IS-R-004", "BT-47", "/invoice/buyer/legal_id",
                      "An Icelandic buyer is named by kennitala (scheme 0196)."),
     [](Scope const& it) { return !has_icelandic_id(it.invoice.buyer); }},
    {national_missing("IS-R-005", "BT-50/BT-53", "/invoice/buyer/address",
                      "An Icelandic buyer's address has street and post code."),
     [](Scope const& it) { return !has_street_and_code(it.invoice.buyer); }},
});

bool swedish_vat(Scope const& it) { return it.invoice.seller.vat_id.starts_with("SE"); }

bool approved_for_f_tax(std::string_view text) {
  return text == "Godkänd för F-skatt" || text == "GODKÄND FÖR F-SKATT" ||
         text == "godkänd för f-skatt";
}

bool swedish_rate(model::VatCategory const& vat) {
  if (vat.code != "S") return true;
  auto const rate = vat.rate.value_or(model::Decimal{});
  return rate == model::Decimal{25, 0} || rate == model::Decimal{12, 0} ||
         rate == model::Decimal{6, 0};
}

bool other_rates(Invoice const& it) {
  auto const any = [](auto const& list) {
    return std::any_of(list.begin(), list.end(),
                       [](auto const& one) { return !swedish_rate(one.vat); });
  };
  return any(it.lines) || any(it.adjustments) || any(it.vat_breakdown);
}

std::string seller_legal_id(Scope const& it) { return it.invoice.seller.legal_id->value; }

constexpr auto swedish = table<Scope>({
    {national_value("SE-R-001", "BT-31", "/invoice/seller/vat_id",
                    "The Swedish VAT id \"{}\" has not 14 characters."),
     [](Scope const& it) { return swedish_vat(it) && it.invoice.seller.vat_id.size() != 14; },
     [](Scope const& it) { return it.invoice.seller.vat_id; }},
    {national_value("SE-R-002", "BT-31", "/invoice/seller/vat_id",
                    "The Swedish VAT id \"{}\" is not SE and digits."),
     [](Scope const& it) {
       return swedish_vat(it) &&
              !all_digits(std::string_view{it.invoice.seller.vat_id}.substr(2, 12));
     },
     [](Scope const& it) { return it.invoice.seller.vat_id; }},
    {national_value("SE-R-003", "BT-30", "/invoice/seller/legal_id/value",
                    "The Swedish organisation number \"{}\" has other characters than digits."),
     [](Scope const& it) {
       auto const& id = it.invoice.seller.legal_id;
       return id && !all_digits(id->value);
     },
     seller_legal_id},
    {national_value("SE-R-004", "BT-30", "/invoice/seller/legal_id/value",
                    "The Swedish organisation number \"{}\" has not ten digits."),
     [](Scope const& it) {
       auto const& id = it.invoice.seller.legal_id;
       return id && id->value.size() != 10;
     },
     seller_legal_id},
    {national_value("SE-R-013", "BT-30", "/invoice/seller/legal_id/value",
                    "\"{}\" is not a Swedish organisation number."),
     [](Scope const& it) {
       auto const& id = it.invoice.seller.legal_id;
       return id && !is_organisation_se(id->value);
     },
     seller_legal_id},
    {national_value("SE-R-005", "BT-32", "/invoice/seller/tax_registration_id",
                    "A Swedish tax registration says \"Godkänd för F-skatt\", not \"{}\"."),
     [](Scope const& it) {
       auto const& text = it.invoice.seller.tax_registration_id;
       return it.invoice.seller.legal_id && !text.empty() && !approved_for_f_tax(text);
     },
     [](Scope const& it) { return it.invoice.seller.tax_registration_id; }},
    {national_value("SE-R-006", "BT-152", "/invoice/lines",
                    "Standard VAT rates in Sweden are 25, 12 and 6 percent."),
     [](Scope const& it) { return swedish_vat(it) && other_rates(it.invoice); }},
});

bool buyer_in(Scope const& it, std::string_view country) {
  return it.invoice.buyer.address.country == country;
}

}  // namespace

void check_denmark(Scope const& scope, Report& out) {
  run(danish, scope, {}, out);
  if (!buyer_in(scope, "DK")) return;
  run(within_denmark, scope, {}, out);
  if (is_credit(scope)) return;
  each_payment(scope.invoice, [&](auto const& payment, auto code) {
    run(danish_payments, Paid{payment, code}, {}, out);
  });
}

void check_iceland(Scope const& scope, Report& out) {
  run(icelandic, scope, {}, out);
  if (buyer_in(scope, "IS")) run(within_iceland, scope, {}, out);
}

void check_sweden(Scope const& scope, Report& out) { run(swedish, scope, {}, out); }

}  // namespace airut::rules
