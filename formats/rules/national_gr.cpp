#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "formats/rules/identifiers.hpp"
#include "formats/rules/national.hpp"

// GR-R: the Greek invoice number, which says much, and the marks of the Greek tax office.
namespace airut::rules {

namespace {

using model::Invoice;

constexpr std::size_t segment_count = 6;

// TIN | day | branch | document type | series | number.
struct Number {
  std::array<std::string_view, segment_count> part{};
  std::size_t count = 0;
};

Number split(std::string_view number) {
  Number result;
  for (;;) {
    auto const bar = number.find('|');
    if (result.count < segment_count) result.part[result.count] = number.substr(0, bar);
    ++result.count;
    if (bar == number.npos) return result;
    number.remove_prefix(bar + 1);
  }
}

bool names_tin(model::Party const& party, std::string_view tin) {
  return party.vat_id.size() >= 11 && std::string_view{party.vat_id}.substr(2, 9) == tin;
}

bool tin_wrong(Scope const& it) {
  auto const tin = split(it.invoice.number).part[0];
  auto const& representative = it.invoice.tax_representative;
  bool const named =
      names_tin(it.invoice.seller, tin) || (representative && names_tin(*representative, tin));
  return !is_tin_gr(tin) || !named;
}

bool day_wrong(Scope const& it) {
  auto const text = model::date_text(it.invoice.issue_date);
  auto const day = fmt::format("{}/{}/{}", text.substr(8, 2), text.substr(5, 2), text.substr(0, 4));
  return split(it.invoice.number).part[1] != day;
}

bool type_wrong(Scope const& it) {
  constexpr std::array<std::string_view, 6> types{"1.1", "1.6", "2.1", "2.4", "5.1", "5.2"};
  auto const type = split(it.invoice.number).part[3];
  return std::find(types.begin(), types.end(), type) == types.end();
}

bool is_greek_address(std::optional<model::Identifier> const& id) {
  return !id || (id->scheme == "9933" && is_tin_gr(id->value));
}

std::size_t count_described(Invoice const& it, std::string_view description) {
  return static_cast<std::size_t>(
      std::count_if(it.attachments.begin(), it.attachments.end(),
                    [&](auto const& one) { return one.description == description; }));
}

constexpr std::string_view mark_label = "##M.AR.K##", url_label = "##INVOICE|URL##";

bool any_described(Invoice const& it, std::string_view description,
                   bool (*broken)(model::Attachment const&)) {
  return std::any_of(it.attachments.begin(), it.attachments.end(), [&](auto const& one) {
    return one.description == description && broken(one);
  });
}

std::string number(Scope const& it) { return it.invoice.number; }

constexpr std::string_view at_number = "/invoice/number";

constexpr auto number_checks = table<Scope>({
    {national_value("GR-R-001-1", "BT-1", at_number,
                    "The number of a Greek invoice has six parts; \"{}\" has not."),
     [](Scope const& it) { return split(it.invoice.number).count != segment_count; }, number},
    {national_value("GR-R-001-2", "BT-1", at_number,
                    "The number of a Greek invoice begins with the seller's tax number: \"{}\"."),
     tin_wrong, number},
    {national_value("GR-R-001-3", "BT-1", at_number,
                    "The second part of \"{}\" must be the issue date, DD/MM/YYYY."),
     day_wrong, number},
    {national_value("GR-R-001-4", "BT-1", at_number,
                    "The third part of \"{}\" must be a whole number."),
     [](Scope const& it) { return !all_digits(split(it.invoice.number).part[2]); }, number},
    {national_value("GR-R-001-5", "BT-1", at_number,
                    "The fourth part of \"{}\" must be a Greek document type."),
     type_wrong, number},
    {national_value("GR-R-001-6", "BT-1", at_number, "The fifth part of \"{}\" must not be empty."),
     [](Scope const& it) { return split(it.invoice.number).part[4].empty(); }, number},
    {national_value("GR-R-001-7", "BT-1", at_number, "The sixth part of \"{}\" must not be empty."),
     [](Scope const& it) { return split(it.invoice.number).part[5].empty(); }, number},
});

constexpr auto greek_seller_checks = table<Scope>({
    {national_missing("GR-R-002", "BT-28", "/invoice/seller/trading_name",
                      "A Greek seller gives its full registered name as trading name."),
     [](Scope const& it) { return it.invoice.seller.trading_name.empty(); }},
    {national_value("GR-R-003", "BT-31", "/invoice/seller/vat_id",
                    "A Greek seller's VAT id is EL and a tax number: \"{}\"."),
     [](Scope const& it) {
       // The official rule looks at nine digits, whatever stands behind them.
       auto const& id = it.invoice.seller.vat_id;
       return !id.empty() && !is_greek_vat(std::string_view{id}.substr(0, 11));
     },
     [](Scope const& it) { return it.invoice.seller.vat_id; }},
    {national_missing("GR-R-005", "BT-45", "/invoice/buyer/trading_name",
                      "A Greek seller gives the buyer's full name as trading name."),
     [](Scope const& it) { return it.invoice.buyer.trading_name.empty(); }},
    {national_value("GR-R-009", "BT-34", "/invoice/seller/electronic_address",
                    "A Greek seller's address is a tax number with the scheme 9933."),
     [](Scope const& it) { return !is_greek_address(it.invoice.seller.electronic_address); }},
    {national_value("GR-R-008-3", "BT-124", "/invoice/attachments",
                    "The document of the invoice's web address needs that address."),
     [](Scope const& it) {
       return any_described(it.invoice, url_label, [](auto const& one) { return one.url.empty(); });
     }},
});

constexpr auto in_greece = table<Scope>({
    {national_missing("GR-R-004-1", "BT-122", "/invoice/attachments",
                      "A Greek invoice carries one mark of the tax office (##M.AR.K##)."),
     [](Scope const& it) { return count_described(it.invoice, mark_label) != 1; }},
    {national_value("GR-R-004-2", "BT-122", "/invoice/attachments",
                    "The mark of the tax office is a whole number above zero."),
     [](Scope const& it) {
       return any_described(it.invoice, mark_label, [](auto const& one) {
         return one.reference.empty() || one.reference[0] < '1' || one.reference[0] > '9';
       });
     }},
    {national_value("GR-R-008-2", "BT-122", "/invoice/attachments",
                    "A Greek invoice carries at most one web address (##INVOICE|URL##)."),
     [](Scope const& it) { return count_described(it.invoice, url_label) > 1; }},
});

constexpr auto within_greece = table<Scope>({
    {national_value("GR-R-006", "BT-48", "/invoice/buyer/vat_id",
                    "A Greek buyer's VAT id is EL and a tax number: \"{}\"."),
     [](Scope const& it) { return !is_greek_vat(it.invoice.buyer.vat_id); },
     [](Scope const& it) { return it.invoice.buyer.vat_id; }},
    {national_value("GR-R-010", "BT-49", "/invoice/buyer/electronic_address",
                    "A Greek buyer's address is a tax number with the scheme 9933."),
     [](Scope const& it) { return !is_greek_address(it.invoice.buyer.electronic_address); }},
});

}  // namespace

void check_greece(Scope const& scope, Report& out) {
  run(number_checks, scope, {}, out);
  run(greek_seller_checks, scope, {}, out);
  if (scope.invoice.seller.address.country == "GR") run(in_greece, scope, {}, out);
  bool const greek_buyer = scope.buyer_country == "GR" || scope.buyer_country == "EL";
  if (greek_buyer) run(within_greece, scope, {}, out);
}

}  // namespace airut::rules
