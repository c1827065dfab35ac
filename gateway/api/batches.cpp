#include "ledger/store/batches.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <memory>

#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "channels/blocking.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/api/batch_rehearsal.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/turn.hpp"
#include "gateway/batches/csv_profile.hpp"
#include "gateway/batches/documents.hpp"
#include "gateway/batches/runner.hpp"
#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/store/store_full.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds wait_max{30};
constexpr std::chrono::milliseconds look_at_batch_every{25};

void write_batch(json::Writer& out, ledger::BatchRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "batch");
  out.member("status", row.status);
  out.member("mode", row.mode);
  out.member("format", row.format);
  out.member("sha256", row.digest);
  out.member("items", row.items);
  out.member("done", row.done);
  out.member("accepted", row.accepted);
  out.member("rejected", row.rejected);
  out.member("duplicates", row.duplicates);
  out.key("totals");
  out.begin_array();
  for (auto const& total : row.totals) write_total(out, total);
  out.end_array();
  write_instant(out, "created_at", row.created);
  write_instant(out, "completed_at", row.completed);
  out.end_object();
}

// A key that bills for some clients sees the batches that it sent itself.
std::optional<ledger::BatchRow> visible_batch(http::Request const& request,
                                              ledger::Snapshot& view) {
  auto row = ledger::find_batch(view, request.principal->tenant, request.path_parameters.at(0));
  if (row && !request.principal->clients.empty() && row->actor != request.principal->key_id)
    return std::nullopt;
  return row;
}

// Prefer: wait=10 (RFC 7240 section 4.3), at most half a minute.
std::chrono::seconds wish_to_wait(http::Request const& request) {
  auto const prefer = request.header("prefer");
  auto const at = prefer.find("wait=");
  if (at == prefer.npos) return {};
  unsigned seconds = 0;
  std::from_chars(prefer.data() + at + 5, prefer.data() + prefer.size(), seconds);
  return std::min(std::chrono::seconds{seconds}, wait_max);
}

asio::awaitable<http::Response> show_when_done(House& house, http::Request const& request,
                                               std::string batch_id) {
  auto const until = std::chrono::steady_clock::now() + wish_to_wait(request);
  auto const look = [&] {
    return house.store.read([&](ledger::Snapshot& view) {
      return ledger::find_batch(view, request.principal->tenant, batch_id);
    });
  };
  auto row = look();
  auto const executor = co_await asio::this_coro::executor;
  asio::steady_timer timer{executor};
  while (row && row->status == "processing" && !house.batches.stopping() &&
         std::chrono::steady_clock::now() < until) {
    timer.expires_after(look_at_batch_every);
    co_await timer.async_wait(asio::use_awaitable);
    row = look();
  }
  if (!row) co_return not_found("batch");
  json::Writer out;
  write_batch(out, *row);
  auto response = reply(std::move(out), 202);
  response.headers.emplace_back("Location", "/v1/batches/" + batch_id);
  co_return response;
}

// What came of the body before anything was committed: an answer kept for its key, a refusal, or a
// batch whose body lies in the spool.
struct Received {
  model::Sha256 request{};
  std::optional<ledger::KeptAnswer> earlier;
  std::optional<http::Response> refusal;
  ledger::BatchReceived fact;
};

std::optional<ledger::KeptAnswer> answer_kept(ledger::Snapshot& view, http::Request const& request,
                                              model::Sha256 const& digest) {
  return find_kept(view, request.principal->tenant, key_of(request), digest);
}

std::optional<http::Response> whole_too_large(http::Request const& request, BatchBody const& body) {
  if (request.parameter("mode") != "all_or_nothing") return std::nullopt;
  if (body.documents <= whole_batch_documents_max && body.bytes <= whole_batch_bytes_max)
    return std::nullopt;
  return http::problem(
      422, "batch-too-large",
      fmt::format("A batch of mode all_or_nothing has at most {} documents of {} bytes together; "
                  "this one has {} of {}.",
                  whole_batch_documents_max, whole_batch_bytes_max, body.documents, body.bytes));
}

bool is_csv(http::Request const& request) {
  return request.header("content-type").starts_with("text/csv");
}

// ?profile=NAME makes the body a CSV.
std::optional<csv::Profile> csv_profile_of(House const& house, http::Request const& request) {
  for (auto const& one : house.settings.csv_profiles) {
    if (one.name == request.parameter("profile")) return csv_profile(one);
  }
  return std::nullopt;
}

