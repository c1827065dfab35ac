#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "config/law.hpp"
#include "config/settings.hpp"
#include "formats/model/submission.hpp"
#include "formats/netsgiro/claims.hpp"
#include "ledger/journal/fact.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/mandates.hpp"

namespace airut::gateway {

struct DebitQuestion {
  ledger::DeliveryRow const& delivery;
  model::Submission const& submission;
  config::Client const& client;
  config::AvtaleGiroSettings const& settings;
  std::optional<ledger::MandateRow> const& mandate;  // of the payer, where there is one
  config::Law const& law;
  model::Instant now{};
  std::optional<model::Money> open{};  // what is owed of it; nullopt: all that it asks for
};

// Why no claim is made: a code of deviation_codes.tsv and a sentence.
struct NoClaim {
  std::string code, text;
};

// The claim of what is open of an invoice on a payer with a mandate, or why it may not be made: no
// mandate, more than its limit, a due day that is too near for the notice or too far ahead, or an
// invoice that has not what a claim needs. payload_digest is left open. Pure.
tl::expected<ledger::DebitClaimMade, NoClaim> make_claim(DebitQuestion const& question);

// The claim as its records say it. Texts that do not fit are cut at a character.
netsgiro::Claim claim_record(ledger::DebitClaimMade const& claim);

// The Norwegian account (BBAN) that the invoice asks to be paid to; "" when it names none.
std::string norwegian_account(model::Submission const& submission);

// The moment of a deadline, by Norwegian time.
model::Instant moment_of(config::Deadline const& deadline);

}  // namespace airut::gateway
