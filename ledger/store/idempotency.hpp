#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// Takes the bodies of those of the kept answers that tell of the object; a repeat of such a request
// gets an empty object.
void forget_answers(Transaction& tx, std::int64_t tenant, std::string_view object,
                    std::vector<std::int64_t> const& numbers);
// The same of all up to the number: reads all that are kept.
void forget_answers_until(Transaction& tx, std::int64_t tenant, std::string_view object,
                          std::int64_t last);
// Numbers of the kept answers that tell of the object, ascending. Reads all that are kept, a
// stretch at a time: not for the committer.
std::vector<std::int64_t> answers_about(Snapshot& view, std::string_view tenant,
                                        std::string_view object);

}  // namespace airut::ledger
