#pragma once

#include <string>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/finding.hpp"
#include "gateway/official/official_rules.hpp"

namespace airut::gateway {

// What the set in force says of an XML document that is to be taken or sent: errors where the
// client's policy rejects, warnings for the rest. Nothing where no set is installed for it. A set
// that cannot be used is an error too (official-rules-unusable): what must be checked and cannot
// be is not let through.
model::Findings official_findings(OfficialRules const& rules, std::string_view bytes,
                                  model::Instant moment, std::string const& client);

}  // namespace airut::gateway
