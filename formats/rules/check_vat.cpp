#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "formats/rules/families.hpp"

namespace airut::rules {

namespace {

enum class Reason { none, needed, refused };

// What EN 16931 asks of each VAT category (rules BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O ...).
struct Family {
  std::string_view code, prefix;
  bool zero_rate;      // the rate must be 0
  bool no_rate;        // there must be no rate
  bool seller_vat_id;  // the seller must be registered for VAT
  bool buyer_vat_id;   // the buyer must be named by a VAT or legal id
  Reason reason;       // exemption reason in the breakdown
};

constexpr std::array<Family, 9> families{{
    {"S", "BR-S", false, false, true, false, Reason::refused},
    {"Z", "BR-Z", true, false, true, false, Reason::refused},
    {"E", "BR-E", true, false, true, false, Reason::needed},
    {"AE", "BR-AE", true, false, true, true, Reason::needed},
    {"K", "BR-IC", true, false, true, true, Reason::needed},
    {"G", "BR-G", true, false, true, false, Reason::needed},
    {"O", "BR-O", false, true, false, false, Reason::needed},
    {"L", "BR-AF", false, false, true, false, Reason::refused},
    {"M", "BR-AG", false, false, true, false, Reason::refused},
}};

Family const* family_of(std::string_view code) {
  auto const found = std::find_if(families.begin(), families.end(),
                                  [&](auto const& one) { return one.code == code; });
  return found == families.end() ? nullptr : &*found;
}

void check_rate(model::VatCategory const& vat, Family const& family, std::string const& pointer,
                Report& out) {
  auto const rate = vat.rate.value_or(model::Decimal{});
  if (family.no_rate && vat.rate)
    out.error("vat-rate-given", {pointer + "/rate", "BT-152", "BR-O-05"},
              "Category O (outside VAT) has no rate.", rate.text());
  if (family.zero_rate && (!vat.rate || !rate.is_zero()))
    out.error("vat-rate-not-zero",
              {pointer + "/rate", "BT-152", fmt::format("{}-05", family.prefix)},
              fmt::format("The rate of VAT category {} must be 0.", vat.code),
              vat.rate ? rate.text() : "");
  if (family.code == "S" && (!vat.rate || rate.is_zero() || rate.is_negative()))
    out.error("vat-rate-not-positive", {pointer + "/rate", "BT-152", "BR-S-05"},
              "The standard rate must be above 0.", vat.rate ? rate.text() : "");
  if (rate.is_negative() || model::Decimal{100, 0} < rate)
    out.error("vat-rate-range", {pointer + "/rate", "BT-152", ""},
              "A VAT rate lies between 0 and 100.", rate.text());
}

void check_category(model::VatCategory const& vat, std::string const& pointer, Report& out) {
  auto const* family = family_of(vat.code);
  if (family == nullptr) {
    out.error("vat-category", {pointer + "/category", "BT-151", "BR-CL-18"},
              fmt::format("\"{}\" is no VAT category of EN 16931.", vat.code), vat.code);
    return;
  }
  check_rate(vat, *family, pointer, out);
}

void check_row(model::Invoice const& invoice, model::VatBreakdown const& row, std::size_t index,
               Report& out) {
  auto const* family = family_of(row.vat.code);
  if (family == nullptr) return;
  auto const pointer = fmt::format("/invoice/vat_breakdown/{}", index);
  bool const reasoned = !row.vat.exemption_reason.empty() || !row.vat.exemption_code.empty();
  if (family->reason == Reason::needed && !reasoned)
    out.error("exemption-reason-missing",
              {pointer, "BT-120/BT-121", fmt::format("{}-10", family->prefix)},
              fmt::format("VAT category {} needs a reason for the exemption.", row.vat.code));
  if (family->reason == Reason::refused && reasoned)
    out.error("exemption-reason-given",
              {pointer, "BT-120/BT-121", fmt::format("{}-10", family->prefix)},
              fmt::format("VAT category {} is not exempt and takes no reason.", row.vat.code));
  auto const& seller = invoice.seller;
  if (family->seller_vat_id && seller.vat_id.empty() && seller.tax_registration_id.empty() &&
      !(invoice.tax_representative && !invoice.tax_representative->vat_id.empty()))
    out.error("seller-vat-id-missing",
              {"/invoice/seller/vat_id", "BT-31", fmt::format("{}-02", family->prefix)},
              fmt::format("With VAT category {} the seller needs a VAT id.", row.vat.code));
  if (family->buyer_vat_id && invoice.buyer.vat_id.empty() &&
      (family->code == "K" || !invoice.buyer.legal_id))
    out.error("buyer-vat-id-missing",
              {"/invoice/buyer/vat_id", "BT-48", fmt::format("{}-02", family->prefix)},
              fmt::format("With VAT category {} the buyer needs a VAT id.", row.vat.code));
}

}  // namespace

void check_vat(model::Invoice const& invoice, Report& out) {
  for (std::size_t i = 0; i < invoice.lines.size(); ++i)
    check_category(invoice.lines[i].vat, fmt::format("/invoice/lines/{}/vat", i), out);
  for (std::size_t i = 0; i < invoice.adjustments.size(); ++i)
    check_category(invoice.adjustments[i].vat, fmt::format("/invoice/adjustments/{}/vat", i), out);
  bool outside = false;
  for (std::size_t i = 0; i < invoice.vat_breakdown.size(); ++i) {
    check_row(invoice, invoice.vat_breakdown[i], i, out);
    outside = outside || invoice.vat_breakdown[i].vat.code == "O";
  }
  if (outside && invoice.vat_breakdown.size() > 1)
    out.error("outside-vat-mixed", {"/invoice/vat_breakdown", "BG-23", "BR-O-11"},
              "An invoice outside VAT (category O) has no other category.");
}

}  // namespace airut::rules
