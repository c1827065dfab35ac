#include "gateway/intake/fit_for_route.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "formats/finvoice/write.hpp"
#include "formats/paper/write.hpp"
#include "gateway/dispatch/render.hpp"
#include "gateway/intake/unusual.hpp"
#include "gateway/route/routing.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view peppol_format = "ubl", page_format = "pdf";

bool may_go_to_peppol(model::Invoice const& invoice, Billers const& billers) {
  using model::InvoiceType;
  bool const billing =
      invoice.type != InvoiceType::reminder && invoice.type != InvoiceType::payment_request;
  auto const& channels = billers.channels();
  return billing && invoice.buyer.type != model::PartyType::consumer &&
         std::any_of(channels.begin(), channels.end(),
                     [](auto const& one) { return one.format == peppol_format; });
}

std::optional<Leg> first_leg(Prepared const& prepared, Caller const& caller,
                             RouteHouse const& house, model::Instant now) {
  Travelling document;
  document.tenant = caller.tenant;
  document.actor = caller.actor;
  document.document_kind = "invoice";
  document.client = prepared.client;
  document.submission = &prepared.submission;
  document.law = &house.law;
  auto const decision = house.store.read(
      [&](ledger::Snapshot& view) { return preview(view, document, house.billers, now); });
  return decision.legs.empty() ? std::nullopt : std::optional{decision.legs.front()};
}

// The address of the route takes the place of the one in the document.
bool goes_elsewhere(model::Invoice const& invoice, Leg const& leg) {
  auto const& own = invoice.buyer.electronic_address;
  return !own || own->scheme + ":" + own->value != leg.address;
}

model::Findings refusals(model::Findings found, model::Invoice const& invoice, Leg const& leg) {
  if (leg.format != peppol_format) return {};
  if (goes_elsewhere(invoice, leg)) {
    std::erase_if(found, [](auto const& one) {
      return one.pointer.starts_with("/invoice/buyer/electronic_address");
    });
  }
  return found;
}

void warn(Prepared& prepared, std::string code, std::string const& text) {
  model::Finding one;
  one.severity = model::Severity::warning;
  one.code = std::move(code);
  one.pointer = "/invoice";
  one.detail = text;
  prepared.warnings.push_back(std::move(one));
}

// Drawn once to see, as only the page knows what stands on it.
void warn_of_glyphs(Prepared& prepared, RenderTools const& tools) {
  if (!tools.designs) return;
  auto const drawn = invoice_pdf(prepared.submission, *prepared.client, tools);
  if (!drawn && drawn.error().fault == model::Fault::unsupported)
    warn(prepared, "glyph-missing", drawn.error().text);
}

// Written once to see.
void warn_of_finvoice(Prepared& prepared, finvoice::Style const& style) {
  auto const written = finvoice::write(prepared.submission.invoice, std::nullopt, style);
  if (!written) warn(prepared, "format-cannot-say", written.error().text);
}

bool may_go_as_finvoice(Billers const& billers) {
  auto const& channels = billers.channels();
  return std::any_of(channels.begin(), channels.end(),
                     [](auto const& one) { return finvoice::style_of(one.format).has_value(); });
}

}  // namespace

tl::expected<Prepared, model::Findings> fit_for_route(
    tl::expected<Prepared, model::Findings> prepared, Caller const& caller, RouteHouse const& house,
    model::Instant now) {
  if (!prepared) return prepared;
  auto const& invoice = prepared->submission.invoice;
  model::Findings unfit;
  if (may_go_to_peppol(invoice, house.billers)) unfit = rules::unfit_for_peppol(invoice, {});
  bool const unusual = has_unusual_letters(invoice);
  bool const doubtful =
      may_go_as_finvoice(house.billers) && rules::is_doubtful_in_finvoice(invoice);
  if (unfit.empty() && !unusual && !doubtful) return prepared;
  auto const leg = first_leg(*prepared, caller, house, now);
  if (!leg) return prepared;
  auto refused = refusals(std::move(unfit), invoice, *leg);
  if (!refused.empty()) return tl::unexpected{std::move(refused)};
  if (unusual && leg->format == page_format) warn_of_glyphs(*prepared, house.render);
  auto const style = finvoice::style_of(leg->format);
  if (doubtful && style) warn_of_finvoice(*prepared, *style);
  return prepared;
}

}  // namespace airut::gateway
