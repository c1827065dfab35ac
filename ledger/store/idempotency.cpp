#include "ledger/store/idempotency.hpp"

#include <algorithm>

#include "ledger/journal/text.hpp"
#include "ledger/store/hash_index.hpp"
#include "ledger/store/query.hpp"

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
  auto& connection = view.connection();
  auto const clean = scrubbed(key);
  for (auto const number : connection.hashes().answers.find(connection, place_of(tenant, key))) {
    Query query{connection,
                "SELECT request, status, body, location FROM answers"
                " WHERE number = ? AND tenant = ? AND (key = ? OR key = ?)"};
    // Earlier Airuts kept a key that is no UTF-8 as it came.
    if (!query.bind(number, tenant, key, clean).next()) continue;
    KeptAnswer answer;
    auto const request = query.take_view();
    std::copy_n(request.begin(), std::min(request.size(), answer.request.size()),
                answer.request.begin());
    query.take(answer.status, answer.body, answer.location);
    return answer;
  }
  return std::nullopt;
}

void keep_answer(Transaction& tx, std::string_view tenant, std::string_view key,
                 KeptAnswer const& answer, model::Instant now) {
  auto const hash = place_of(tenant, key);
  auto const clean = scrubbed(key);
  Query query{tx.connection(),
              "INSERT INTO answers (number, tenant, key, request, status, body, location, kept,"
              " hash) VALUES (?,?,?,?,?,?,?,?,?)"};
  query
      .bind(tx.connection().hashes().answers.add(hash), tenant, clean,
            Blob{{reinterpret_cast<char const*>(answer.request.data()), answer.request.size()}},
            answer.status, answer.body, answer.location, now, hash)
      .run();
}

std::optional<model::Instant> oldest_answer(Snapshot& view) {
  Query query{view.connection(), "SELECT kept FROM answers ORDER BY number LIMIT 1"};
  if (!query.next()) return std::nullopt;
  return query.take<model::Instant>();
}

std::int64_t drop_answers(Transaction& tx, model::Instant before, std::int64_t looked_at) {
  std::int64_t until = looked_at;
  {
    Query first{tx.connection(), "SELECT coalesce(min(number), 0) FROM answers"};
    first.next();
    until += first.take<std::int64_t>();
  }
  {
    Query places{tx.connection(),
                 "DELETE FROM answer_places WHERE (hash, number) IN"
                 " (SELECT hash, number FROM answers WHERE number < ? AND kept < ?)"};
    places.bind(until, before).run();
  }
  Query query{tx.connection(), "DELETE FROM answers WHERE number < ? AND kept < ?"};
  query.bind(until, before).run();
  return tx.connection().changes();
}

namespace {

constexpr std::int64_t answers_at_once = 10000;

std::string telling_of(std::string_view object) { return "%\"" + std::string{object} + "\"%"; }

}  // namespace

void forget_answers(Transaction& tx, std::int64_t tenant, std::string_view object,
                    std::vector<std::int64_t> const& numbers) {
  auto const pattern = telling_of(object);
  for (auto const number : numbers) {
    Query query{tx.connection(),
                "UPDATE answers SET body = '{}' WHERE number = ? AND body LIKE ?"
                " AND tenant = (SELECT name FROM tenants WHERE tenant = ?)"};
    query.bind(number, pattern, tenant).run();
  }
}

void forget_answers_until(Transaction& tx, std::int64_t tenant, std::string_view object,
                          std::int64_t last) {
  auto const pattern = telling_of(object);
  Query query{tx.connection(),
              "UPDATE answers SET body = '{}' WHERE number <= ? AND body LIKE ?"
              " AND tenant = (SELECT name FROM tenants WHERE tenant = ?)"};
  query.bind(last, pattern, tenant).run();
}

std::vector<std::int64_t> answers_about(Snapshot& view, std::string_view tenant,
                                        std::string_view object) {
  std::int64_t after = 0, last = 0;
  {
    Query ends{view.connection(),
               "SELECT coalesce(min(number), 1), coalesce(max(number), 0) FROM answers"};
    ends.next();
    after = ends.take<std::int64_t>() - 1;
    last = ends.take<std::int64_t>();
  }
  auto const pattern = telling_of(object);
  std::vector<std::int64_t> numbers;
  for (; after < last; after += answers_at_once) {
    Query query{view.connection(),
                "SELECT number FROM answers WHERE number > ? AND number <= ? AND tenant = ?"
                " AND body LIKE ? ORDER BY number"};
    query.bind(after, after + answers_at_once, tenant, pattern);
    while (query.next()) numbers.push_back(query.take<std::int64_t>());
  }
  return numbers;
}

}  // namespace airut::ledger
