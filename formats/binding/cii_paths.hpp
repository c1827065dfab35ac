#pragma once

#include <string_view>

// The ways from the root of a CrossIndustryInvoice to the groups that the tables ask.
namespace airut::binding::at {

inline constexpr std::string_view context = "ExchangedDocumentContext";
inline constexpr std::string_view document = "ExchangedDocument";
inline constexpr std::string_view agreement =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement";
inline constexpr std::string_view supporting_document =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/AdditionalReferencedDocument";
inline constexpr std::string_view seller =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/SellerTradeParty";
inline constexpr std::string_view settlement =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement";
inline constexpr std::string_view sums =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/"
    "SpecifiedTradeSettlementHeaderMonetarySummation";
inline constexpr std::string_view period =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/BillingSpecifiedPeriod";
inline constexpr std::string_view breakdown =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/ApplicableTradeTax";
inline constexpr std::string_view means =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/"
    "SpecifiedTradeSettlementPaymentMeans";
inline constexpr std::string_view adjustment =
    "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/SpecifiedTradeAllowanceCharge";
inline constexpr std::string_view line =
    "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem";
inline constexpr std::string_view line_object =
    "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeSettlement/"
    "AdditionalReferencedDocument";
inline constexpr std::string_view line_period =
    "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeSettlement/"
    "BillingSpecifiedPeriod";
inline constexpr std::string_view line_adjustment =
    "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeSettlement/"
    "SpecifiedTradeAllowanceCharge";
inline constexpr std::string_view line_category =
    "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeSettlement/"
    "ApplicableTradeTax/CategoryCode";
inline constexpr std::string_view characteristic =
    "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedTradeProduct/"
    "ApplicableProductCharacteristic";
inline constexpr std::string_view origin =
    "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedTradeProduct/"
    "OriginTradeCountry";

}  // namespace airut::binding::at
