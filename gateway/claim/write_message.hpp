#pragma once

#include <string>
#include <string_view>

#include "gateway/claim/claim_facts.hpp"
#include "ledger/store/messages.hpp"

namespace airut::gateway {

// Who answers what a debtor or the agency asks: content matters go to the biller, payment and
// delivery to the service.
std::string_view answerer_of(std::string_view about);

struct Note {
  std::string author;     // biller, service, debtor, agency
  std::string recipient;  // "": by the matter
  std::string about;      // content, payment, delivery, other
  std::string answers, text;
  bool needs_answer = false;
};

// Appends the message and gives its id. What it answers counts as read and answered.
std::string write_note(ledger::Transaction& tx, ClaimContext const& context,
                       std::string const& invoice_id, std::string const& client, Note const& note);

// The reader has seen every message that was written to him; appends only what is new.
void mark_read(ledger::Transaction& tx, ClaimContext const& context, std::string const& invoice_id,
               std::string_view reader);

// The debtor disputes the claim: reminders stop until a person has settled it.
void dispute(ledger::Transaction& tx, ClaimContext const& context,
             ledger::ReceivableRow const& item, std::string const& words);

}  // namespace airut::gateway
