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

class Billing;

// Reads one document and checks it: a JSON invoice as intake does it, with the settings of its
// billing client where there are some; another document by the rules that it names
// (documents::check), as it keeps what it says, and only figures that it did not bring are filled
// in, unless a client was named for it, too. A target format (finvoice) adds what it asks.
Checked check_bytes(std::string_view bytes, std::string_view target = {},
                    Billing const* billing = nullptr);

bool looks_like_json(std::string_view bytes);

// What is told of a file that read_file() had no bytes of.
model::Finding unreadable_file(std::string const& name);

// Each with its sentence in the language; empty: English.
void print_findings(std::FILE* to, std::string const& file, model::Findings const& findings,
                    std::string_view language = {});

}  // namespace airut::gateway::cli
