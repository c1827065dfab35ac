#pragma once

#include <optional>
#include <string>

#include "channels/peppol/inbox.hpp"
#include "gateway/api/house.hpp"
#include "gateway/deviations/hear.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

// Whom a message is for.
struct Addressee {
  std::string tenant, client;  // client "": the gateway itself, as a provider
};
// nullopt: nobody of this gateway.
std::optional<Addressee> addressee_of(Billers const& billers, config::PeppolSettings const& own,
                                      sbdh::ParticipantId const& receiver);

// What a received message is, and what it means here.
struct TakenOver {
  ledger::DocumentReceived fact;  // but for its digests, and for who it is about
  std::optional<News> news;       // for the delivery that it is about
  std::string instance_id;        // the envelope that a status is about
  std::string invoice_number;     // the invoice that a response is about
  std::string buyer;              // who may say so of it
};

// Pure but for the installed official rules.
TakenOver take_over(channels::PeppolMail const& mail, Addressee const& whom,
                    config::PeppolSettings const& own, OfficialRules const* official,
                    model::Instant now);

// The delivery that it is about, of any tenant; nullopt when there is none.
std::optional<ledger::DeliveryRow> delivery_about(ledger::Snapshot& view, Billers const& billers,
                                                  Addressee const& whom, TakenOver const& taken);

}  // namespace airut::gateway
