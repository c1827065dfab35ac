#include "formats/finvoice/shape.hpp"

namespace airut::finvoice {

// The groups of InvoiceRow and SubInvoiceRow.
std::vector<Group> const row_groups = {
    {"InvoiceRow",
     "RowSubIdentifier:35 InvoicedObjectID:70+ ArticleIdentifier:70/35 "
     "ArticleGroupIdentifier:70/35 ArticleName:100 ArticleDescription:512+ "
     "ArticleInfoUrlText:512 BuyerArticleIdentifier:70/35 EanCode:35 "
     "RowRegistrationNumberIdentifier:70/35 SerialNumberIdentifier:70/35 "
     "RowActionCode:35 RowDefinitionDetails OfferedQuantity:14 "
     "DeliveredQuantity:14 "
     "OrderedQuantity:14 ConfirmedQuantity:14 PostDeliveredQuantity:14 "
     "InvoicedQuantity:14 CreditRequestedQuantity:14 ReturnedQuantity:14 "
     "StartDate "
     "EndDate UnitPriceAmount UnitPriceDiscountAmount+ UnitPriceNetAmount+ "
     "UnitPriceVatIncludedAmount UnitPriceBaseQuantity:14 RowIdentifier:35 "
     "RowIdentifierUrlText:512 RowOrderPositionIdentifier:35 RowIdentifierDate "
     "RowPositionIdentifier:35 OriginalInvoiceNumber:20 OriginalInvoiceDate+ "
     "OriginalInvoiceReference+ RowOrdererName:35 RowSalesPersonName:35 "
     "RowOrderConfirmationIdentifier:70/35 RowOrderConfirmationDate "
     "RowDeliveryIdentifier:35 RowDeliveryIdentifierUrlText:512 "
     "RowDeliveryDate "
     "RowQuotationIdentifier:35 RowQuotationIdentifierUrlText:512 "
     "RowAgreementIdentifier:70/35 RowAgreementIdentifierUrlText:512 "
     "RowRequestOfQuotationIdentifier:35 "
     "RowRequestOfQuotationIdentifierUrlText:512 "
     "RowPriceListIdentifier:35 RowPriceListIdentifierUrlText:512 "
     "RowBuyerReferenceIdentifier:70+ RowProjectReferenceIdentifier:70/35 "
     "RowOverDuePaymentDetails RowAnyPartyDetails RowDeliveryDetails "
     "RowShortProposedAccountIdentifier:4 RowNormalProposedAccountIdentifier:4 "
     "RowProposedAccountText:35 RowAccountDimensionText:35 "
     "RowSellerAccountText:35 "
     "RowFreeText:512 RowUsedQuantity:14 RowPreviousMeterReadingDate "
     "RowLatestMeterReadingDate RowCalculatedQuantity:14 RowAveragePriceAmount "
     "RowDiscountPercent RowDiscountAmount RowDiscountBaseAmount+ "
     "RowDiscountTypeCode:3 "
     "RowDiscountTypeText:35 RowProgressiveDiscountDetails RowChargeDetails+ "
     "RowVatRatePercent RowVatCode:3 RowVatAmount RowVatExcludedAmount "
     "RowAmount "
     "RowTransactionDetails SubInvoiceRow"},
    {"RowDefinitionDetails", "RowDefinitionHeaderText:70 RowDefinitionValue:70"},
    {"RowOverDuePaymentDetails",
     "RowOriginalInvoiceIdentifier:35 RowOriginalInvoiceDate "
     "RowOriginalDueDate "
     "RowOriginalInvoiceTotalAmount RowOriginalEpiRemittanceInfoIdentifier:35 "
     "RowPaidVatExcludedAmount RowPaidVatIncludedAmount RowPaidDate "
     "RowUnPaidVatExcludedAmount RowUnPaidVatIncludedAmount RowCollectionDate "
     "RowCollectionQuantity:14 RowCollectionChargeAmount RowInterestRate "
     "RowInterestStartDate RowInterestEndDate RowInterestPeriodText:35 "
     "RowInterestDateNumber:14 RowInterestChargeAmount "
     "RowInterestChargeVatAmount"},
    {"RowAnyPartyDetails",
     "RowAnyPartyText:35 RowAnyPartyIdentifier:35 "
     "RowAnyPartyOrganisationName:35 "
     "RowAnyPartyOrganisationDepartment:35 RowAnyPartyOrganisationTaxCode:35 "
     "RowAnyPartyCode:70+ RowAnyPartyPostalAddressDetails "
     "RowAnyPartyOrganisationUnitNumber:35 RowAnyPartySiteCode:35"},
    {"RowAnyPartyPostalAddressDetails",
     "RowAnyPartyStreetName:35 RowAnyPartyTownName:35 "
     "RowAnyPartyPostCodeIdentifier:35 "
     "RowAnyPartyCountrySubdivision:35+ CountryCode CountryName:35 "
     "RowAnyPartyPostOfficeBoxIdentifier:35"},
    {"RowDeliveryDetails",
     "RowTerminalAddressText:70 RowWaybillIdentifier:70/35 "
     "RowWaybillTypeCode:35 "
     "RowClearanceIdentifier:70/35 RowDeliveryNoteIdentifier:70/35 "
     "RowDelivererIdentifier:35 RowDelivererName:35 "
     "RowDelivererCountrySubdivision:35+ "
     "RowDelivererCountryCode RowDelivererCountryName:35 "
     "RowModeOfTransportIdentifier:70/35 RowCarrierName:35 RowVesselName:35 "
     "RowLocationIdentifier:70/35 RowTransportInformationDate "
     "RowCountryOfOrigin:35 "
     "RowCountryOfDestinationName:35 RowDestinationCountryCode "
     "RowPlaceOfDischarge:35 "
     "RowFinalDestinationName:35 RowCustomsInfo "
     "RowManufacturerArticleIdentifier:70/35 "
     "RowManufacturerIdentifier:35 RowManufacturerName:35 "
     "RowManufacturerCountrySubdivision:35+ RowManufacturerCountryCode "
     "RowManufacturerCountryName:35 RowManufacturerOrderIdentifier:70/35 "
     "RowPackageDetails"},
    {"RowCustomsInfo",
     "CNCode:8 CNName:35 CNOriginCountrySubdivision:35+ CNOriginCountryCode "
     "CNOriginCountryName:35"},
    {"RowPackageDetails",
     "RowPackageLength:14 RowPackageWidth:14 "
     "RowPackageHeight:14 RowPackageWeight:14 "
     "RowPackageNetWeight:14 RowPackageVolume:14 "
     "RowTransportCarriageQuantity:14"},
    {"RowProgressiveDiscountDetails",
     "RowDiscountPercent RowDiscountAmount RowDiscountBaseAmount+ "
     "RowDiscountTypeCode:3 "
     "RowDiscountTypeText:35"},
    {"RowChargeDetails", "ReasonText:70+ ReasonCode:3+ Percent+ Amount+ BaseAmount+"},
    {"RowTransactionDetails", "OtherCurrencyAmount ExchangeRate ExchangeDate"},
    {"SubInvoiceRow",
     "SubIdentifier:35 SubRowPositionIdentifier:35 SubInvoicedObjectID:70+ "
     "SubArticleIdentifier:70/35 SubArticleGroupIdentifier:70/35 "
     "SubArticleName:100 "
     "SubArticleDescription:512+ SubArticleInfoUrlText:512 "
     "SubBuyerArticleIdentifier:70/35 SubEanCode:35 "
     "SubRowRegistrationNumberIdentifier:70/35 SubSerialNumberIdentifier:70/35 "
     "SubRowActionCode:35 SubRowDefinitionDetails SubOfferedQuantity:14 "
     "SubDeliveredQuantity:14 SubOrderedQuantity:14 SubConfirmedQuantity:14 "
     "SubPostDeliveredQuantity:14 SubInvoicedQuantity:14 "
     "SubCreditRequestedQuantity:14 "
     "SubReturnedQuantity:14 SubStartDate SubEndDate SubUnitPriceAmount "
     "SubUnitPriceDiscountAmount+ SubUnitPriceNetAmount+ "
     "SubUnitPriceVatIncludedAmount "
     "SubUnitPriceBaseQuantity:14 SubRowIdentifier:35 "
     "SubRowIdentifierUrlText:512 "
     "SubRowIdentifierDate SubRowOrdererName:35 SubRowSalesPersonName:35 "
     "SubRowOrderConfirmationIdentifier:70/35 SubRowOrderConfirmationDate "
     "SubOriginalInvoiceNumber:20 SubOriginalInvoiceDate+ "
     "SubOriginalInvoiceReference+ "
     "SubRowDeliveryIdentifier:35 SubRowDeliveryIdentifierUrlText:512 "
     "SubRowDeliveryDate SubRowQuotationIdentifier:35 "
     "SubRowQuotationIdentifierUrlText:512 SubRowAgreementIdentifier:70/35 "
     "SubRowAgreementIdentifierUrlText:512 "
     "SubRowRequestOfQuotationIdentifier:35 "
     "SubRowRequestOfQuotationIdentifierUrlText:512 "
     "SubRowPriceListIdentifier:35 "
     "SubRowPriceListIdentifierUrlText:512 SubRowBuyerReferenceIdentifier:70+ "
     "SubRowProjectReferenceIdentifier:70/35 SubRowOverDuePaymentDetails "
     "SubRowAnyPartyDetails SubRowDeliveryDetails "
     "SubRowShortProposedAccountIdentifier:4 "
     "SubRowNormalProposedAccountIdentifier:4 "
     "SubRowProposedAccountText:35 SubRowAccountDimensionText:35 "
     "SubRowSellerAccountText:35 SubRowFreeText:512 SubRowUsedQuantity:14 "
     "SubRowPreviousMeterReadingDate SubRowLatestMeterReadingDate "
     "SubRowCalculatedQuantity:14 SubRowAveragePriceAmount "
     "SubRowDiscountPercent "
     "SubRowDiscountAmount SubRowDiscountBaseAmount+ SubRowDiscountTypeCode:3 "
     "SubRowDiscountTypeText:35 SubRowProgressiveDiscountDetails "
     "SubRowChargeDetails+ "
     "SubRowVatRatePercent SubRowVatCode:3 SubRowVatAmount "
     "SubRowVatExcludedAmount "
     "SubRowAmount SubRowTransactionDetails"},
    {"SubRowDefinitionDetails", "SubRowDefinitionHeaderText:70 SubRowDefinitionValue:70"},
    {"SubOriginalInvoiceReference", "InvoiceNumber:20+ InvoiceDate+"},
    {"SubRowOverDuePaymentDetails",
     "SubRowOriginalInvoiceIdentifier:35 SubRowOriginalInvoiceDate "
     "SubRowOriginalDueDate SubRowOriginalInvoiceTotalAmount "
     "SubRowOriginalEpiRemittanceInfoIdentifier:35 SubRowPaidVatExcludedAmount "
     "SubRowPaidVatIncludedAmount SubRowPaidDate SubRowUnPaidVatExcludedAmount "
     "SubRowUnPaidVatIncludedAmount SubRowCollectionDate "
     "SubRowCollectionQuantity:14 "
     "SubRowCollectionChargeAmount SubRowInterestRate SubRowInterestStartDate "
     "SubRowInterestEndDate SubRowInterestPeriodText:35 "
     "SubRowInterestDateNumber:14 "
     "SubRowInterestChargeAmount SubRowInterestChargeVatAmount"},
    {"SubRowAnyPartyDetails",
     "SubRowAnyPartyText:35 SubRowAnyPartyIdentifier:35 "
     "SubRowAnyPartyOrganisationName:35 "
     "SubRowAnyPartyOrganisationDepartment:35 "
     "SubRowAnyPartyOrganisationTaxCode:35 SubRowAnyPartyCode:70+ "
     "SubRowAnyPartyPostalAddressDetails "
     "SubRowAnyPartyOrganisationUnitNumber:35 "
     "SubRowAnyPartySiteCode:35"},
    {"SubRowAnyPartyPostalAddressDetails",
     "SubRowAnyPartyStreetName:35 SubRowAnyPartyTownName:35 "
     "SubRowAnyPartyPostCodeIdentifier:35 SubRowAnyPartyCountrySubdivision:35+ "
     "CountryCode CountryName:35 SubRowAnyPartyPostOfficeBoxIdentifier:35"},
    {"SubRowDeliveryDetails",
     "SubRowTerminalAddressText:70 SubRowWaybillIdentifier:70/35 "
     "SubRowWaybillTypeCode:35 SubRowClearanceIdentifier:70/35 "
     "SubRowDeliveryNoteIdentifier:70/35 SubRowDelivererIdentifier:35 "
     "SubRowDelivererName:35 SubRowDelivererCountrySubdivision:35+ "
     "SubRowDelivererCountryCode SubRowDelivererCountryName:35 "
     "SubRowPlaceOfDischarge:35 SubRowFinalDestinationName:35 "
     "SubRowCustomsInfo "
     "SubRowManufacturerArticleIdentifier:70/35 "
     "SubRowManufacturerIdentifier:35 "
     "SubRowManufacturerName:35 SubRowManufacturerCountrySubdivision:35+ "
     "SubRowManufacturerCountryCode SubRowManufacturerCountryName:35 "
     "SubRowManufacturerOrderIdentifier:70/35 SubRowPackageDetails"},
    {"SubRowCustomsInfo",
     "CNCode:8 CNName:35 CNOriginCountrySubdivision:35+ CNOriginCountryCode "
     "CNOriginCountryName:35"},
    {"SubRowPackageDetails",
     "SubRowPackageLength:14 SubRowPackageWidth:14 SubRowPackageHeight:14 "
     "SubRowPackageWeight:14 SubRowPackageNetWeight:14 SubRowPackageVolume:14 "
     "SubRowTransportCarriageQuantity:14"},
    {"SubRowProgressiveDiscountDetails",
     "SubRowDiscountPercent SubRowDiscountAmount SubRowDiscountBaseAmount+ "
     "SubRowDiscountTypeCode:3 SubRowDiscountTypeText:35"},
    {"SubRowChargeDetails", "ReasonText:70+ ReasonCode:3+ Percent+ Amount+ BaseAmount+"},
    {"SubRowTransactionDetails", "OtherCurrencyAmount ExchangeRate ExchangeDate"},
};

}  // namespace airut::finvoice
