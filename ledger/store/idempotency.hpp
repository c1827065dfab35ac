#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/model/sha256.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// Answers kept by (tenant, Idempotency-Key), written in the effect's own transaction.
struct KeptAnswer {
  model::Sha256 request{};  // of method, path and body
  int status = 0;
  std::string body;
  std::string location;
};

std::optional<KeptAnswer> find_answer(Snapshot& view, std::string_view tenant,
                                      std::string_view key);
void keep_answer(Transaction& tx, std::string_view tenant, std::string_view key,
                 KeptAnswer const& answer, model::Instant now);
// When the answer was kept that has been kept longest; nullopt when there is none.
std::optional<model::Instant> oldest_answer(Snapshot& view);
// Drops answers older than the given moment among so many that were kept first; returns how many.
std::int64_t drop_answers(Transaction& tx, model::Instant before, std::int64_t looked_at);

// Takes the bodies of kept answers that tell of the object, up to the number; a repeat of such a
// request gets an empty object.
void forget_answers(Transaction& tx, std::int64_t tenant, std::string_view object,
                    std::int64_t last);
// Number of the newest kept answer that tells of the object, 0 when none does.
std::int64_t last_answer_about(Snapshot& view, std::string_view tenant, std::string_view object);

}  // namespace airut::ledger
