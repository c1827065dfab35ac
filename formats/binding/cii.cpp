#include "formats/binding/cii_paths.hpp"
#include "formats/binding/sheet.hpp"

// How often the elements of CII may stand where they do (CII-SR, and the BR that say the same).
namespace airut::binding {

namespace {

constexpr Occurs head[] = {
    needed("CII-SR-009", "BT-24", at::context, "GuidelineSpecifiedDocumentContextParameter", 1),
    text_needed("BR-01", "BT-24", at::context, "GuidelineSpecifiedDocumentContextParameter/ID"),
    text_needed("BR-04", "BT-3", at::document, "TypeCode"),
    at_most_one("CII-SR-014", "BT-3", at::document, "TypeCode"),
    at_most_one("CII-SR-455", "BG-6", at::agreement, "SellerTradeParty/DefinedTradeContact"),
    at_most_one("CII-SR-456", "BG-9", at::agreement, "BuyerTradeParty/DefinedTradeContact"),
    text_needed("BR-52", "BT-122", at::supporting_document, "IssuerAssignedID"),
    at_most_one("CII-SR-459", "BT-34", at::agreement, "SellerTradeParty/URIUniversalCommunication"),
    at_most_one("CII-SR-460", "BT-49", at::agreement, "BuyerTradeParty/URIUniversalCommunication"),
};

constexpr Occurs cii_money[] = {
    text_needed("BR-05", "BT-5", at::settlement, "InvoiceCurrencyCode"),
    needed("BR-45", "BT-116", at::breakdown, "BasisAmount"),
    needed("BR-46", "BT-117", at::breakdown, "CalculatedAmount"),
    at_most_one("CII-SR-461", "BT-7", at::settlement, "ApplicableTradeTax/TaxPointDate"),
    at_most_one("CII-SR-469", "BT-83", at::settlement, "PaymentReference"),
    at_most_one("CII-SR-477", "BT-106", at::sums, "LineTotalAmount"),
    at_most_one("CII-SR-478", "BT-108", at::sums, "ChargeTotalAmount"),
    at_most_one("CII-SR-479", "BT-107", at::sums, "AllowanceTotalAmount"),
    at_most_one("CII-SR-480", "BT-109", at::sums, "TaxBasisTotalAmount"),
    at_most_one("CII-SR-481", "BT-114", at::sums, "RoundingAmount"),
    at_most_one("CII-SR-482", "BT-112", at::sums, "GrandTotalAmount"),
    at_most_one("CII-SR-484", "BT-113", at::sums, "TotalPrepaidAmount"),
    at_most_one("CII-SR-487", "BT-115", at::sums, "DuePayableAmount"),
    needed("BR-49", "BT-81", at::means, "TypeCode"),
    needed("BR-CO-19", "BG-14", at::period, "StartDateTime|EndDateTime"),
    needed("CII-SR-463", "BG-20/BG-21", at::adjustment, "ChargeIndicator"),
    at_most_one("CII-SR-471", "BT-96/BT-103", at::adjustment, "RateApplicablePercent"),
    at_most_one("CII-SR-472", "BT-95/BT-102", at::adjustment, "CategoryTradeTax"),
    at_most_one("CII-SR-473", "BT-92/BT-99", at::adjustment, "ActualAmount"),
};

constexpr Occurs cii_lines[] = {
    needed("BR-22", "BT-129", at::line, "SpecifiedLineTradeDelivery/BilledQuantity"),
    needed("BR-26", "BT-146", at::line,
           "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount"),
    at_most_one("CII-SR-441", "BT-146", at::line,
                "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount"),
    at_most_one("CII-SR-440", "BT-147", at::line,
                "SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/"
                "AppliedTradeAllowanceCharge/ActualAmount"),
    needed("CII-SR-463", "BG-27/BG-28", at::line_adjustment, "ChargeIndicator"),
    at_most_one("CII-SR-471", "BT-138/BT-143", at::line_adjustment, "RateApplicablePercent"),
    at_most_one("CII-SR-473", "BT-136/BT-141", at::line_adjustment, "ActualAmount"),
    needed("CII-SR-069", "BT-160", at::characteristic, "Description", 1),
    needed("CII-SR-072", "BT-161", at::characteristic, "Value", 1),
    needed("CII-SR-090", "BT-159", at::origin, "ID", 1),
    text_needed("BR-CL-15", "BT-159", at::origin, "ID"),
    text_needed("BR-52", "BT-128", at::line_object, "IssuerAssignedID"),
    needed("BR-CO-20", "BG-26", at::line_period, "StartDateTime|EndDateTime"),
};

}  // namespace

void check_cii_occurrences(Step const& root, Sheet& sheet) {
  run(head, root, sheet);
  run(cii_money, root, sheet);
  run(cii_lines, root, sheet);
}

}  // namespace airut::binding
