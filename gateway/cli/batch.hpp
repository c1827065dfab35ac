#pragma once

#include <string>

#include "gateway/cli/commands.hpp"

namespace airut::gateway::cli {

// Whether a file holds many documents: a ZIP, lines of JSON, or XML documents one after another.
bool holds_many(std::string const& bytes);

// Sends them as one batch, waits for its end and tells what was not accepted.
struct BatchSending {
  std::string profile;  // of a CSV, else empty
  std::string key;      // the batch's Idempotency-Key
};
int submit_batch(Options const& options, std::string const& file, std::string const& bytes,
                 BatchSending const& how);

}  // namespace airut::gateway::cli
