#include "formats/binding/cii_paths.hpp"
#include "formats/binding/sheet.hpp"

// What elements of CII together must not say (CII-SR, CII-DT, and the BR about schemes).
namespace airut::binding {

namespace {

using xml::Element;

bool is_cii_charge(Element it) {
  auto const indicator = it.child("ChargeIndicator").child("Indicator").peek();
  return indicator == "true" || indicator == "1";
}

bool is_cii_vat(Element tax) {
  auto const type = tax.child("TypeCode").peek();
  return type == "VAT" || type == "vat" || type == "Vat";
}

bool has_cii_vat_category(Element it, std::string_view name) {
  for (auto one = it.child(name); one; one = one.next_sibling(name))
    if (is_cii_vat(one) && one.child("CategoryCode")) return true;
  return false;
}

// More than one different text among the elements of a path.
bool texts_differ_at(Element from, std::string_view path) {
  std::string_view first;
  bool found = false, differ = false;
  each(Step{nullptr, from}, path, [&](Step const& one) {
    auto const text = one.element.peek();
    if (!found) first = text;
    differ = differ || (found && text != first);
    found = true;
  });
  return differ;
}

bool cii_transfer_without_account(Element it) {
  auto const code = it.child("TypeCode").peek();
  if (code != "30" && code != "58") return false;
  auto const account = it.child("PayeePartyCreditorFinancialAccount");
  return !account.child("IBANID") && !account.child("ProprietaryID");
}

bool is_taxed(std::string_view category) {
  return category == "S" || category == "Z" || category == "E" || category == "AE" ||
         category == "L" || category == "M";
}

// Whether the only registrations of the party are of a kind that EN 16931 does not know.
bool registered_elsewhere(Element it) {
  bool any = false, known = false;
  constexpr std::string_view name = "SpecifiedTaxRegistration";
  for (auto one = it.child(name); one; one = one.next_sibling(name)) {
    auto const scheme = one.child("ID").attribute_view("schemeID").value_or("");
    any = true;
    known = known || scheme == "VA" || scheme == "FC";
  }
  return any && !known;
}

bool taxed_without_registration(Element root) {
  if (!registered_elsewhere(find(root, at::seller))) return false;
  bool taxed = false;
  each(Step{nullptr, root}, at::line_category,
       [&](Step const& one) { taxed = taxed || is_taxed(one.element.peek()); });
  return taxed;
}

bool address_without_scheme(Element it, std::string_view party) {
  auto const address = it.child(party).child("URIUniversalCommunication");
  return address && address.child("URIID").attribute_view("schemeID").value_or("").empty();
}

int cii_totals_in_currency(Element it) {
  auto const currency = it.child("InvoiceCurrencyCode").peek();
  int number = 0;
  each(Step{nullptr, it}, "SpecifiedTradeSettlementHeaderMonetarySummation/TaxTotalAmount",
       [&](Step const& one) {
         number += one.element.attribute_view("currencyID").value_or("") == currency ? 1 : 0;
       });
  return number;
}

bool total_in_no_currency(Element it) {
  auto const total =
      it.child("SpecifiedTradeSettlementHeaderMonetarySummation").child("TaxTotalAmount");
  return total && !total.attribute_view("currencyID");
}

bool cii_file_of_unknown_type(Element it) {
  auto const type = it.child("AttachmentBinaryObject").attribute_view("mimeCode");
  return type && !rules::CodeLists::shipped().has_for_good(rules::CodeList::mime, *type);
}

bool day_without_format(Element it) {
  auto const text = it.child("IssueDateTime").child("DateTimeString");
  return text.attribute_view("format").value_or("") != "102";
}

bool accounts_in_own_currency(Element it) {
  auto const accounting = it.child("TaxCurrencyCode");
  return accounting && it.child("SpecifiedTradeSettlementHeaderMonetarySummation") &&
         accounting.peek() == it.child("InvoiceCurrencyCode").peek();
}

constexpr Wrong cii_document_values[] = {
    {"BR-03", "BT-2", at::document, "The issue date must have the format 102.", day_without_format},
    {"BR-S-02", "BT-31/BT-32", "",
     "The scheme of a tax registration is VA (VAT id) or FC (another one).",
     taxed_without_registration},
    {"BR-CL-24", "BT-125", at::supporting_document, "Receivers take no such mimeCode.",
     cii_file_of_unknown_type},
    {"BR-62", "BT-34", at::agreement, "The seller's electronic address needs its scheme.",
     [](Element it) { return address_without_scheme(it, "SellerTradeParty"); }},
    {"BR-63", "BT-49", at::agreement, "The buyer's electronic address needs its scheme.",
     [](Element it) { return address_without_scheme(it, "BuyerTradeParty"); }},
};

constexpr Wrong cii_money_values[] = {
    {"BR-CO-15", "BT-110", at::settlement,
     "One TaxTotalAmount in the document's currency is needed.",
     [](Element it) { return cii_totals_in_currency(it) > 1 || total_in_no_currency(it); }},
    {"BR-53", "BT-6", at::settlement,
     "CII takes no accounting currency that is the invoice's own; leave it out.",
     accounts_in_own_currency, Set::norm, "vat-currency-same"},
    {"CII-SR-462", "BT-8", at::settlement, "The rows give different VAT points.",
     [](Element it) { return texts_differ_at(it, "ApplicableTradeTax/DueDateTypeCode"); }},
    {"CII-SR-467", "BT-81", at::settlement, "The document gives different payment means.",
     [](Element it) {
       return texts_differ_at(it, "SpecifiedTradeSettlementPaymentMeans/TypeCode");
     }},
    {"CII-SR-468", "BT-82", at::settlement, "The document describes its payment means differently.",
     [](Element it) {
       return texts_differ_at(it, "SpecifiedTradeSettlementPaymentMeans/Information");
     }},
    {"CII-SR-470", "BT-84", at::means, "A credit transfer needs an account.",
     cii_transfer_without_account},
    {"BR-51", "BT-87", at::means, "Of a card number only the last digits may be given.",
     [](Element it) {
       return it.child("ApplicableTradeSettlementFinancialCard").child("ID").peek().size() > 10;
     }},
    {"BR-47", "BT-118", at::breakdown, "The row needs a category of the type VAT.",
     [](Element it) { return !is_cii_vat(it) || !it.child("CategoryCode"); }},
    {"BR-31", "BT-92", at::adjustment, "An allowance needs its amount.",
     [](Element it) { return !is_cii_charge(it) && !it.child("ActualAmount"); }},
    {"BR-36", "BT-99", at::adjustment, "A charge needs its amount.",
     [](Element it) { return is_cii_charge(it) && !it.child("ActualAmount"); }},
    {"BR-32", "BT-95", at::adjustment, "An allowance needs a category of the type VAT.",
     [](Element it) {
       return !is_cii_charge(it) && !has_cii_vat_category(it, "CategoryTradeTax");
     }},
    {"BR-37", "BT-102", at::adjustment, "A charge needs a category of the type VAT.",
     [](Element it) { return is_cii_charge(it) && !has_cii_vat_category(it, "CategoryTradeTax"); }},
    {"BR-CO-04", "BT-151", at::line, "The line needs a category of the type VAT.",
     [](Element it) {
       return !has_cii_vat_category(it.child("SpecifiedLineTradeSettlement"), "ApplicableTradeTax");
     }},
};

}  // namespace

void check_cii_values(Step const& root, Sheet& sheet) {
  run(cii_document_values, root, sheet);
  run(cii_money_values, root, sheet);
}

}  // namespace airut::binding