std::optional<http::Response> wrong_profile(House const& house, http::Request const& request) {
  auto const name = request.parameter("profile");
  if (name.empty() && !is_csv(request)) return std::nullopt;
  if (csv_profile_of(house, request)) return std::nullopt;
  std::vector<std::string_view> names;
  for (auto const& one : house.settings.csv_profiles) names.push_back(one.name);
  return http::problem(
      400, "parameter-invalid",
      fmt::format("{} This gateway has {}.",
                  name.empty() ? std::string{"A CSV needs ?profile=NAME."}
                               : fmt::format("There is no CSV profile \"{}\".", name),
                  names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
}

// On a worker: reads the body whole, twice, and writes it to disk.
Received receive(House& house, http::Request const& request) {
  Received received;
  received.request = request_digest(request);
  received.earlier = house.store.read(
      [&](ledger::Snapshot& view) { return answer_kept(view, request, received.request); });
  auto const profile = csv_profile_of(house, request);
  auto const head = profile ? csv_profile_line(*profile) : std::string{};
  if (auto const& earlier = received.earlier) {
    bool const same = earlier->request == received.request;
    if (same) house.batches.give_body(request.principal->tenant, earlier->body, request.body, head);
    return received;
  }
  auto const body = profile ? look_through_csv(request.body, *profile, house.settings.limits)
                            : look_through(request.body, house.settings.limits);
  if (!body) {
    received.refusal = http::invalid(body.error(), request.language);
    return received;
  }
  received.refusal = whole_too_large(request, *body);
  if (received.refusal) return received;
  auto& fact = received.fact;
  fact.batch_id = model::new_id("bat", house.clock.now());
  fact.mode = request.parameter("mode") == "all_or_nothing" ? "all_or_nothing" : "best_effort";
  fact.format = batch_format_text(body->format);
  fact.digest = model::sha256_hex(request.body);
  fact.language = request.language;
  fact.clients = request.principal->clients;
  fact.items = body->documents;
  house.batches.spool().keep(fact.batch_id, request.body, head);
  return received;
}

// The kept answer holds the batch's id alone: a repeat is shown how far the batch is now.
ledger::KeptAnswer begin_batch(House& house, http::Request const& request, Received const& received,
                               ledger::Transaction& tx) {
  if (auto earlier = answer_kept(tx, request, received.request)) return *std::move(earlier);
  auto const& tenant = request.principal->tenant;
  tx.append(tenant, request.principal->key_id, house.clock.now(), received.fact);
  note_reason(house, request, tx);
  ledger::keep_answer(tx, tenant, key_of(request).name,
                      {received.request, 202, received.fact.batch_id, ""}, house.clock.now());
  return {received.request, 202, received.fact.batch_id, ""};
}

asio::awaitable<http::Response> repeat(House& house, http::Request const& request,
                                       ledger::KeptAnswer const& earlier,
                                       model::Sha256 const& digest) {
  if (earlier.request != digest) co_return key_reused();
  // It may have been taken while nobody knew: the store was lost at its commit.
  house.batches.enqueue(request.principal->tenant, earlier.body);
  auto shown = co_await show_when_done(house, request, earlier.body);
  co_return replayed(std::move(shown));
}

// Commits it. A body whose batch was surely not taken leaves the spool.
asio::awaitable<ledger::KeptAnswer> take_in(House& house, http::Request const& request,
                                            Received const& received) {
  std::function<ledger::KeptAnswer(ledger::Transaction&)> const work =
      [&](ledger::Transaction& tx) { return begin_batch(house, request, received, tx); };
  auto const& spool = house.batches.spool();
  try {
    co_return co_await commit<ledger::KeptAnswer>(house.store, work);
  } catch (ledger::StoreFull const&) {
    spool.drop(received.fact.batch_id);
    throw;
  } catch (ledger::StoreLost const&) {
    throw;  // nobody knows whether it was: the next start or a repeat of the request does
  } catch (...) {
    spool.drop(received.fact.batch_id);
    throw;
  }
}

// Trials keep nothing that would be lost: of no more documents than this.
constexpr std::int64_t trial_documents_max = 5000;

// On a worker.
http::Response rehearse_on_worker(House& house, http::Request const& request) {
  auto const profile = csv_profile_of(house, request);
  auto const body = profile ? look_through_csv(request.body, *profile, house.settings.limits)
                            : look_through(request.body, house.settings.limits);
  if (!body) return http::invalid(body.error(), request.language);
  if (auto const refusal = whole_too_large(request, *body)) return *refusal;
  if (body->documents > trial_documents_max)
    return http::problem(422, "batch-too-large",
                         fmt::format("A trial of a batch has at most {} documents; this one has {}."
                                     " Try a part of them.",
                                     trial_documents_max, body->documents));
  return rehearse_batch(house, request, *body, profile);
}

asio::awaitable<http::Response> try_batch(House& house, http::Request const& request,
                                          UnderWay under_way) {
  if (auto const wrong = wrong_profile(house, request)) co_return *wrong;
  Turn const turn{std::move(under_way)};
  if (!turn.is_first())
    co_return come_again("Another trial of a batch is under way; one is made at a time.");
  co_return co_await channels::on_pool(house.workers,
                                       [&] { return rehearse_on_worker(house, request); });
}

asio::awaitable<http::Response> submit_batch(House& house, http::Request request) {
  if (!house.disk.has_room()) throw http::Unavailable{"The disk is nearly full."};
  if (auto const wrong = wrong_profile(house, request)) co_return *wrong;
  auto const received =
      co_await channels::on_pool(house.workers, [&] { return receive(house, request); });
  if (received.refusal) co_return *received.refusal;
  if (received.earlier)
    co_return co_await repeat(house, request, *received.earlier, received.request);
  request.body = {};
  auto const kept = co_await take_in(house, request, received);
  if (kept.body != received.fact.batch_id) {  // the same key came twice at once
    house.batches.spool().drop(received.fact.batch_id);
    co_return co_await repeat(house, request, kept, received.request);
  }
  house.batches.enqueue(request.principal->tenant, received.fact.batch_id);
  co_return co_await show_when_done(house, request, received.fact.batch_id);
}

asio::awaitable<http::Response> submit_or_try(House& house, http::Request request,
                                              UnderWay under_way) {
  if (request.parameter("dry_run") == "true")
    co_return co_await try_batch(house, request, std::move(under_way));
  co_return co_await submit_batch(house, std::move(request));
}

http::Response list_batches(House&, http::Request const& request, ledger::Snapshot& view) {
  ledger::BatchFilter filter;
  filter.status = text_of(request, "status");
  if (!request.principal->clients.empty()) filter.actor = request.principal->key_id;
  auto const rows = ledger::list_batches(view, request.principal->tenant, filter, page_of(request));
  return list_reply(rows, [](json::Writer& out, auto const& row) { write_batch(out, row); });
}

http::Response show_batch(House&, http::Request const& request, ledger::Snapshot& view) {
  auto const row = visible_batch(request, view);
  if (!row) return not_found("batch");
  json::Writer out;
  write_batch(out, *row);
  return reply(std::move(out));
}

void write_item(json::Writer& out, ledger::BatchItemRow const& row) {
  out.begin_object();
  out.member("position", row.position);
  out.member_if("name", row.name);
  out.member_if("number", row.number);
  out.member("outcome", row.outcome);
  out.member_if("invoice_id", row.invoice_id);
  if (!row.problem.empty()) {
    out.key(row.outcome == "accepted" ? "warnings" : "problem");
    out.raw(row.problem);
  }
  out.end_object();
}

http::Response show_items(House&, http::Request const& request, ledger::Snapshot& view) {
  auto const batch = visible_batch(request, view);
  if (!batch) return not_found("batch");
  auto const rows =
      ledger::list_batch_items(view, batch->tenant, batch->id, text_of(request, "outcome"),
                               request.parameter("warned") == "true", page_of(request));
  return list_reply(rows, write_item);
}

}  // namespace

void add_batch_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back(
      {Method::post,
       "/v1/batches",
       "batches:write",
       Body::document,
       true,
       "Submit",
       "Submit many documents: NDJSON, a ZIP, XML documents in one file, or a CSV by its profile",
       {"mode=best_effort|all_or_nothing", "profile", "dry_run=true|false"},
       [&house, trial = std::make_shared<std::atomic<bool>>(false)](http::Request request) {
         return submit_or_try(house, std::move(request), trial);
       },
       {.gives = "Batch",
        .status = 202,
        .takes_media = {"application/x-ndjson", "application/zip", "application/xml",
                        "text/csv"}}});
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::get, pattern, "batches:read", Body::none, false, "Submit", summary,
                      std::move(parameters), reading(house, std::move(handler)), std::move(says)});
  };
  get("/v1/batches", "List batches", list_batches, {.gives = "Batch", .is_list = true},
      {"status=processing|completed|refused", "limit", "cursor"});
  get("/v1/batches/{id}", "How far a batch is, with control totals", show_batch, {"Batch"});
  get("/v1/batches/{id}/items", "What became of each document", show_items,
      {.gives = "BatchItem", .is_list = true},
      {"outcome=accepted|rejected|duplicate", "warned=true|false", "limit", "cursor"});
}

}  // namespace airut::gateway::api
