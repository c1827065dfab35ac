#pragma once

#include <string>
#include <string_view>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"

namespace airut::gateway::cli {

struct Checked {
  model::Invoice invoice;
  model::Findings findings;
};

// Reads one document and checks it, as intake does it but without a billing client's settings. A
// JSON invoice is completed; a document brought its figures and keeps what it says, so that only
// figures it did not bring are filled in.
Checked check_bytes(std::string_view bytes);

bool looks_like_json(std::string_view bytes);

void print_findings(std::string const& file, model::Findings const& findings);

}  // namespace airut::gateway::cli
