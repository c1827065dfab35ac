#include "formats/binding/sheet.hpp"
#include "formats/binding/ubl_paths.hpp"
#include "formats/model/untdid.hpp"

// What elements of UBL together must not say (UBL-SR, UBL-DT, PEPPOL-EN16931-R about the XML).
namespace airut::binding {

namespace {

using xml::Element;

bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if ((a[i] >= 'a' && a[i] <= 'z' ? a[i] - 'a' + 'A' : a[i]) != b[i]) return false;
  return true;
}

bool is_ubl_vat(Element it) { return same_word(it.child("TaxScheme").child("ID").peek(), "VAT"); }

// Calls take(element) for the children of the name.
template <class Take>
void each_child(Element of, std::string_view name, Take const& take) {
  for (auto one = of.child(name); one; one = one.next_sibling(name)) take(one);
}

template <class Fits>
int count_children(Element of, std::string_view name, Fits const& fits) {
  int number = 0;
  each_child(of, name, [&](Element one) { number += fits(one) ? 1 : 0; });
  return number;
}

// Whether a category of VAT with its code stands below.
bool has_ubl_vat_category(Element it, std::string_view name) {
  return count_children(it, name, [](Element one) {
           return is_ubl_vat(one) && !one.child("ID").peek().empty();
         }) > 0;
}

bool lacks_ubl_vat_category(Element it) { return !has_ubl_vat_category(it, "TaxCategory"); }

bool is_ubl_charge(Element it) {
  auto const indicator = it.child("ChargeIndicator").peek();
  return indicator == "true" || indicator == "1";
}

int vat_registrations(Element party, bool of_vat) {
  return count_children(party, "PartyTaxScheme", [&](Element one) {
    return one.child("CompanyID") && one.child("TaxScheme").child("ID") &&
           is_ubl_vat(one) == of_vat;
  });
}

bool incomplete_scheme(Element it) {
  return !it.child("CompanyID") || !it.child("TaxScheme").child("ID");
}

// More than one different text among the elements of a path.
bool texts_differ_below(Element root, std::string_view parent, std::string_view name) {
  std::string_view first;
  bool found = false, differ = false;
  each_child(root, parent, [&](Element one) {
    each_child(one, name, [&](Element value) {
      if (!found) first = value.peek();
      differ = differ || (found && value.peek() != first);
      found = true;
    });
  });
  return differ;
}

bool ubl_transfer_without_account(Element it) {
  auto const code = it.child("PaymentMeansCode").peek();
  return (code == "30" || code == "58") && !it.child("PayeeFinancialAccount").child("ID");
}

bool account_without_id(Element it) {
  auto const code = it.child("PaymentMeansCode").peek();
  auto const account = it.child("PayeeFinancialAccount");
  return (code == "30" || code == "58") && account && account.child("ID").peek().empty();
}

bool lacks_amount(Element it, bool charge) {
  return is_ubl_charge(it) == charge && it.child("ChargeIndicator") && !it.child("Amount");
}

bool is_130(Element it) { return it.child("DocumentTypeCode").peek() == "130"; }

bool reference_kind_refused(Element it) {
  auto const type = it.child("DocumentTypeCode");
  if (type.peek() == "130" || type.peek() == "50") return false;
  return type || it.child("ID").attribute_view("schemeID").has_value();
}

bool file_lacks(Element it, std::string_view attribute) {
  auto const file = it.child("Attachment").child("EmbeddedDocumentBinaryObject");
  return file && !file.attribute_view(attribute);
}

bool ubl_file_of_unknown_type(Element it) {
  auto const file = it.child("Attachment").child("EmbeddedDocumentBinaryObject");
  auto const type = file.attribute_view("mimeCode");
  return type && !rules::CodeLists::shipped().has_for_good(rules::CodeList::mime, *type);
}

int named_means(Element root) {
  return count_children(root, "PaymentMeans", [](Element one) {
    return one.child("PaymentMeansCode").attribute_view("name").has_value();
  });
}

int tax_totals(Element root, bool with_breakdown) {
  return count_children(root, "TaxTotal", [&](Element one) {
    return static_cast<bool>(one.child("TaxSubtotal")) == with_breakdown;
  });
}

int ubl_totals_in_currency(Element root) {
  auto const currency = root.child("DocumentCurrencyCode").peek();
  return count_children(root, "TaxTotal", [&](Element one) {
    auto const amount = one.child("TaxAmount");
    return amount && amount.attribute_view("currencyID").value_or("") == currency;
  });
}

bool is_price_charge(Element it) {
  auto const discount = it.child("Price").child("AllowanceCharge");
  return discount && discount.child("ChargeIndicator").peek() != "false";
}

bool indicator_is_number(Element it) {
  auto const indicator = it.child("ChargeIndicator").peek();
  return indicator != "true" && indicator != "false";
}

bool line_object_of_another_kind(Element it) {
  auto const reference = it.child("DocumentReference");
  return reference && reference.child("DocumentTypeCode").peek() != "130";
}

bool is_credit_in_invoice(Element it) {
  auto const code = it.child("InvoiceTypeCode").peek();
  auto const& lists = rules::CodeLists::shipped();
  return model::is_credit_code(code) && !lists.has_for_good(rules::CodeList::document_type, code);
}

bool is_credit_in_peppol_invoice(Element it) {
  auto const code = it.child("InvoiceTypeCode").peek();
  auto const& lists = rules::CodeLists::shipped();
  return model::is_credit_code(code) &&
         !lists.has_for_good(rules::CodeList::peppol_invoice_type, code);
}

constexpr Wrong ubl_document_values[] = {
    {"BR-CL-01", "BT-3", "", "A document of this type is a CreditNote, not an Invoice.",
     is_credit_in_invoice},
    {"PEPPOL-EN16931-P0100", "BT-3", "",
     "A document of this type is a CreditNote in Peppol, not an Invoice.",
     is_credit_in_peppol_invoice, Set::peppol},
    {"UBL-SR-04", "BT-18", "", "Only one AdditionalDocumentReference may have the type 130.",
     [](Element it) { return count_children(it, "AdditionalDocumentReference", is_130) > 1; }},
    {"UBL-SR-44", "BT-83", "", "The document gives different payment references.",
     [](Element it) { return texts_differ_below(it, "PaymentMeans", "PaymentID"); }},
    {"UBL-SR-46", "BT-82", "", "The name of the payment means stands more than once.",
     [](Element it) { return named_means(it) > 1; }},
    {"UBL-SR-47", "BT-81", "", "The document gives different payment means.",
     [](Element it) { return texts_differ_below(it, "PaymentMeans", "PaymentMeansCode"); }},
    {"BR-CO-15", "BT-110", "", "One TaxTotal in the document's currency is needed.",
     [](Element it) { return ubl_totals_in_currency(it) != 1; }},
    {"PEPPOL-EN16931-R053", "BG-23", "", "Peppol takes one TaxTotal with TaxSubtotal.",
     [](Element it) { return tax_totals(it, true) != 1; }, Set::peppol},
    {"PEPPOL-EN16931-R054", "BT-111", "",
     "A TaxTotal without TaxSubtotal stands with TaxCurrencyCode only, and then once.",
     [](Element it) { return tax_totals(it, false) != (it.child("TaxCurrencyCode") ? 1 : 0); },
     Set::peppol},
    {"PEPPOL-EN16931-R080", "BT-11", "", "Only one project reference is allowed.",
     [](Element it) {
       return it.name() == "CreditNote" &&
              count_children(it, "AdditionalDocumentReference", [](Element one) {
                return one.child("DocumentTypeCode").peek() == "50";
              }) > 1;
     },
     Set::peppol},
};

constexpr Wrong parts[] = {
    {"UBL-SR-43", "BT-18/BT-122", "AdditionalDocumentReference",
     "A supporting document has neither a type nor a scheme; an invoiced object has the type 130.",
     reference_kind_refused},
    {"UBL-CR-666", "BT-125", "AdditionalDocumentReference",
     "An invoiced object (130) has no attachment.",
     [](Element it) { return is_130(it) && it.child("Attachment"); }},
    {"UBL-CR-673", "BT-123", "AdditionalDocumentReference",
     "An invoiced object (130) has no description.",
     [](Element it) { return is_130(it) && it.child("DocumentDescription"); }},
    {"UBL-DT-06", "BT-125", "AdditionalDocumentReference", "The attachment lacks its mimeCode.",
     [](Element it) { return file_lacks(it, "mimeCode"); }},
    {"UBL-DT-07", "BT-125", "AdditionalDocumentReference", "The attachment lacks its filename.",
     [](Element it) { return file_lacks(it, "filename"); }},
    {"BR-CL-24", "BT-125", "AdditionalDocumentReference", "Receivers take no such mimeCode.",
     ubl_file_of_unknown_type},
    {"BR-50", "BT-84", "PaymentMeans", "The account of a credit transfer needs its number.",
     account_without_id},
    {"BR-61", "BT-84", "PaymentMeans", "A credit transfer needs an account.",
     ubl_transfer_without_account},
    {"BR-31", "BT-92", "AllowanceCharge", "An allowance needs its amount.",
     [](Element it) { return lacks_amount(it, false); }},
    {"BR-36", "BT-99", "AllowanceCharge", "A charge needs its amount.",
     [](Element it) { return lacks_amount(it, true); }},
    {"BR-32", "BT-95", "AllowanceCharge", "An allowance needs a VAT category.",
     [](Element it) { return !is_ubl_charge(it) && lacks_ubl_vat_category(it); }},
    {"BR-37", "BT-102", "AllowanceCharge", "A charge needs a VAT category.",
     [](Element it) { return is_ubl_charge(it) && lacks_ubl_vat_category(it); }},
    {"PEPPOL-EN16931-R043", "", "AllowanceCharge", "ChargeIndicator must be true or false.",
     indicator_is_number, Set::peppol},
    {"BR-47", "BT-118", "TaxTotal/TaxSubtotal", "The row needs a category of the scheme VAT.",
     lacks_ubl_vat_category},
    {"BR-41", "BT-136", "InvoiceLine|CreditNoteLine/AllowanceCharge",
     "An allowance needs its amount.", [](Element it) { return lacks_amount(it, false); }},
    {"BR-43", "BT-141", "InvoiceLine|CreditNoteLine/AllowanceCharge", "A charge needs its amount.",
     [](Element it) { return lacks_amount(it, true); }},
    {"BR-CO-04", "BT-151", "InvoiceLine|CreditNoteLine",
     "The line needs a category of the scheme VAT.",
     [](Element it) { return !has_ubl_vat_category(it.child("Item"), "ClassifiedTaxCategory"); }},
    {"PEPPOL-EN16931-R044", "BT-147", "InvoiceLine|CreditNoteLine",
     "A price has a discount, never a charge.", is_price_charge, Set::peppol},
    {"PEPPOL-EN16931-R101", "BT-128", "InvoiceLine|CreditNoteLine",
     "DocumentReference of a line is an invoiced object (130).", line_object_of_another_kind,
     Set::peppol},
};

constexpr Wrong ubl_party_values[] = {
    {"UBL-SR-12", "BT-31", at::supplier, "The seller has one VAT id.",
     [](Element it) { return vat_registrations(it, true) > 1; }},
    {"UBL-SR-13", "BT-32", at::supplier, "The seller has one tax registration beside the VAT id.",
     [](Element it) { return vat_registrations(it, false) > 1; }},
    {"UBL-SR-18", "BT-48", at::customer, "The buyer has one VAT id.",
     [](Element it) { return vat_registrations(it, true) > 1; }},
    {"UBL-SR-20", "BT-60", "PayeeParty", "The payee has one identifier.",
     [](Element it) {
       return count_children(it, "PartyIdentification", [](Element one) {
                auto const scheme = one.child("ID").attribute_view("schemeID");
                return !same_word(scheme.value_or(""), "SEPA");
              }) > 1;
     }},
    {"UBL-SR-53", "BT-31/BT-32", "AccountingSupplierParty/Party/PartyTaxScheme",
     "PartyTaxScheme needs CompanyID and TaxScheme/ID.", incomplete_scheme},
    {"UBL-SR-53", "BT-48", "AccountingCustomerParty/Party/PartyTaxScheme",
     "PartyTaxScheme needs CompanyID and TaxScheme/ID.", incomplete_scheme},
    {"UBL-SR-53", "BT-63", "TaxRepresentativeParty/PartyTaxScheme",
     "PartyTaxScheme needs CompanyID and TaxScheme/ID.", incomplete_scheme},
};

}  // namespace

void check_ubl_values(Step const& root, Sheet& sheet) {
  run(ubl_document_values, root, sheet);
  run(parts, root, sheet);
  run(ubl_party_values, root, sheet);
}

}  // namespace airut::binding
