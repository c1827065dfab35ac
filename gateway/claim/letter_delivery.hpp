#pragma once

#include <string>
#include <vector>

#include "gateway/claim/day_run.hpp"
#include "gateway/route/router.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

// The day of the debtor's consent to electronic payment demands, when the letter is one, the law
// asks for a consent, and his is young enough.
std::optional<model::Date> demand_consent(ledger::Snapshot& view, DayContext const& context,
                                          ledger::LetterDecided const& letter,
                                          std::string_view customer_number);

// Those of the channels that take such a letter: what asks for one sum with one reference, and post
// alone for a payment demand without the consent that it needs.
std::vector<std::string> letter_channels(std::vector<Leg> const& legs,
                                         ledger::LetterDecided const& letter,
                                         DayContext const& context, model::Party const& buyer);

// The client's collection partner; nullptr: he has none.
config::Channel const* order_channel(Billers const& billers, std::string_view tenant,
                                     std::string_view client);

// A document of a claim on its way to the agency.
struct ToAgency {
  std::string invoice_id, client, document_kind, document_id;
};
ledger::DeliveryRouted route_to_agency(DayContext const& context, config::Channel const& partner,
                                       ToAgency document);

// How a letter is asked to go.
struct LetterWay {
  std::vector<std::string> channels{};  // in this order; empty: the recipient's own
  std::string reason = "policy-step";   // of the route
};

// Decides how a letter travels: a reminder by the recipient's channels that carry letters (PDF or
// Finvoice, never Peppol, which has none), a collection order to the client's collection partner.
// Without a channel a deviation is opened. Returns whether a delivery waits now.
bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context, model::Submission const& submission,
                  LetterWay const& way);
// By the recipient's own channels; of a plan.
bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context);

}  // namespace airut::gateway
