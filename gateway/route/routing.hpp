#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "formats/model/submission.hpp"
#include "gateway/billers.hpp"
#include "gateway/route/router.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// A copy of an invoice (Finvoice INV09) for the bank that pays it; the debtor has his on paper. It
// is a delivery of its own.
inline constexpr std::string_view copy_kind = "direct_payment_copy";

// The document that is to travel.
struct Travelling {
  std::string tenant, actor;
  std::string invoice_id;
  std::string document_kind;  // invoice, reminder, collection_order, direct_payment_copy
  std::string document_id;
  config::Client const* client = nullptr;
  model::Submission const* submission = nullptr;
  std::string replaces;              // the delivery that gave up, ""
  std::vector<std::string> only;     // channels still allowed, in order; empty: by the rules
  std::string reason{};              // why it stands where it stands; "" says it by the rules
  config::Law const* law = nullptr;  // for duties to send in one way; nullptr: none is looked at
  std::string hold_code{};  // deviation for which the invoice is held, "" as the caller asks
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

// The same by the channels that are chosen of those that could take it.
using Choice = std::function<std::vector<std::string>(std::vector<Leg> const&)>;
Routed route_by(ledger::Transaction& tx, Travelling document, Choice const& choose,
                Billers const& billers, config::Codes const& codes, model::Instant now);

// What the law says of how this document is sent on the day; nullptr: nothing.
config::EInvoiceDuty const* duty_of(Travelling const& document, model::Date day);

// The same decision without an effect.
RouteDecision preview(ledger::Snapshot& view, Travelling const& document, Billers const& billers,
                      model::Instant now);

}  // namespace airut::gateway
