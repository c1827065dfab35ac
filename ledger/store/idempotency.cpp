#include "ledger/store/idempotency.hpp"

#include <algorithm>

#include "ledger/store/sqlite.hpp"

namespace airut::ledger {

namespace {

// Where an answer is looked for; equal places are told apart by tenant and key.
std::int64_t place_of(std::string_view tenant, std::string_view key) {
  auto const digest = model::sha256(std::string{tenant} + '\0' + std::string{key});
  std::uint64_t place = 0;
  for (std::size_t i = 0; i < 8; ++i) place = place << 8 | digest.at(i);
  return static_cast<std::int64_t>(place);
}

}  // namespace

std::optional<KeptAnswer> find_answer(Snapshot& view, std::string_view tenant,
                                      std::string_view key) {
  Query query{view.connection(),
              "SELECT request, status, body, location FROM answers"
              " WHERE hash = ? AND tenant = ? AND key = ?"};
  if (!query.bind(place_of(tenant, key), tenant, key).next()) return std::nullopt;
  KeptAnswer answer;
  auto const request = query.take_view();
  std::copy_n(request.begin(), std::min(request.size(), answer.request.size()),
              answer.request.begin());
  query.take(answer.status, answer.body, answer.location);
  return answer;
}

void keep_answer(Transaction& tx, std::string_view tenant, std::string_view key,
                 KeptAnswer const& answer, model::Instant now) {
  Query query{tx.connection(),
              "INSERT INTO answers (tenant, key, request, status, body, location, kept, hash)"
              " VALUES (?,?,?,?,?,?,?,?)"};
  query
      .bind(tenant, key,
            Blob{{reinterpret_cast<char const*>(answer.request.data()), answer.request.size()}},
            answer.status, answer.body, answer.location, now, place_of(tenant, key))
      .run();
}

std::int64_t drop_answers(Transaction& tx, model::Instant before) {
  Query query{tx.connection(), "DELETE FROM answers WHERE kept < ?"};
  query.bind(before).run();
  return tx.connection().changes();
}

}  // namespace airut::ledger
