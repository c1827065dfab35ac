#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>

#include "formats/archive/archive.hpp"
#include "formats/documents/documents.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/intake/accept.hpp"
#include "ledger/store/idempotency.hpp"
#include "ledger/store/links.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

struct Item {
  std::int64_t position = 0;
  std::string name;
  tl::expected<Prepared, model::Findings> prepared;
};

struct Outcome {
  std::int64_t accepted = 0, rejected = 0, duplicates = 0;
  bool queued = false;
};

constexpr std::size_t items_in_commit = 64;

// The documents of the body, one after another: lines of NDJSON, files of a ZIP, or Finvoices in
// one file. Throws http::Answer when the body as a whole is no batch.
class Unpacking {
 public:
  using Take = std::function<void(std::string name, std::string bytes)>;
  Unpacking(House& house, http::Request const& request) : house_(house), request_(request) {}

  void run(Take const& take) const {
    auto const& body = request_.body;
    if (archive::is_zip(body)) return from_zip(take);
    auto const first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string::npos) refuse("batch-empty", "The batch is empty.");
    if (body[first] == '{') return from_lines(take);
    for (auto& part : documents::split(body)) take("", std::move(part.bytes));
  }

 private:
  [[noreturn]] void refuse(std::string code, std::string detail) const {
    throw http::Answer{http::problem(422, code, detail)};
  }
  void from_zip(Take const& take) const {
    auto const& limits = house_.settings.limits;
    auto const done = archive::for_each_file(
        request_.body, {limits.unpacked_bytes, limits.zip_files, limits.zip_ratio}, take);
    if (!done) throw http::Answer{http::invalid(done.error(), request_.language)};
  }
  void from_lines(Take const& take) const {
    std::string_view rest = request_.body;
    while (!rest.empty()) {
      auto const end = rest.find('\n');
      auto const line = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) take("", std::string{line});
    }
  }

  House& house_;
  http::Request const& request_;
};

std::string rejection(model::Findings const& findings, std::string_view language) {
  return http::invalid(findings, language).body;
}

class Batch {
 public:
  Batch(House& house, http::Request const& request)
      : house_(house),
        request_(request),
        caller_{request.principal->tenant, request.principal->key_id, request.principal->clients},
        id_(model::new_id("bat", house.clock.now())),
        whole_(request.parameter("mode") == "all_or_nothing") {}

  asio::awaitable<http::Response> run();

 private:
  std::vector<Item> prepare_all();
  Outcome take(ledger::Transaction& tx, std::vector<Item> const& items, std::size_t from,
               std::size_t count);
  void reject(ledger::Transaction& tx, Item const& item, std::string outcome,
              std::string invoice_id, std::string problem);
  http::Response finish(ledger::Transaction& tx, std::size_t items);
  std::string body_of(std::size_t items) const;

  House& house_;
  http::Request const& request_;
  Caller caller_;
  std::string id_;
  bool whole_;
  Outcome total_;
};

std::vector<Item> Batch::prepare_all() {
  std::vector<Item> items;
  Unpacking{house_, request_}.run([&](std::string name, std::string bytes) {
    auto const position = static_cast<std::int64_t>(items.size()) + 1;
    auto prepared = prepare(std::move(bytes), caller_, house_.billers, house_.numbers);
    items.push_back({position, std::move(name), std::move(prepared)});
  });
  if (items.empty()) throw http::Answer{http::problem(422, "batch-empty", "The batch is empty.")};
  return items;
}

void Batch::reject(ledger::Transaction& tx, Item const& item, std::string outcome,
                   std::string invoice_id, std::string problem) {
  tx.append(caller_.tenant, caller_.actor, house_.clock.now(),
            ledger::BatchItemRejected{id_, item.position, item.name, std::move(outcome),
                                      std::move(invoice_id), std::move(problem)});
}

Outcome Batch::take(ledger::Transaction& tx, std::vector<Item> const& items, std::size_t from,
                    std::size_t count) {
  Outcome outcome;
  AcceptRules const rules{house_.billers, house_.codes, house_.law};
  Asked asked;
  asked.batch_id = id_;
  for (auto i = from; i < std::min(items.size(), from + count); ++i) {
    auto const& item = items[i];
    if (!item.prepared) {
      ++outcome.rejected;
      reject(tx, item, "rejected", "", rejection(item.prepared.error(), request_.language));
      continue;
    }
    auto const accepted = accept(tx, *item.prepared, caller_, asked, rules, house_.clock.now());
    if (accepted.kind == Accepted::Kind::duplicate) {
      ++outcome.duplicates;
      reject(tx, item, "duplicate", accepted.invoice_id, accepted.body);
      continue;
    }
    ++outcome.accepted;
    outcome.queued |= accepted.queued;
  }
  return outcome;
}

std::string Batch::body_of(std::size_t items) const {
  json::Writer out;
  out.begin_object();
  out.member("id", id_);
  out.member("object", "batch");
  out.member("mode", whole_ ? "all_or_nothing" : "best_effort");
  out.member("items", static_cast<std::int64_t>(items));
  out.member("accepted", total_.accepted);
  out.member("rejected", total_.rejected);
  out.member("duplicates", total_.duplicates);
  out.end_object();
  return std::move(out).text();
}

