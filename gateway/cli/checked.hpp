#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"

namespace airut::gateway::cli {

struct Checked {
  std::optional<model::Invoice> invoice;  // nothing: it could not be read
  model::Findings findings;
};

// Reads one document and checks it without a billing client's settings: a JSON invoice as intake
// does it; a document by the rules that it names (documents::check), as it keeps what it says, and
// only figures that it did not bring are filled in. A target format (finvoice) adds what it asks.
Checked check_bytes(std::string_view bytes, std::string_view target = {});

bool looks_like_json(std::string_view bytes);

void print_findings(std::FILE* to, std::string const& file, model::Findings const& findings);

}  // namespace airut::gateway::cli
