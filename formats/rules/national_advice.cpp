#include <algorithm>
#include <string>

#include "formats/model/party_id.hpp"
#include "formats/rules/identifiers.hpp"
#include "formats/rules/national.hpp"

// What the national rules inside Peppol only warn of: DE-R, GR-S, IS-R and SE-R.
namespace airut::rules {

namespace {

using model::Payment;

std::string without_white_space(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
  return text;
}

bool iban_wrong(std::string const& account) {
  return !model::is_iban(without_white_space(account));
}

bool phone_wrong(std::string_view phone) {
  return std::count_if(phone.begin(), phone.end(), [](char c) { return c >= '0' && c <= '9'; }) < 3;
}

// One @ with something before it, and behind it names with dots between them.
bool email_wrong(std::string_view text) {
  if (text.find_first_of(" \t\n\r") != text.npos) return true;
  auto const at = text.find('@');
  if (at == text.npos || at == 0 || text.find('@', at + 1) != text.npos) return true;
  auto const host = text.substr(at + 1);
  return host.find('.') == host.npos || host.starts_with('.') || host.ends_with('.') ||
         host.find("..") != host.npos;
}

// RFC 3986 section 3.1, of two characters at least.
bool url_wrong(std::string_view url) {
  auto const scheme = url.substr(0, url.find(':'));
  if (scheme.size() == url.size() || scheme.size() < 2) return true;
  auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !letter(scheme.front()) || !std::all_of(scheme.begin(), scheme.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-';
  });
}

constexpr auto german = table<Scope>({
    {national_advice("DE-R-017", "BT-3", "/invoice/type_code",
                     "Within Germany a document is of type 326, 380, 381, 384, 389, 875, 876 or "
                     "877, not {}."),
     [](Scope const& it) {
       return !among(model::type_code_of(it.invoice), " 326 380 384 389 381 875 876 877 ");
     },
     type_code},
    {national_advice("DE-R-019", "BT-84", "/invoice/payment/accounts",
                     "Within Germany a SEPA transfer (58) goes to an IBAN."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const& payment, auto code) {
         return code == "58" && !payment.accounts.empty() &&
                iban_wrong(payment.accounts.front().iban);
       });
     }},
    {national_advice("DE-R-020", "BT-91", "/invoice/payment/debited_account",
                     "Within Germany a SEPA direct debit (59) is drawn from an IBAN."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const& payment, auto code) {
         return code == "59" && iban_wrong(payment.debited_account);
       });
     }},
    {national_advice("DE-R-026", "BG-3", "/invoice/preceding",
                     "Within Germany a corrected invoice (384) names the invoice it corrects."),
     [](Scope const& it) {
       return model::type_code_of(it.invoice) == "384" && it.invoice.preceding.empty();
     }},
    {national_advice("DE-R-027", "BT-42", "/invoice/seller/contact/phone",
                     "\"{}\" is no telephone number: it has less than three digits."),
     [](Scope const& it) {
       auto const& contact = it.invoice.seller.contact;
       return contact != model::Contact{} && phone_wrong(contact.phone);
     },
     [](Scope const& it) { return it.invoice.seller.contact.phone; }},
    {national_advice("DE-R-028", "BT-43", "/invoice/seller/contact/email",
                     "\"{}\" is no e-mail address."),
     [](Scope const& it) {
       auto const& contact = it.invoice.seller.contact;
       return contact != model::Contact{} && email_wrong(contact.email);
     },
     [](Scope const& it) { return it.invoice.seller.contact.email; }},
    {national_advice("DE-R-T02", "BT-124", "/invoice/attachments",
                     "The address of a document elsewhere is an absolute URL."),
     [](Scope const& it) {
       auto const& all = it.invoice.attachments;
       return std::any_of(all.begin(), all.end(),
                          [](auto const& one) { return !one.url.empty() && url_wrong(one.url); });
     }},
});

constexpr auto greek_advice = table<Scope>({
    {national_advice("GR-S-011", "BT-31", "/invoice/seller/vat_id",
                     "A Greek seller gives a VAT id: EL and a tax number."),
     [](Scope const& it) {
       return !is_greek_vat(std::string_view{it.invoice.seller.vat_id}.substr(0, 11));
     }},
});

