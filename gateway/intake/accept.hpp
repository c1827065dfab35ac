#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/billers.hpp"
#include "gateway/intake/kept_answer.hpp"
#include "gateway/intake/prepare.hpp"
#include "gateway/route/router.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// The request that an acceptance answers, for idempotency.
struct Asked {
  StoredKey key;  // empty for items of a batch: the batch has the key
  model::Sha256 request{};
  std::string batch_id;
  std::int64_t batch_position = 0;
  std::string batch_item;      // file name in the batch
  std::string language{"en"};  // of the sentences in the answer
};

// What became of a prepared document. status and body are the HTTP answer; a replay gives the
// stored ones.
struct Accepted {
  enum class Kind { accepted, replayed, key_reused, duplicate } kind = Kind::accepted;
  int status = 202;
  std::string body, location;
  std::string invoice_id;      // of the new or of the existing invoice
  bool queued = false;         // a delivery is waiting: wake the dispatcher
  model::Findings warnings{};  // of an accepted one: what is odd, also of what it meets here
};

// The rules and registers an acceptance looks at.
struct AcceptRules {
  Billers const& billers;
  config::Codes const& codes;
  config::Law const& law;
};

// One transaction: idempotency, duplicate guard, route, invoice, receivable, delivery, answer.
// Runs on the committer's thread and may be run twice; it changes nothing but the transaction.
Accepted accept(ledger::Transaction& tx, Prepared const& prepared, Caller const& caller,
                Asked const& asked, AcceptRules const& rules, model::Instant now);

// The id of the invoice that has this one's seller, type and number already.
std::optional<std::string> find_same(ledger::Snapshot& view, Prepared const& prepared,
                                     Caller const& caller);

// The answer kept for this key, when the same request came before; key_reused when another did.
std::optional<Accepted> earlier_answer(ledger::Snapshot& view, std::string_view tenant,
                                       Asked const& asked);

}  // namespace airut::gateway
