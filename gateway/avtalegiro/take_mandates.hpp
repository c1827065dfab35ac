#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "formats/netsgiro/mandates.hpp"
#include "gateway/avtalegiro/clearing_context.hpp"
#include "ledger/store/mandates.hpp"

namespace airut::gateway {

struct MandateTake {
  std::int64_t changes = 0;
  bool queued = false;  // a claim went another way and waits there
};

// Why a list is not taken.
struct MandateHold {
  bool implausible = false;  // a full list lacks too much of what was known
  std::string text;
};

// Brings the register to what the list says: a full list ends what is not in it, unless that is
// more than clearing_rules.tsv lets it be without a person's word. Claims on a mandate which ended
// go their delivery's next way: those that wait, and those that lie at the clearing house and are
// not due yet.
tl::expected<MandateTake, MandateHold> take_mandates(ledger::Transaction& tx,
                                                     ClearingContext const& context,
                                                     std::vector<netsgiro::Mandate> const& mandates,
                                                     std::string const& file_id, bool confirmed);

// Ends one mandate; whether a claim went another way and waits there.
bool end_mandate(ledger::Transaction& tx, ClearingContext const& context,
                 ledger::MandateRow const& mandate, std::string const& file_id);

}  // namespace airut::gateway
