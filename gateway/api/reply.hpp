#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "formats/json/writer.hpp"
#include "gateway/api/house.hpp"
#include "gateway/intake/kept_answer.hpp"
#include "ledger/store/page.hpp"

namespace airut::gateway::api {

// 200 (or another) with what was written.
http::Response reply(json::Writer out, int status = 200);
http::Response not_found(std::string_view what);
http::Response conflict(std::string_view code, std::string_view detail);

// Throws http::Answer(400) for a limit that is no number of 1-200 and a cursor that is none.
ledger::Page page_of(http::Request const& request);
// The day of a query parameter; throws http::Answer(400) when it is none.
std::optional<model::Date> day_of(http::Request const& request, std::string_view parameter);

// Whether the key bills for this client.
bool may_see(http::Request const& request, std::string_view client);
// The row, unless it belongs to a client that the key does not bill for.
template <class Row>
std::optional<Row> visible(http::Request const& request, std::optional<Row> row) {
  if (row && !may_see(request, row->client)) row.reset();
  return row;
}
// The client that a list is about: the one asked for, or the key's only one, "" for all. Throws
// http::Answer: 403 for a client of others, 400 when a key for several names none.
std::string client_filter(http::Request const& request);
// The client of that name. Throws http::Answer(404) when there is none that the key bills for.
config::Client const& asked_client(House& house, http::Request const& request,
                                   std::string_view ref);
// Throws http::Answer(403) for a key that bills for some clients only.
void need_whole_tenant(http::Request const& request);
std::string text_of(http::Request const& request, std::string_view parameter);

// {"data": [...], "has_more": ..., "next_cursor": ...}
template <class Row, class Write>
http::Response list_reply(ledger::Listed<Row> const& listed, Write write) {
  json::Writer out;
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (auto const& row : listed.rows) write(out, row);
  out.end_array();
  out.member("has_more", listed.has_more);
  if (listed.has_more) out.member("next_cursor", listed.next_cursor);
  out.end_object();
  return reply(std::move(out));
}

// A handler that only reads.
using Reading = std::function<http::Response(House&, http::Request const&, ledger::Snapshot&)>;
std::function<boost::asio::awaitable<http::Response>(http::Request)> reading(House& house,
                                                                             Reading handler);

// A handler whose effect happens once for each Idempotency-Key: its answer is kept in the effect's
// own transaction and given again to the same request; another request with the key is 422. An
// answer of 400 and above keeps nothing (and must have appended nothing).
// queued: a delivery waits now, the dispatcher is woken.
// kept: what is kept for repeats where the answer itself must not be, since it holds what opens a
// door; the handler for repeats makes the answer of it.
struct Effect {
  http::Response response;
  bool queued = false;
  std::string kept{};
};
using Acting = std::function<Effect(House&, http::Request const&, ledger::Transaction&)>;
using Again = std::function<http::Response(House&, http::Request const&, ledger::Snapshot&,
                                           std::string const& kept)>;
std::function<boost::asio::awaitable<http::Response>(http::Request)> acting(House& house,
                                                                            Acting handler,
                                                                            Again again = {});

// The same for a request whose digest is known and whose body may be gone.
boost::asio::awaitable<http::Response> act(House& house, http::Request const& request,
                                           model::Sha256 const& digest, Acting const& handler,
                                           Again const& again = {});

// Puts the words of X-Reason into the journal, beside what the transaction appended.
void note_reason(House& house, http::Request const& request, ledger::Transaction& tx);

http::Response replayed(http::Response response);
http::Response key_reused();

// Its Idempotency-Key.
StoredKey key_of(http::Request const& request);
// SHA-256 of method, path, query and body.
model::Sha256 request_digest(http::Request const& request);

void write_money(json::Writer& out, std::string_view name, model::Money const& money);
void write_instant(json::Writer& out, std::string_view name,
                   std::optional<model::Instant> const& moment);
void write_day(json::Writer& out, std::string_view name, std::optional<model::Date> const& day);

}  // namespace airut::gateway::api
