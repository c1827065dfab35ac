#pragma once

#include <string>
#include <string_view>

#include "config/codes.hpp"
#include "formats/model/submission.hpp"
#include "gateway/billers.hpp"
#include "gateway/route/router.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// The document that is to travel.
struct Travelling {
  std::string tenant, actor;
  std::string invoice_id;
  std::string document_kind;  // invoice, reminder, collection_order
  std::string document_id;
  config::Client const* client = nullptr;
  model::Submission const* submission = nullptr;
  std::string replaces;           // the delivery that gave up, ""
  std::vector<std::string> only;  // channels still allowed, in order; empty: by the rules
  std::string reason{};           // why it stands where it stands; "" says it by the rules
  bool e_invoice_only = false;    // see RouteQuestion
  std::string hold_code{};        // deviation for which the invoice is held, "" as the caller asks
};

struct Routed {
  std::string delivery_id;  // "" when no channel was found
  std::string channel, state, reason;
  std::vector<ledger::SkippedChannel> skipped;
  model::Instant next_at{}, give_up_at{};
};

// Decides the route with the recipient's register entry and appends DeliveryRouted; or, when no
// channel can take it, RouteMissing with an open deviation.
Routed route(ledger::Transaction& tx, Travelling const& document, Billers const& billers,
             config::Codes const& codes, model::Instant now);

// The same decision without an effect.
RouteDecision preview(ledger::Snapshot& view, Travelling const& document, Billers const& billers,
                      model::Instant now);

}  // namespace airut::gateway
