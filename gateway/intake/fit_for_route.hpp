#pragma once

#include "config/law.hpp"
#include "formats/model/finding.hpp"
#include "gateway/billers.hpp"
#include "gateway/intake/prepare.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

struct RenderTools;

// What is looked at to see which way a document takes.
struct RouteHouse {
  ledger::Store& store;
  Billers const& billers;
  config::Law const& law;
  RenderTools const& render;
};

// The document refused when the first channel on its way carries Peppol BIS Billing (format ubl)
// and a rule of it would make the receiver refuse what is written: told now, while its sender can
// put it right. Any other is given back; with a warning when its channel carries pages (format pdf)
// and no font has a letter of it (glyph-missing), or Finvoice and it cannot say the invoice
// (format-cannot-say): the delivery will be held then.
tl::expected<Prepared, model::Findings> fit_for_route(
    tl::expected<Prepared, model::Findings> prepared, Caller const& caller, RouteHouse const& house,
    model::Instant now);

}  // namespace airut::gateway
