#include "formats/binding/sheet.hpp"
#include "formats/binding/ubl_paths.hpp"

// How often the elements of UBL may stand where they do (UBL-SR, and the BR that say the same).
namespace airut::binding {

namespace {

constexpr Occurs ubl_document[] = {
    text_needed("BR-01", "BT-24", "", "CustomizationID"),
    needed("BR-03", "BT-2", "", "IssueDate"),
    text_needed("BR-04", "BT-3", "", "InvoiceTypeCode|CreditNoteTypeCode"),
    text_needed("BR-05", "BT-5", "", "DocumentCurrencyCode"),
    at_most_one("UBL-SR-01", "BT-12", "", "ContractDocumentReference/ID"),
    at_most_one("UBL-SR-02", "BT-15", "", "ReceiptDocumentReference/ID"),
    at_most_one("UBL-SR-03", "BT-16", "", "DespatchDocumentReference/ID"),
    at_most_one("UBL-SR-05", "BT-20", "", "PaymentTerms/Note"),
    at_most_one("UBL-SR-08", "BG-14", "", "InvoicePeriod"),
    at_most_one("UBL-SR-24", "BG-13", "", "Delivery"),
    at_most_one("UBL-SR-39", "BT-11", "", "ProjectReference/ID"),
    at_most_one("UBL-SR-45", "BT-9", "", "PaymentMeans/PaymentDueDate"),
    at_most_one("UBL-SR-49", "BT-8", "", "InvoicePeriod/DescriptionCode"),
    at_most_one("UBL-SR-54", "BG-18", "", "PaymentMeans/CardAccount"),
    at_most_one("UBL-SR-55", "BG-19", "", "PaymentMeans/PaymentMandate"),
    at_most_one("UBL-SR-56", "BT-17", "", "OriginatorDocumentReference/ID"),
    needed("BR-CO-19", "BG-14", "InvoicePeriod", "StartDate|EndDate|DescriptionCode"),
    needed("BR-55", "BT-25", "BillingReference", "InvoiceDocumentReference/ID"),
    at_most_one("UBL-SR-06", "BG-3", "BillingReference", "InvoiceDocumentReference"),
    at_most_one("UBL-SR-25", "BT-70", "Delivery", "DeliveryParty/PartyName/Name"),
    at_most_one("UBL-SR-51", "BT-165", "Delivery/DeliveryLocation/Address", "AddressLine"),
    needed("BR-57", "BT-80", "Delivery/DeliveryLocation/Address", "Country/IdentificationCode"),
    text_needed("BR-52", "BT-122", "AdditionalDocumentReference", "ID"),
    at_most_one("UBL-SR-33", "BT-123", "AdditionalDocumentReference", "DocumentDescription"),
    needed("BR-45", "BT-116", "TaxTotal/TaxSubtotal", "TaxableAmount"),
    needed("BR-46", "BT-117", "TaxTotal/TaxSubtotal", "TaxAmount"),
    at_most_one("UBL-SR-32", "BT-120", "TaxTotal/TaxSubtotal", "TaxCategory/TaxExemptionReason"),
    at_most_one("UBL-SR-30", "BT-97/BT-104", "AllowanceCharge", "AllowanceChargeReason"),
};

constexpr Occurs ubl_parties[] = {
    text_needed("BR-06", "BT-27", at::supplier, "PartyLegalEntity/RegistrationName"),
    at_most_one("UBL-SR-09", "BT-27", at::supplier, "PartyLegalEntity/RegistrationName"),
    at_most_one("UBL-SR-10", "BT-28", at::supplier, "PartyName/Name"),
    at_most_one("UBL-SR-11", "BT-30", at::supplier, "PartyLegalEntity/CompanyID"),
    at_most_one("UBL-SR-14", "BT-33", at::supplier, "PartyLegalEntity/CompanyLegalForm"),
    at_most_one("UBL-SR-51", "BT-162", at::supplier, "PostalAddress/AddressLine"),
    text_needed("BR-07", "BT-44", at::customer, "PartyLegalEntity/RegistrationName"),
    at_most_one("UBL-SR-15", "BT-44", at::customer, "PartyLegalEntity/RegistrationName"),
    at_most_one("UBL-SR-16", "BT-46", at::customer, "PartyIdentification/ID"),
    at_most_one("UBL-SR-17", "BT-47", at::customer, "PartyLegalEntity/CompanyID"),
    at_most_one("UBL-SR-40", "BT-45", at::customer, "PartyName/Name"),
    at_most_one("UBL-SR-51", "BT-163", at::customer, "PostalAddress/AddressLine"),
    needed("BR-17", "BT-59", "PayeeParty", "PartyName/Name"),
    at_most_one("UBL-SR-19", "BT-59", "PayeeParty", "PartyName/Name"),
    at_most_one("UBL-SR-21", "BT-61", "PayeeParty", "PartyLegalEntity/CompanyID"),
    text_needed("BR-18", "BT-62", "TaxRepresentativeParty", "PartyName/Name"),
    at_most_one("UBL-SR-22", "BT-62", "TaxRepresentativeParty", "PartyName/Name"),
    at_most_one("UBL-SR-23", "BT-63", "TaxRepresentativeParty", "PartyTaxScheme/CompanyID"),
    at_most_one("UBL-SR-51", "BT-164", "TaxRepresentativeParty", "PostalAddress/AddressLine"),
};

constexpr Occurs payments[] = {
    needed("BR-49", "BT-81", "PaymentMeans", "PaymentMeansCode", 1),
    at_most_one("UBL-SR-26", "BT-83", "PaymentMeans", "PaymentID"),
    at_most_one("UBL-SR-28", "BT-89", "PaymentMeans", "PaymentMandate/ID"),
};

constexpr Occurs line_parts[] = {
    needed("BR-22", "BT-129", at::lines, "InvoicedQuantity|CreditedQuantity"),
    needed("BR-26", "BT-146", at::lines, "Price/PriceAmount"),
    at_most_one("UBL-SR-34", "BT-127", at::lines, "Note"),
    at_most_one("UBL-SR-35", "BT-132", at::lines, "OrderLineReference/LineID"),
    at_most_one("UBL-SR-36", "BG-26", at::lines, "InvoicePeriod"),
    at_most_one("UBL-SR-37", "BT-147", at::lines, "Price/AllowanceCharge/Amount"),
    needed("UBL-SR-48", "BG-30", at::lines, "Item/ClassifiedTaxCategory", 1),
    at_most_one("UBL-SR-50", "BT-154", at::lines, "Item/Description"),
    at_most_one("UBL-SR-52", "BT-128", at::lines, "DocumentReference"),
    at_most_one("PEPPOL-EN16931-R100", "BT-128", at::lines, "DocumentReference", Set::peppol),
    needed("BR-CO-20", "BG-26", "InvoiceLine|CreditNoteLine/InvoicePeriod", "StartDate|EndDate"),
    at_most_one("UBL-SR-30", "BT-139/BT-144", "InvoiceLine|CreditNoteLine/AllowanceCharge",
                "AllowanceChargeReason"),
};

}  // namespace

void check_ubl_occurrences(Step const& root, Sheet& sheet) {
  run(ubl_document, root, sheet);
  run(ubl_parties, root, sheet);
  run(payments, root, sheet);
  run(line_parts, root, sheet);
}

}  // namespace airut::binding
