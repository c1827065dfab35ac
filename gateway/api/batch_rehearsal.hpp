#pragma once

#include <optional>
#include <string>

#include "formats/csv/read.hpp"
#include "formats/json/writer.hpp"
#include "gateway/api/house.hpp"
#include "gateway/batches/documents.hpp"
#include "ledger/journal/register_facts.hpp"

namespace airut::gateway::api {

// What submitting the body as a batch would give, from the numbers and registers as they are now:
// nothing is kept, no number is taken. The answer names each document that would be refused, or
// taken with a warning, up to a number of them; counts are of all. A stop of the gateway ends it
// between two documents with Unavailable.
http::Response rehearse_batch(House& house, http::Request const& request, BatchBody const& body,
                              std::optional<csv::Profile> const& profile);

// A batch's control total.
void write_total(json::Writer& out, ledger::BatchTotal const& total);

}  // namespace airut::gateway::api
