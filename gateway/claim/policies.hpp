#pragma once

#include <cstdint>
#include <string>

#include "config/settings.hpp"
#include "gateway/billers.hpp"
#include "ledger/store/receivables.hpp"

// By which policy a claim is judged, and how the journal knows it.
namespace airut::gateway {

// The policy's content as JSON, without blanks, members in one order: the same bytes for the same
// content.
std::string definition_text(config::DunningPolicy const& policy);

// The name of the item's policy: the customer's own, else the one that the invoice asked for, else
// that of the customer's segment, else the client's. Segments: priority (by the recipients'
// register), business, public, private.
std::string policy_name_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                           config::Client const& client);

// The version under which the journal knows the policy's content; recorded when it is new.
std::int64_t record_policy(ledger::Transaction& tx, std::string_view tenant, std::string_view actor,
                           model::Instant now, config::DunningPolicy const& policy);

}  // namespace airut::gateway
