#include "formats/finvoice/shape.hpp"

namespace airut::finvoice {

// The groups of the document.
std::vector<Group> const document_groups = {
    {"Finvoice",
     "MessageTransmissionDetails SellerPartyDetails "
     "SellerOrganisationUnitNumber:35 "
     "SellerSiteCode:35 SellerContactPersonName:70/35 "
     "SellerContactPersonFunction:35 "
     "SellerContactPersonDepartment:35 SellerCommunicationDetails "
     "SellerInformationDetails InvoiceSenderPartyDetails "
     "InvoiceRecipientPartyDetails "
     "InvoiceRecipientOrganisationUnitNumber:35 InvoiceRecipientSiteCode:35 "
     "InvoiceRecipientContactPersonName:70/35 "
     "InvoiceRecipientContactPersonFunction:35 "
     "InvoiceRecipientContactPersonDepartment:35 InvoiceRecipientLanguageCode "
     "InvoiceRecipientCommunicationDetails BuyerPartyDetails "
     "BuyerOrganisationUnitNumber:35 BuyerSiteCode:35 "
     "BuyerContactPersonName:70/35 "
     "BuyerContactPersonFunction:35 BuyerContactPersonDepartment:35 "
     "BuyerCommunicationDetails DeliveryPartyDetails "
     "DeliveryOrganisationUnitNumber:35 "
     "DeliverySiteCode:35 DeliveryContactPersonName:70/35 "
     "DeliveryContactPersonFunction:35 DeliveryContactPersonDepartment:35 "
     "DeliveryCommunicationDetails DeliveryDetails AnyPartyDetails "
     "InvoiceDetails "
     "PaymentCardInfo+ DirectDebitInfo+ PaymentStatusDetails "
     "PartialPaymentDetails "
     "FactoringAgreementDetails VirtualBankBarcode:512 InvoiceRow "
     "SpecificationDetails "
     "EpiDetails InvoiceUrlNameText:512 InvoiceUrlText:512 StorageUrlText:512 "
     "LayOutIdentifier:35 InvoiceSegmentIdentifier:35 ControlChecksum:512+ "
     "MessageChecksum:512+ ControlStampText:512 AcceptanceStampText:512 "
     "OriginalInvoiceFormat:35 AttachmentMessageDetails"},
    {"MessageTransmissionDetails", "MessageSenderDetails MessageReceiverDetails MessageDetails"},
    {"MessageSenderDetails", "FromIdentifier:35 FromIntermediator:35"},
    {"MessageReceiverDetails", "ToIdentifier:35 ToIntermediator:35"},
    {"MessageDetails",
     "MessageIdentifier:48 MessageTimeStamp RefToMessageIdentifier:48 "
     "ImplementationCode:4 SpecificationIdentifier:35+"},
    {"SellerPartyDetails",
     "SellerPartyIdentifier:35 SellerPartyIdentifierUrlText:512 "
     "SellerOrganisationName:70 SellerOrganisationTradingName:70+ "
     "SellerOrganisationDepartment:35 SellerOrganisationTaxCode:35 "
     "SellerOrganisationTaxCodeUrlText:512 SellerCode:70/35 "
     "SellerPostalAddressDetails"},
    {"SellerPostalAddressDetails",
     "SellerStreetName:35 SellerTownName:35 SellerPostCodeIdentifier:35 "
     "SellerCountrySubdivision:35+ CountryCode CountryName:35 "
     "SellerPostOfficeBoxIdentifier:35"},
    {"SellerCommunicationDetails",
     "SellerPhoneNumberIdentifier:35 SellerEmailaddressIdentifier:70"},
    {"SellerInformationDetails",
     "SellerOfficialPostalAddressDetails SellerHomeTownName:35 "
     "SellerVatRegistrationText:35 SellerVatRegistrationDate "
     "SellerTaxRegistrationText:35 SellerAdditionalLegalInfo:512+ "
     "SellerPhoneNumber:35 "
     "SellerFaxNumber:35 SellerCommonEmailaddressIdentifier:70 "
     "SellerWebaddressIdentifier:70/35 SellerFreeText:512 SellerAccountDetails "
     "InvoiceRecipientDetails"},
    {"SellerOfficialPostalAddressDetails",
     "SellerOfficialStreetName:35 SellerOfficialTownName:35 "
     "SellerOfficialPostCodeIdentifier:35 SellerOfficialCountrySubdivision:35+ "
     "CountryCode CountryName:35"},
    {"SellerAccountDetails", "SellerAccountID:35 SellerBic:11 SellerAccountName:70+"},
    {"InvoiceRecipientDetails",
     "InvoiceRecipientAddress:35 InvoiceRecipientIntermediatorAddress:11"},
    {"InvoiceSenderPartyDetails",
     "InvoiceSenderPartyIdentifier:35 InvoiceSenderOrganisationName:35 "
     "InvoiceSenderOrganisationTaxCode:35 InvoiceSenderCode:70/35"},
    {"InvoiceRecipientPartyDetails",
     "InvoiceRecipientPartyIdentifier:35 InvoiceRecipientOrganisationName:35 "
     "InvoiceRecipientDepartment:35 InvoiceRecipientOrganisationTaxCode:35 "
     "InvoiceRecipientCode:70/35 InvoiceRecipientPostalAddressDetails"},
    {"InvoiceRecipientPostalAddressDetails",
     "InvoiceRecipientStreetName:35 InvoiceRecipientTownName:35 "
     "InvoiceRecipientPostCodeIdentifier:35 "
     "InvoiceRecipientCountrySubdivision:35+ "
     "CountryCode CountryName:35 InvoiceRecipientPostOfficeBoxIdentifier:35"},
    {"InvoiceRecipientCommunicationDetails",
     "InvoiceRecipientPhoneNumberIdentifier:35 "
     "InvoiceRecipientEmailaddressIdentifier:70"},
    {"BuyerPartyDetails",
     "BuyerPartyIdentifier:35 BuyerOrganisationName:70 "
     "BuyerOrganisationTradingName:70+ "
     "BuyerOrganisationDepartment:35 "
     "BuyerOrganisationTaxCode:35 BuyerCode:70/35 "
     "BuyerPostalAddressDetails"},
    {"BuyerPostalAddressDetails",
     "BuyerStreetName:35 BuyerTownName:35 BuyerPostCodeIdentifier:35 "
     "BuyerCountrySubdivision:35+ CountryCode CountryName:35 "
     "BuyerPostOfficeBoxIdentifier:35"},
    {"BuyerCommunicationDetails", "BuyerPhoneNumberIdentifier:35 BuyerEmailaddressIdentifier:70"},
    {"DeliveryPartyDetails",
     "DeliveryPartyIdentifier:35 DeliveryOrganisationName:35 "
     "DeliveryOrganisationDepartment:35 DeliveryOrganisationTaxCode:35 "
     "DeliveryCode:70/35 DeliveryPostalAddressDetails"},
    {"DeliveryPostalAddressDetails",
     "DeliveryStreetName:35 DeliveryTownName:35 DeliveryPostCodeIdentifier:35 "
     "DeliveryCountrySubdivision:35+ CountryCode CountryName:35 "
     "DeliveryPostofficeBoxIdentifier:35"},
    {"DeliveryCommunicationDetails",
     "DeliveryPhoneNumberIdentifier:35 DeliveryEmailaddressIdentifier:70"},
    {"DeliveryDetails",
     "DeliveryDate DeliveryPeriodDetails ShipmentPartyDetails "
     "DeliveryMethodText:512 "
     "DeliveryTermsText:512 DeliveryTermsCode:4 TerminalAddressText:512 "
     "WaybillIdentifier:70/35 WaybillTypeCode:35 ClearanceIdentifier:70/35 "
     "DeliveryNoteIdentifier:70/35 DelivererIdentifier:35 DelivererName:35 "
     "DelivererCountrySubdivision:35+ DelivererCountryCode "
     "DelivererCountryName:35 "
     "ModeOfTransportIdentifier:70/35 CarrierName:35 VesselName:35 "
     "LocationIdentifier:70/35 TransportInformationDate CountryOfOrigin:35 "
     "CountryOfDestinationName:35 DestinationCountryCode PlaceOfDischarge:35 "
     "FinalDestinationName:35 ManufacturerIdentifier:35 ManufacturerName:35 "
     "ManufacturerCountrySubdivision:35+ ManufacturerCountryCode "
     "ManufacturerCountryName:35 ManufacturerOrderIdentifier:70/35 "
     "PackageDetails"},
    {"DeliveryPeriodDetails", "StartDate EndDate"},
    {"ShipmentPartyDetails",
     "ShipmentPartyIdentifier:35 ShipmentOrganisationName:35 "
     "ShipmentOrganisationDepartment:35 ShipmentOrganisationTaxCode:35 "
     "ShipmentCode:70/35 ShipmentPostalAddressDetails ShipmentSiteCode:35"},
    {"ShipmentPostalAddressDetails",
     "ShipmentStreetName:35 ShipmentTownName:35 ShipmentPostCodeIdentifier:35 "
     "ShipmentCountrySubdivision:35+ CountryCode CountryName:35 "
     "ShipmentPostOfficeBoxIdentifier:35"},
    {"PackageDetails",
     "PackageLength:14 PackageWidth:14 PackageHeight:14 PackageWeight:14 "
     "PackageNetWeight:14 PackageVolume:14 TransportCarriageQuantity:14"},
    {"AnyPartyDetails",
     "AnyPartyText:35 AnyPartyIdentifier:35 AnyPartyOrganisationName:35 "
     "AnyPartyOrganisationDepartment:35 AnyPartyOrganisationTaxCode:35 "
     "AnyPartyCode:70/35 AnyPartyContactPersonName:70/35 "
     "AnyPartyContactPersonFunction:35 AnyPartyContactPersonDepartment:35 "
     "AnyPartyCommunicationDetails AnyPartyPostalAddressDetails "
     "AnyPartyOrganisationUnitNumber:35 AnyPartySiteCode:35"},
    {"AnyPartyCommunicationDetails",
     "AnyPartyPhoneNumberIdentifier:35 AnyPartyEmailAddressIdentifier:70"},
    {"AnyPartyPostalAddressDetails",
     "AnyPartyStreetName:35 AnyPartyTownName:35 AnyPartyPostCodeIdentifier:35 "
     "AnyPartyCountrySubdivision:35+ CountryCode CountryName:35 "
     "AnyPartyPostOfficeBoxIdentifier:35"},
    {"InvoiceDetails",
     "InvoiceTypeCode InvoiceTypeCodeUN:3+ InvoiceTypeText:35 "
     "InvoiceClassification+ "
     "OriginCode OriginText:35 InvoicedObjectID:70+ InvoiceNumber:20 "
     "InvoiceDate "
     "OriginalInvoiceNumber:20 OriginalInvoiceDate+ OriginalInvoiceReference+ "
     "InvoicingPeriodStartDate InvoicingPeriodEndDate "
     "SellerReferenceIdentifier:70/35 "
     "SellerReferenceIdentifierUrlText:512 BuyersSellerIdentifier:70/35 "
     "SellersBuyerIdentifier:70/35 OrderIdentifier:70/35 "
     "OrderIdentifierUrlText:512 "
     "OrderDate OrdererName:35 SalesPersonName:35 "
     "OrderConfirmationIdentifier:70/35 "
     "OrderConfirmationDate AgreementIdentifier:70/35 "
     "AgreementIdentifierUrlText:512 "
     "AgreementTypeText:35 AgreementTypeCode:35 AgreementDate "
     "NotificationIdentifier:70/35 NotificationDate "
     "RegistrationNumberIdentifier:70/35 "
     "ControllerIdentifier:70/35 ControllerName:35 ControlDate "
     "BuyerReferenceIdentifier:70/35 ProjectReferenceIdentifier:70/35 "
     "DefinitionDetails "
     "RowsTotalVatExcludedAmount+ DiscountsTotalVatExcludedAmount+ "
     "ChargesTotalVatExcludedAmount+ InvoiceTotalVatExcludedAmount "
     "InvoiceTotalVatAmount InvoiceTotalVatAccountingAmount+ "
     "InvoiceTotalVatIncludedAmount InvoiceTotalRoundoffAmount "
     "InvoicePaidAmount+ "
     "ExchangeRate OtherCurrencyAmountVatExcludedAmount "
     "OtherCurrencyAmountVatIncludedAmount CreditLimitAmount "
     "CreditInterestPercent "
     "OperationLimitAmount MonthlyAmount ShortProposedAccountIdentifier:4 "
     "NormalProposedAccountIdentifier:4 ProposedAccountText:35 "
     "AccountDimensionText:35 "
     "SellerAccountText:35 VatPoint+ VatSpecificationDetails "
     "InvoiceFreeText:512 "
     "InvoiceVatFreeText:70 PaymentTermsDetails DiscountDetails ChargeDetails+ "
     "TenderReference:70+"},
    {"InvoiceClassification", "ClassificationCode:10+ ClassificationText:70+"},
    {"OriginalInvoiceReference", "InvoiceNumber:20+ InvoiceDate+"},
    {"DefinitionDetails", "DefinitionHeaderText:70 DefinitionValue:70"},
    {"VatPoint", "VatPointDate+ VatPointDateCode:3+"},
    {"VatSpecificationDetails",
     "VatBaseAmount VatRatePercent VatCode:3 VatRateAmount VatFreeText:70 "
     "VatExemptionReasonCode+"},
    {"PaymentTermsDetails",
     "PaymentTermsFreeText:70 FreeText+ InvoiceDueDate CashDiscountDate "
     "CashDiscountBaseAmount CashDiscountPercent CashDiscountAmount "
     "CashDiscountExcludingVatAmount CashDiscountVatDetails "
     "ReducedInvoiceVatIncludedAmount PaymentOverDueFineDetails"},
    {"PaymentTermsDetails/FreeText", "Header:35+ Value:70+"},
    {"CashDiscountVatDetails", "CashDiscountVatPercent CashDiscountVatAmount"},
    {"PaymentOverDueFineDetails",
     "PaymentOverDueFineFreeText:70 PaymentOverDueFinePercent "
     "PaymentOverDueFixedAmount"},
    {"DiscountDetails",
     "FreeText:70 ReasonCode:3+ Percent Amount BaseAmount+ VatCategoryCode:3+ "
     "VatRatePercent+"},
    {"ChargeDetails",
     "ReasonText:70+ ReasonCode:3+ Percent+ Amount+ "
     "BaseAmount+ VatCategoryCode:3+ "
     "VatRatePercent+"},
    {"PaymentCardInfo", "PrimaryAccountNumber:19+ CardHolderName:70+"},
    {"DirectDebitInfo", "MandateReference:35+ CreditorIdentifier:35+ DebitedAccountID:34+"},
    {"PaymentStatusDetails", "PaymentStatusCode PaymentMethodText:35"},
    {"PartialPaymentDetails",
     "PaidAmount PaidVatExcludedAmount UnPaidAmount UnPaidVatExcludedAmount "
     "InterestPercent ProsessingCostsAmount PartialPaymentVatIncludedAmount "
     "PartialPaymentVatExcludedAmount PartialPaymentDueDate "
     "PartialPaymentReferenceIdentifier:35"},
    {"FactoringAgreementDetails",
     "FactoringAgreementIdentifier:35 TransmissionListIdentifier:70/35 "
     "EndorsementClauseCode:35 FactoringTypeCode:35 FactoringFreeText:70 "
     "FactoringPartyIdentifier:35 FactoringPartyName:35 "
     "FactoringPartyPostalAddressDetails"},
    {"FactoringPartyPostalAddressDetails",
     "FactoringPartyStreetName:35 FactoringPartyTownName:35 "
     "FactoringPartyPostCodeIdentifier:35 FactoringPartyCountrySubdivision:35+ "
     "CountryCode CountryName:35 FactoringPartyPostOfficeBoxIdentifier:35"},
    {"SpecificationDetails", "SpecificationFreeText:80 ExternalSpecificationDetails"},
    {"EpiDetails", "EpiIdentificationDetails EpiPartyDetails EpiPaymentInstructionDetails"},
    {"EpiIdentificationDetails", "EpiDate EpiReference:35 EpiUrl:512 EpiEmail:70 EpiOrderInfo:70"},
    {"EpiPartyDetails", "EpiBfiPartyDetails EpiBeneficiaryPartyDetails"},
    {"EpiBfiPartyDetails", "EpiBfiIdentifier:11 EpiBfiName:35"},
    {"EpiBeneficiaryPartyDetails", "EpiNameAddressDetails:35 EpiBei:11 EpiAccountID:34"},
    {"EpiPaymentInstructionDetails",
     "EpiPaymentInstructionId:35 EpiTransactionTypeCode EpiInstructionCode:35 "
     "EpiRemittanceInfoIdentifier EpiInstructedAmount EpiCharge "
     "EpiDateOptionDate "
     "EpiPaymentMeansCode:3+ EpiPaymentMeansText:70+"},
    {"AttachmentMessageDetails", "AttachmentMessageIdentifier:61"},
};

}  // namespace airut::finvoice
