#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "formats/rules/report.hpp"
#include "formats/rules/totals.hpp"

// The VAT families of EN 16931: BR-S, BR-Z, BR-E, BR-AE, BR-IC (K), BR-G, BR-O, BR-AF (L), BR-AG
// (M), BR-B. They say the same of each category with other words, so here they are one table.
namespace airut::rules {

namespace {

using model::Invoice;

enum class Rate { zero, positive, not_negative, none };
enum class Registered { any, vat_id, not_at_all };  // the seller, or who stands in for it
enum class Buyer { anyone, vat_or_legal_id, vat_id };
enum class Reason { refused, needed };

struct Family {
  std::string_view code, prefix;
  Rate rate;
  Registered seller;
  Buyer buyer;
  Reason reason;
  bool by_rate;  // a row of the breakdown for each rate, and the sums may be off by rounding
};

constexpr std::array<Family, 9> families{{
    {"S", "BR-S", Rate::positive, Registered::any, Buyer::anyone, Reason::refused, true},
    {"Z", "BR-Z", Rate::zero, Registered::any, Buyer::anyone, Reason::refused, false},
    {"E", "BR-E", Rate::zero, Registered::any, Buyer::anyone, Reason::needed, false},
    {"AE", "BR-AE", Rate::zero, Registered::any, Buyer::vat_or_legal_id, Reason::needed, false},
    {"K", "BR-IC", Rate::zero, Registered::vat_id, Buyer::vat_id, Reason::needed, false},
    {"G", "BR-G", Rate::zero, Registered::vat_id, Buyer::anyone, Reason::needed, false},
    {"O", "BR-O", Rate::none, Registered::not_at_all, Buyer::anyone, Reason::needed, false},
    {"L", "BR-AF", Rate::not_negative, Registered::any, Buyer::anyone, Reason::refused, true},
    {"M", "BR-AG", Rate::not_negative, Registered::any, Buyer::anyone, Reason::refused, true},
}};

Family const* family_of(std::string_view code) {
  auto const found = std::find_if(families.begin(), families.end(),
                                  [&](auto const& one) { return one.code == code; });
  return found == families.end() ? nullptr : &*found;
}

// The three places where a category is used; their rules are numbered alike.
enum class Use { line, allowance, charge };

struct Ids {
  std::array<char, 8> text{};
  std::size_t size = 0;
  std::string_view view() const { return {text.data(), size}; }
};

// "BR-S" and 5 for a line, 6 for an allowance, 7 for a charge: "BR-S-05" ...
Ids rule_id(Family const& family, int first, Use use = Use::line) {
  Ids id;
  int const number = first + static_cast<int>(use);
  for (char const c : family.prefix) id.text[id.size++] = c;
  id.text[id.size++] = '-';
  id.text[id.size++] = static_cast<char>('0' + number / 10);
  id.text[id.size++] = static_cast<char>('0' + number % 10);
  return id;
}

bool rate_fits(Family const& family, std::optional<model::Decimal> const& rate) {
  switch (family.rate) {
    case Rate::zero:
      return rate && rate->is_zero();
    case Rate::positive:
      return rate && !rate->is_zero() && !rate->is_negative();
    case Rate::not_negative:
      return rate && !rate->is_negative();
    case Rate::none:
      break;
  }
  return !rate;
}

struct RateFault {
  std::string_view code, sentence;
};

RateFault rate_fault(Rate rate) {
  switch (rate) {
    case Rate::zero:
      return {"vat-rate-not-zero", "The rate of VAT category {} must be 0."};
    case Rate::none:
      return {"vat-rate-given", "VAT category {} (outside VAT) has no rate."};
    case Rate::positive:
    case Rate::not_negative:
      break;
  }
  return {"vat-rate-not-positive", "The rate of VAT category {} must be above 0."};
}

void check_use(model::VatCategory const& vat, Use use, Where const& where, Report& out) {
  auto const* family = family_of(vat.code);
  if (family == nullptr) return;
  if (!rate_fits(*family, vat.rate)) {
    auto const [code, sentence] = rate_fault(family->rate);
    out.say({rule_id(*family, 5, use).view(), "BT-152", code, "/vat/rate", ""}, where,
            fmt::format(fmt::runtime(sentence), vat.code), {},
            vat.rate ? vat.rate->text() : std::string{});
  }
  if (vat.rate && (vat.rate->is_negative() || model::Decimal{100, 0} < *vat.rate))
    out.add({"", "BT-152", "vat-rate-range", "/vat/rate",
             "A VAT rate lies between 0 and 100; this one is {}.", Weight::house},
            where, vat.rate->text());
}

struct Usage {
  bool line = false, allowance = false, charge = false;
  std::size_t rows = 0;
  bool any() const { return line || allowance || charge; }
};

using UsageOf = std::array<Usage, families.size()>;

UsageOf usage_of(Invoice const& invoice) {
  UsageOf usage{};
  auto const of = [&](model::VatCategory const& vat) -> Usage* {
    auto const* family = family_of(vat.code);
    return family == nullptr ? nullptr : &usage[static_cast<std::size_t>(family - &families[0])];
  };
  for (auto const& line : invoice.lines)
    if (auto* one = of(line.vat)) one->line = true;
  for (auto const& adjustment : invoice.adjustments)
    if (auto* one = of(adjustment.vat))
      (adjustment.is_charge ? one->charge : one->allowance) = true;
  for (auto const& row : invoice.vat_breakdown)
    if (auto* one = of(row.vat)) ++one->rows;
  return usage;
}

bool seller_fits(Family const& family, Invoice const& it) {
  bool const representative = it.tax_representative && !it.tax_representative->vat_id.empty();
  bool const vat_id = !it.seller.vat_id.empty() || representative;
  switch (family.seller) {
    case Registered::any:
      return vat_id || !it.seller.tax_registration_id.empty();
    case Registered::vat_id:
      return vat_id;
    case Registered::not_at_all:
      break;
  }
  return !vat_id && it.buyer.vat_id.empty();
}

bool buyer_fits(Family const& family, Invoice const& it) {
  if (family.buyer == Buyer::anyone || !it.buyer.vat_id.empty()) return true;
  return family.buyer == Buyer::vat_or_legal_id && it.buyer.legal_id;
}

// BR-..-02, -03 and -04: who must or must not be registered for VAT.
void check_registration(Family const& family, Usage const& usage, Invoice const& it, Report& out) {
  auto const use = usage.line ? Use::line : usage.allowance ? Use::allowance : Use::charge;
  auto const id = rule_id(family, 2, use);
  if (!seller_fits(family, it)) {
    bool const outside = family.seller == Registered::not_at_all;
    Rule const rule{id.view(),
                    "BT-31",
                    outside ? "vat-id-given" : "seller-vat-id-missing",
                    "/invoice/seller/vat_id",
                    "",
                    outside ? Weight::document : Weight::fatal};
    out.say(rule, {},
            outside ? std::string{"With VAT category O nobody on the invoice has a VAT id."}
                    : fmt::format("With VAT category {} the seller needs a VAT id.", family.code),
            {}, outside ? it.seller.vat_id : std::string{});
  }
  if (!buyer_fits(family, it))
    out.say({id.view(), "BT-48", "buyer-vat-id-missing", "/invoice/buyer/vat_id", ""}, {},
            fmt::format("With VAT category {} the buyer needs a VAT id.", family.code), {}, {});
}

// BR-..-01: a category that is used has its row in the breakdown, and a row its use.
void check_rows(Family const& family, Usage const& usage, Report& out) {
  bool const good = usage.any() ? (family.by_rate ? usage.rows > 0 : usage.rows == 1)
                                : usage.rows == 0 || (!family.by_rate && usage.rows == 1);
  if (good) return;
  out.say(
      {rule_id(family, 1).view(), "BG-23", "breakdown-rows", "/invoice/vat_breakdown", ""}, {},
      fmt::format("VAT category {} has {} rows in the VAT breakdown; {}.", family.code, usage.rows,
                  usage.any() ? family.by_rate ? "one for each rate is needed" : "it needs one"
                              : "nothing on the invoice uses it"),
      usage.any() ? "1" : "0", std::to_string(usage.rows));
}

void check_reason(Family const& family, model::VatBreakdown const& row, std::size_t index,
                  Report& out) {
  bool const reasoned = !row.vat.exemption_reason.empty() || !row.vat.exemption_code.empty();
  if (reasoned == (family.reason == Reason::needed)) return;
  auto const id = rule_id(family, 10);
  Where const where{"/invoice/vat_breakdown", index};
  if (reasoned)
    out.say({id.view(), "BT-120/BT-121", "exemption-reason-given", "", ""}, where,
            fmt::format("VAT category {} is not exempt and takes no reason.", family.code), {}, {});
  else
    out.say({id.view(), "BT-120/BT-121", "exemption-reason-missing", "", ""}, where,
            fmt::format("VAT category {} needs a reason for the exemption.", family.code), {}, {});
}

// BR-..-08: what the row says is taxable is what the lines and adjustments of its category say.
void check_taxable(Scope const& scope, Sums const& sums, Family const& family,
                   model::VatBreakdown const& row, std::size_t index, Report& out) {
  std::int64_t expected = 0;
  bool used = false;
  for (auto const& one : sums.rows()) {
    bool const same = family.by_rate ? same_vat(*one.vat, row.vat) : one.vat->code == row.vat.code;
    if (!same) continue;
    expected += one.taxable;
    used = true;
  }
  auto const off = std::abs(expected - row.taxable.minor());
  if (off == 0 && (used || !family.by_rate)) return;
  auto const id = rule_id(family, 8);
  auto const currency = scope.invoice.currency;
  bool const tolerated = family.by_rate && used && off < whole_unit(currency);
  auto const name = row.vat.rate && family.by_rate
                        ? fmt::format("{} {} %", family.code, row.vat.rate->text_shortest())
                        : std::string{family.code};
  auto const want = model::Money{expected, currency}.text(), have = row.taxable.text();
  out.say({tolerated ? std::string_view{} : id.view(), "BT-116", "total-mismatch", "/taxable", "",
           tolerated ? Weight::house : Weight::fatal},
          {"/invoice/vat_breakdown", index},
          fmt::format("The taxable sum of VAT category {} is {}, but the figures give {}.", name,
                      have, want),
          want, have);
}

// BR-..-09 of the categories without VAT.
void check_no_tax(Family const& family, model::VatBreakdown const& row, std::size_t index,
                  Report& out) {
  if (family.by_rate || row.tax.is_zero()) return;
  auto const id = rule_id(family, 9);
  out.say(
      {id.view(), "BT-117", "total-mismatch", "/tax", ""}, {"/invoice/vat_breakdown", index},
      fmt::format("VAT category {} has no VAT, but its row says {}.", family.code, row.tax.text()),
      model::Money{0, row.tax.currency()}.text(), row.tax.text());
}

// BR-IC-11, BR-IC-12, BR-O-11 ... BR-O-14, BR-B-01, BR-B-02: what goes with a category.
bool has_row(Invoice const& it, std::string_view code) {
  return std::any_of(it.vat_breakdown.begin(), it.vat_breakdown.end(),
                     [&](auto const& one) { return one.vat.code == code; });
}

bool has_use(Invoice const& it, std::string_view code) {
  return std::any_of(it.lines.begin(), it.lines.end(),
                     [&](auto const& one) { return one.vat.code == code; }) ||
         std::any_of(it.adjustments.begin(), it.adjustments.end(),
                     [&](auto const& one) { return one.vat.code == code; });
}

bool other_rows(Invoice const& it) {
  return std::any_of(it.vat_breakdown.begin(), it.vat_breakdown.end(),
                     [](auto const& one) { return one.vat.code != "O"; });
}

bool other_lines(Invoice const& it) {
  return std::any_of(it.lines.begin(), it.lines.end(),
                     [](auto const& one) { return one.vat.code != "O"; });
}

bool other_adjustments(Invoice const& it, bool charges) {
  return std::any_of(it.adjustments.begin(), it.adjustments.end(), [&](auto const& one) {
    return one.is_charge == charges && one.vat.code != "O";
  });
}

bool only_in_italy(Invoice const& it) {
  auto const italian = [](model::Party const& party) {
    return party.address.country.empty() || party.address.country == "IT";
  };
  return italian(it.seller) && italian(it.buyer);
}

bool uses_b(Invoice const& it) { return has_row(it, "B") || has_use(it, "B"); }

constexpr auto together_checks = table<Invoice>({
    {{"BR-IC-11", "BT-72/BG-14", "delivery-date-missing", "/invoice/delivery/date",
      "An intra-community supply (K) needs the day of delivery or the invoicing period."},
     [](Invoice const& it) {
       bool const dated = (it.delivery && it.delivery->date) || it.period;
       return !dated && has_row(it, "K");
     }},
    {{"BR-IC-12", "BT-80", "delivery-country-missing", "/invoice/delivery/address/country",
      "An intra-community supply (K) needs the country that the goods go to."},
     [](Invoice const& it) {
       bool const placed =
           it.delivery && it.delivery->address && !it.delivery->address->country.empty();
       return !placed && has_row(it, "K");
     }},
    {{"BR-O-11", "BG-23", "outside-vat-mixed", "/invoice/vat_breakdown",
      "An invoice outside VAT (category O) has no other category."},
     [](Invoice const& it) { return has_row(it, "O") && other_rows(it); }},
    {{"BR-O-12", "BT-151", "outside-vat-mixed", "/invoice/lines",
      "An invoice outside VAT (category O) has no line of another category."},
     [](Invoice const& it) { return has_row(it, "O") && other_lines(it); }},
    {{"BR-O-13", "BT-95", "outside-vat-mixed", "/invoice/adjustments",
      "An invoice outside VAT (category O) has no allowance of another category."},
     [](Invoice const& it) { return has_row(it, "O") && other_adjustments(it, false); }},
    {{"BR-O-14", "BT-102", "outside-vat-mixed", "/invoice/adjustments",
      "An invoice outside VAT (category O) has no charge of another category."},
     [](Invoice const& it) { return has_row(it, "O") && other_adjustments(it, true); }},
    {{"BR-B-01", "BT-151", "split-payment-abroad", "/invoice/vat_breakdown",
      "VAT category B (split payment) is for invoices within Italy."},
     [](Invoice const& it) { return uses_b(it) && !only_in_italy(it); }},
    {{"BR-B-02", "BT-151", "split-payment-mixed", "/invoice/vat_breakdown",
      "VAT categories B and S do not stand on one invoice."},
     [](Invoice const& it) { return uses_b(it) && (has_row(it, "S") || has_use(it, "S")); }},
});

// The breakdown has one code and one reason a category, whatever the lines say. What it leaves out
// of them is told, too.
void check_reasons(Invoice const& invoice, model::VatBreakdown const& row, Report& out) {
  auto const differs = [](std::string const& said, std::string const& of_row) {
    return !said.empty() && said != of_row;
  };
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
    auto const& vat = invoice.lines[i].vat;
    bool const code = differs(vat.exemption_code, row.vat.exemption_code);
    if (!same_vat(vat, row.vat)) continue;
    if (!code && !differs(vat.exemption_reason, row.vat.exemption_reason)) continue;
    auto const& said = code ? vat.exemption_code : vat.exemption_reason;
    auto const& of_row = code ? row.vat.exemption_code : row.vat.exemption_reason;
    out.say({"", code ? "BT-121" : "BT-120", "exemption-reason-differs", "/vat", "", Weight::hint},
            {"/invoice/lines", i},
            fmt::format("The line is exempt by \"{}\", the VAT breakdown of {} says \"{}\".", said,
                        row.vat.code, of_row),
            of_row, said);
  }
}

void check_breakdown(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  auto const sums = Sums::of(invoice);
  for (std::size_t i = 0; i < invoice.vat_breakdown.size(); ++i) {
    auto const& row = invoice.vat_breakdown[i];
    auto const* family = family_of(row.vat.code);
    if (family == nullptr) continue;
    check_reason(*family, row, i, out);
    check_reasons(invoice, row, out);
    if (sums) check_taxable(scope, *sums, *family, row, i, out);
    check_no_tax(*family, row, i, out);
  }
  if (!sums) return;
  for (auto const& one : sums->rows()) {
    bool const shown = std::any_of(invoice.vat_breakdown.begin(), invoice.vat_breakdown.end(),
                                   [&](auto const& row) { return same_vat(row.vat, *one.vat); });
    auto const* family = family_of(one.vat->code);
    if (!shown && family != nullptr && family->by_rate && one.vat->rate)
      out.say({"", "BG-23", "breakdown-rows", "/invoice/vat_breakdown", "", Weight::house}, {},
              fmt::format("The VAT breakdown has no row for {} {} %.", family->code,
                          one.vat->rate->text_shortest()),
              {}, {});
  }
}

}  // namespace

void check_vat(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  for (std::size_t i = 0; i < invoice.lines.size(); ++i)
    check_use(invoice.lines[i].vat, Use::line, {"/invoice/lines", i}, out);
  for (std::size_t i = 0; i < invoice.adjustments.size(); ++i) {
    auto const& one = invoice.adjustments[i];
    check_use(one.vat, one.is_charge ? Use::charge : Use::allowance, {"/invoice/adjustments", i},
              out);
  }
  auto const usage = usage_of(invoice);
  for (std::size_t i = 0; i < families.size(); ++i) {
    if (usage[i].any()) check_registration(families[i], usage[i], invoice, out);
    if (usage[i].any() || usage[i].rows > 0) check_rows(families[i], usage[i], out);
  }
  check_breakdown(scope, out);
  run(together_checks, invoice, {}, out);
}

}  // namespace airut::rules
