#include <algorithm>

#include <fmt/format.h>

#include "formats/model/bank_barcode.hpp"
#include "formats/model/party_id.hpp"
#include "formats/rules/report.hpp"

// What Finvoice 3.0 and Finnish receivers demand beyond EN 16931 (Finvoice 3.0 schema and
// implementation guidelines; Pankkiviivakoodi): lengths of what must not be cut, decimals, the OVT
// code as address, the bar code, the EPI part.
namespace airut::rules {

namespace {

using model::Invoice;

constexpr Rule finvoice(std::string_view term, std::string_view code, std::string_view place,
                        std::string_view sentence, Weight weight = Weight::finvoice) {
  return {"", term, code, place, sentence, weight};
}

// Characters, not bytes.
std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

struct Length {
  std::string_view element, term, place;
  std::string Invoice::* member;
  Limit most;
};

constexpr std::array lengths{
    Length{"InvoiceNumber", "BT-1", "/invoice/number", &Invoice::number, Limit::finvoice_number},
    Length{"OrderIdentifier", "BT-13", "/invoice/purchase_order", &Invoice::purchase_order,
           Limit::finvoice_reference},
    Length{"AgreementIdentifier", "BT-12", "/invoice/contract", &Invoice::contract,
           Limit::finvoice_reference},
    Length{"BuyerReferenceIdentifier", "BT-10", "/invoice/buyer_reference",
           &Invoice::buyer_reference, Limit::finvoice_reference},
    Length{"ProjectReferenceIdentifier", "BT-11", "/invoice/project", &Invoice::project,
           Limit::finvoice_reference},
};

void check_lengths(Scope const& scope, Report& out) {
  for (auto const& one : lengths) {
    auto const size = length(scope.invoice.*one.member);
    auto const most = static_cast<std::size_t>(scope.limit(one.most));
    if (size > most)
      out.say(
          finvoice(one.term, "too-long", one.place, ""), {},
          fmt::format("{} of Finvoice takes {} characters; here are {}.", one.element, most, size),
          std::to_string(most), std::to_string(size));
  }
}

constexpr std::array<std::string_view, 4> left_schemes{"0037", "0212", "0213", "0215"};

using PartyInScope = Within<model::Party>;
using LineInScope = Within<model::Line>;

bool finnish_by_old_scheme(PartyInScope const& in) {
  auto const& it = in.it;
  if (!it.electronic_address || it.address.country != "FI") return false;
  auto const& scheme = it.electronic_address->scheme;
  return std::find(left_schemes.begin(), left_schemes.end(), scheme) != left_schemes.end();
}

bool name_short(PartyInScope const& in) {
  return length(in.it.name) < static_cast<std::size_t>(in.scope.limit(Limit::finvoice_name_least));
}

constexpr auto finvoice_seller_checks = table<PartyInScope>({
    {finvoice("BT-34", "ovt-scheme", "/invoice/seller/electronic_address/scheme",
              "Finnish e-invoice addresses have the scheme 0216 since 2024-04-01, not {}.",
              Weight::hint),
     finnish_by_old_scheme,
     [](PartyInScope const& in) { return in.it.electronic_address->scheme; }},
    {finvoice("BT-27", "too-short", "/invoice/seller/name", "The name is too short for Finvoice."),
     name_short},
});

constexpr auto finvoice_buyer_checks = table<PartyInScope>({
    {finvoice("BT-49", "ovt-scheme", "/invoice/buyer/electronic_address/scheme",
              "Finnish e-invoice addresses have the scheme 0216 since 2024-04-01, not {}.",
              Weight::hint),
     finnish_by_old_scheme,
     [](PartyInScope const& in) { return in.it.electronic_address->scheme; }},
    {finvoice("BT-44", "too-short", "/invoice/buyer/name", "The name is too short for Finvoice."),
     name_short},
});

bool too_fine(LineInScope const& in) {
  auto const text = in.it.net_price.text_shortest();
  auto const dot = text.find('.');
  auto const most = static_cast<std::size_t>(in.scope.limit(Limit::finvoice_price_decimals));
  return dot != text.npos && text.size() - dot - 1 > most;
}

bool quantity_long(LineInScope const& in) {
  auto const most = static_cast<std::size_t>(in.scope.limit(Limit::finvoice_quantity));
  return in.it.quantity.text_shortest().size() > most;
}

constexpr auto finvoice_line_checks = table<LineInScope>({
    {finvoice("BT-146", "too-many-decimals", "/net_price",
              "The price {} has more decimals than Finvoice carries; give the price of 10, 100 or "
              "1000 (price_base_quantity)."),
     too_fine, [](LineInScope const& in) { return in.it.net_price.text(); }},
    {finvoice("BT-129", "too-long", "/quantity", "The quantity {} is too long for Finvoice."),
     quantity_long, [](LineInScope const& in) { return in.it.quantity.text(); }},
    {finvoice("BT-138", "percent-negative", "/adjustments",
              "Finvoice has no negative percentage; make it an allowance or a charge."),
     [](LineInScope const& in) {
       auto const& all = in.it.adjustments;
       return std::any_of(all.begin(), all.end(), [](auto const& one) {
         return one.percent && one.percent->is_negative();
       });
     }},
});

bool reference_free(Invoice const& it) {
  if (!it.payment || it.payment->reference.empty()) return false;
  auto const kind = it.payment->reference_kind;
  return kind && *kind != model::ReferenceKind::fi_viite && *kind != model::ReferenceKind::rf;
}

std::optional<std::string> barcode_of(Invoice const& it) {
  if (!it.payment || it.payment->accounts.empty() || !it.payment->reference_kind || !it.totals.due)
    return std::nullopt;
  auto const reference =
      model::Reference::parse(*it.payment->reference_kind, it.payment->reference);
  if (!reference) return std::nullopt;
  return model::bank_barcode(it.payment->accounts.front().iban, *it.totals.due, *reference,
                             it.due_date);
}

bool barcode_given(Invoice const& it) { return it.nordic && !it.nordic->virtual_barcode.empty(); }

void check_barcode(Invoice const& it, Report& out) {
  if (!barcode_given(it)) return;
  auto const& given = it.nordic->virtual_barcode;
  if (auto const made = barcode_of(it); made && *made != given)
    out.add(finvoice("", "barcode-mismatch", "/invoice/nordic/virtual_barcode",
                     "The bar code {} does not say the account, sum, reference and due date of the "
                     "invoice."),
            {}, given, *made);
}

constexpr auto finvoice_payment_checks = table<Invoice>({
    {finvoice("BT-83", "reference-not-finnish", "/invoice/payment/reference",
              "A Finnish bank takes a viitenumero or an RF reference, not \"{}\".", Weight::hint),
     reference_free, [](Invoice const& it) { return it.payment->reference; }},
    {finvoice("BT-84", "account-missing", "/invoice/payment/accounts",
              "The EPI part of Finvoice needs the account to be paid to."),
     [](Invoice const& it) {
       bool const claims = it.totals.due && it.totals.due->minor() > 0;
       return claims && (!it.payment || it.payment->accounts.empty());
     }},
});

bool attachment_refused(model::Attachment const& it) {
  return !it.content.empty() && it.media_type != "application/pdf" &&
         it.media_type != "image/jpeg" && it.media_type != "image/png";
}

void check_attachments(Scope const& scope, Report& out) {
  auto const& it = scope.invoice;
  std::size_t bytes = 0, count = 0;
  for (std::size_t i = 0; i < it.attachments.size(); ++i) {
    auto const& one = it.attachments[i];
    bytes += one.content.size();
    count += one.content.empty() ? 0 : 1;
    if (attachment_refused(one))
      out.add(finvoice("BT-125", "media-type-refused", "/media_type",
                       "Finvoice takes PDF, JPEG and PNG as attachments, not \"{}\"."),
              {"/invoice/attachments", i}, one.media_type);
  }
  auto const most = static_cast<std::size_t>(scope.limit(Limit::finvoice_attachments));
  auto const most_bytes = static_cast<std::size_t>(scope.limit(Limit::finvoice_attachment_bytes));
  if (count > most || bytes > most_bytes)
    out.add(finvoice("BG-24", "attachments-too-large", "/invoice/attachments",
                     "Finvoice takes ten attachments of together a megabyte; here are {} bytes."),
            {}, std::to_string(bytes));
}

}  // namespace

void check_finvoice(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  check_lengths(scope, out);
  run(finvoice_seller_checks, PartyInScope{scope, invoice.seller}, {}, out);
  run(finvoice_buyer_checks, PartyInScope{scope, invoice.buyer}, {}, out);
  for (std::size_t i = 0; i < invoice.lines.size(); ++i)
    run(finvoice_line_checks, LineInScope{scope, invoice.lines[i]}, {"/invoice/lines", i}, out);
  run(finvoice_payment_checks, invoice, {}, out);
  check_barcode(invoice, out);
  check_attachments(scope, out);
}

}  // namespace airut::rules
