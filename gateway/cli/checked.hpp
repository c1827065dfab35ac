#pragma once

#include <string>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"

namespace airut::gateway::cli {

struct Checked {
  model::Invoice invoice;
  model::Findings findings;
};

// Reads, completes and checks, as intake does it but without a billing client's settings.
Checked check_bytes(std::string const& bytes);

bool looks_like_json(std::string const& bytes);

}  // namespace airut::gateway::cli