http::Response Batch::finish(ledger::Transaction& tx, std::size_t items) {
  ledger::BatchReceived fact;
  fact.batch_id = id_;
  fact.client = caller_.clients.size() == 1 ? caller_.clients.front() : "";
  fact.mode = whole_ ? "all_or_nothing" : "best_effort";
  fact.digest = model::sha256_hex(request_.body);
  fact.items = static_cast<std::int64_t>(items);
  fact.accepted = total_.accepted;
  fact.rejected = total_.rejected;
  fact.duplicates = total_.duplicates;
  tx.append(caller_.tenant, caller_.actor, house_.clock.now(), fact);
  http::Response response;
  response.status = 202;
  response.body = body_of(items);
  response.headers.emplace_back("Location", "/v1/batches/" + id_);
  ledger::keep_answer(tx, caller_.tenant, request_.header("idempotency-key"),
                      {request_digest(request_), 202, response.body, "/v1/batches/" + id_},
                      house_.clock.now());
  return response;
}

// The whole batch was refused: which items, and why.
http::Response refused_batch(std::vector<Item> const& items, std::string_view language) {
  model::Findings all;
  for (auto const& item : items) {
    if (item.prepared) continue;
    for (auto finding : item.prepared.error()) {
      finding.pointer = fmt::format("/items/{}{}", item.position - 1, finding.pointer);
      all.push_back(std::move(finding));
    }
  }
  return http::invalid(all, language);
}

// Thrown inside the one transaction of an all-or-nothing batch to undo it.
class DuplicateInside : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

asio::awaitable<http::Response> Batch::run() {
  auto const items = prepare_all();
  if (whole_) {
    bool const good = std::all_of(items.begin(), items.end(),
                                  [](Item const& item) { return item.prepared.has_value(); });
    if (!good) co_return refused_batch(items, request_.language);
  }
  auto const count = whole_ ? items.size() : items_in_commit;
  for (std::size_t from = 0; from < items.size(); from += count) {
    std::function<Outcome(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
      auto outcome = take(tx, items, from, count);
      if (whole_ && outcome.duplicates > 0) throw DuplicateInside{"an invoice is here already"};
      return outcome;
    };
    auto const outcome = co_await commit<Outcome>(house_.store, work);
    total_.accepted += outcome.accepted;
    total_.rejected += outcome.rejected;
    total_.duplicates += outcome.duplicates;
    if (outcome.queued) house_.dispatcher.wake();
  }
  std::function<http::Response(ledger::Transaction&)> const last = [&](ledger::Transaction& tx) {
    return finish(tx, items.size());
  };
  co_return co_await commit<http::Response>(house_.store, last);
}

asio::awaitable<http::Response> submit_batch(House& house, http::Request request) {
  auto const& tenant = request.principal->tenant;
  auto const kept = house.store.read([&](ledger::Snapshot& view) {
    return ledger::find_answer(view, tenant, request.header("idempotency-key"));
  });
  if (kept) {
    if (kept->request != request_digest(request)) co_return key_reused();
    http::Response response;
    response.status = kept->status;
    response.body = kept->body;
    co_return replayed(std::move(response));
  }
  if (!house.disk.has_room()) throw http::Unavailable{"The disk is nearly full."};
  Batch batch{house, request};
  bool duplicate = false;
  http::Response response;
  try {
    response = co_await batch.run();
  } catch (DuplicateInside const&) {
    duplicate = true;
  }
  if (duplicate) {
    co_return conflict("duplicate-invoice",
                       "An invoice of the batch is here already; nothing was kept.");
  }
  co_return response;
}

http::Response show(House&, http::Request const& request, ledger::Snapshot& view) {
  auto const row =
      ledger::find_batch(view, request.principal->tenant, request.path_parameters.at(0));
  if (!row) return not_found("batch");
  json::Writer out;
  out.begin_object();
  out.member("id", row->id);
  out.member("object", "batch");
  out.member("mode", row->mode);
  out.member("items", row->items);
  out.member("accepted", row->accepted);
  out.member("rejected", row->rejected);
  out.member("duplicates", row->duplicates);
  write_instant(out, "created_at", row->created);
  out.end_object();
  return reply(std::move(out));
}

http::Response show_items(House&, http::Request const& request, ledger::Snapshot& view) {
  auto const& tenant = request.principal->tenant;
  auto const& id = request.path_parameters.at(0);
  if (!ledger::find_batch(view, tenant, id)) return not_found("batch");
  auto const page = page_of(request);
  std::int64_t after = 0;
  if (!page.cursor.empty()) after = std::strtoll(page.cursor.c_str(), nullptr, 10);
  ledger::Listed<ledger::BatchItemRow> listed;
  listed.rows = ledger::list_batch_items(view, tenant, id, after, page.limit + 1);
  listed.has_more = static_cast<int>(listed.rows.size()) > page.limit;
  if (listed.has_more) listed.rows.pop_back();
  if (listed.has_more) listed.next_cursor = std::to_string(listed.rows.back().position);
  return list_reply(listed, [](json::Writer& out, ledger::BatchItemRow const& row) {
    out.begin_object();
    out.member("position", row.position);
    out.member_if("name", row.name);
    out.member("outcome", row.outcome);
    out.member_if("invoice_id", row.invoice_id);
    if (!row.problem.empty()) {
      out.key("problem");
      out.raw(row.problem);
    }
    out.end_object();
  });
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
       "Submit many documents: NDJSON, a ZIP, or Finvoices in one file",
       {"mode"},
       [&house](http::Request request) { return submit_batch(house, std::move(request)); }});
  routes.push_back({Method::get,
                    "/v1/batches/{id}",
                    "batches:read",
                    Body::none,
                    false,
                    "Submit",
                    "A batch with its counts",
                    {},
                    reading(house, show)});
  routes.push_back({Method::get,
                    "/v1/batches/{id}/items",
                    "batches:read",
                    Body::none,
                    false,
                    "Submit",
                    "What was not accepted, and why",
                    {"limit", "cursor"},
                    reading(house, show_items)});
}

}  // namespace airut::gateway::api