constexpr auto advice_in_greece = table<Scope>({
    {national_advice("GR-S-008-1", "BT-122", "/invoice/attachments",
                     "A Greek invoice carries one web address (##INVOICE|URL##)."),
     [](Scope const& it) {
       auto const& all = it.invoice.attachments;
       return std::count_if(all.begin(), all.end(), [](auto const& one) {
                return one.description == "##INVOICE|URL##";
              }) != 1;
     }},
});

constexpr auto icelandic_advice = table<Scope>({
    {national_advice("IS-R-001", "BT-3", "/invoice/type_code",
                     "An Icelandic seller sends invoices (380) and credit notes (381), not {}."),
     [](Scope const& it) { return !among(model::type_code_of(it.invoice), " 380 381 "); },
     type_code},
});

std::string account_paid(Paid const& it) {
  return it.payment.accounts.empty() ? std::string{} : it.payment.accounts.front().iban;
}

// A transfer to an account of the giro that the place of the BIC names.
bool goes_to(Paid const& it, std::string_view giro) {
  return it.code == "30" && !it.payment.accounts.empty() && it.payment.accounts.front().bic == giro;
}

constexpr std::string_view plusgiro = "SE:PLUSGIRO", bankgiro = "SE:BANKGIRO";
constexpr std::string_view at_account = "/invoice/payment/accounts";
constexpr std::string_view at_means = "/invoice/payment/means_code";

bool longer_or_shorter(Paid const& it, std::size_t least, std::size_t most) {
  auto const size = account_paid(it).size();
  return size < least || size > most;
}

constexpr auto swedish_advice = table<Paid>({
    {national_advice("SE-R-007", "BT-84", at_account, "The plusgiro account \"{}\" is digits."),
     [](Paid const& it) { return goes_to(it, plusgiro) && !all_digits(account_paid(it)); },
     account_paid},
    {national_advice("SE-R-008", "BT-84", at_account, "The bankgiro account \"{}\" is digits."),
     [](Paid const& it) { return goes_to(it, bankgiro) && !all_digits(account_paid(it)); },
     account_paid},
    {national_advice("SE-R-009", "BT-84", at_account,
                     "A bankgiro account has seven or eight digits, not \"{}\"."),
     [](Paid const& it) { return goes_to(it, bankgiro) && longer_or_shorter(it, 7, 8); },
     account_paid},
    {national_advice("SE-R-010", "BT-84", at_account,
                     "A plusgiro account has two to eight digits, not \"{}\"."),
     [](Paid const& it) { return goes_to(it, plusgiro) && longer_or_shorter(it, 2, 8); },
     account_paid},
    {national_advice("SE-R-011", "BT-81", at_means,
                     "Bankgiro and plusgiro are means 30 with SE:BANKGIRO or SE:PLUSGIRO."),
     [](Paid const& it) { return it.code == "50" || it.code == "56"; }},
});

constexpr auto within_sweden = table<Paid>({
    {national_advice("SE-R-012", "BT-81", at_means,
                     "Within Sweden a credit transfer has the means 30."),
     [](Paid const& it) { return it.code == "31"; }},
});

}  // namespace

void advise_nationally(Scope const& scope, Report& out) {
  auto const& seller = scope.invoice.seller.address.country;
  auto const& buyer = scope.invoice.buyer.address.country;
  if (seller == "DE" && buyer == "DE") run(german, scope, {}, out);
  if (seller == "IS") run(icelandic_advice, scope, {}, out);
  if (scope.seller_country == "GR" || scope.seller_country == "EL")
    run(greek_advice, scope, {}, out);
  if (seller == "GR" && (scope.seller_country == "GR" || scope.seller_country == "EL"))
    run(advice_in_greece, scope, {}, out);
  if (seller != "SE") return;
  each_payment(scope.invoice, [&](auto const& payment, auto code) {
    run(swedish_advice, Paid{payment, code}, {}, out);
    if (buyer == "SE") run(within_sweden, Paid{payment, code}, {}, out);
  });
}

}  // namespace airut::rules
