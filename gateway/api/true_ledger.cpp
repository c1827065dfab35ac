#include <charconv>

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "formats/csv/written.hpp"
#include "formats/json/object_reader.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/reading_aside.hpp"
#include "gateway/books/differences.hpp"
#include "gateway/books/feed.hpp"
#include "gateway/books/told.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

constexpr std::size_t items_most = 10'000;

[[noreturn]] void refuse_document(model::Findings const& findings, http::Request const& request) {
  throw http::Answer{http::invalid(findings, request.language)};
}

struct Feed {
  std::string client;
  std::vector<FeedItem> items;
};

FeedItem read_item(json::ObjectReader& in) {
  FeedItem item;
  item.id = in.needed_text("id", 100);
  item.kind = in.needed_text("kind", 20);
  item.invoice_number = in.needed_text("invoice_number", 100);
  item.amount = in.text("amount", 30);
  item.day = in.date("day");
  item.due_date = in.date("due_date");
  item.reason = in.text("reason");
  in.finish();
  return item;
}

Feed read_feed(http::Request const& request) {
  if (request.header("content-type").find("csv") != std::string_view::npos) {
    auto items = read_feed_csv(request.body);
    if (!items) refuse_document(items.error(), request);
    if (items->size() > items_most)
      throw http::Answer{
          http::problem(413, "too-large", fmt::format("A feed has at most {} items.", items_most))};
    return {text_of(request, "client_ref"), *std::move(items)};
  }
  auto const tree = json::Tree::parse(request.body);
  if (!tree) refuse_document(tree.error(), request);
  model::Findings findings;
  Feed feed;
  json::ObjectReader in{*tree, tree->root(), findings};
  feed.client = in.needed_text("client_ref", 64);
  std::size_t index = 0;
  for (auto const* object : in.objects("items", items_most)) {
    json::ObjectReader one{in, *object, "items", index++};
    feed.items.push_back(read_item(one));
  }
  in.finish();
  if (!findings.empty()) refuse_document(findings, request);
  return feed;
}

Effect take_feed(House& house, http::Request const& request, ledger::Transaction& tx) {
  auto const feed = read_feed(request);
  auto const& client = asked_client(house, request, feed.client);
  auto const context = claim_context(house, request);
  json::Writer out;
  std::int64_t taken = 0, repeated = 0, refused = 0;
  out.begin_object();
  out.member("object", "ledger_feed");
  out.key("data");
  out.begin_array();
  for (auto const& item : feed.items) {
    auto const outcome = take_feed_item(tx, context, client.ref, item);
    ++(outcome.outcome == "taken" ? taken : outcome.outcome == "repeated" ? repeated : refused);
    out.begin_object();
    out.member("id", outcome.id);
    out.member("outcome", outcome.outcome);
    out.member_if("result", outcome.result);
    out.member_if("problem", outcome.problem);
    out.end_object();
  }
  out.end_array();
  out.member("taken", taken);
  out.member("repeated", repeated);
  out.member("refused", refused);
  out.end_object();
  return {reply(std::move(out)), false};
}

std::string told_csv(Told const& told) {
  std::string out = "seq,event,kind,invoice_number,component,currency,amount,day,source\r\n";
  for (auto const& one : told.items)
    out +=
        fmt::format("{},{},{},{},{},{},{},{},{}\r\n", one.seq, one.event_id, one.kind,
                    csv::written(one.invoice_number), one.component, one.amount.currency().code(),
                    one.amount.text(), model::date_text(one.day), one.source);
  return out;
}

http::Response told_json(Told const& told) {
  json::Writer out;
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (auto const& one : told.items) {
    out.begin_object();
    out.member("seq", one.seq);
    out.member("event_id", one.event_id);
    out.member("kind", one.kind);
    out.member_if("invoice_number", one.invoice_number);
    out.member_if("component", one.component);
    out.member("currency", one.amount.currency().code());
    out.member("amount", one.amount.text());
    out.member("day", model::date_text(one.day));
    out.member("source", one.source);
    out.end_object();
  }
  out.end_array();
  out.member("has_more", told.has_more);
  out.member("next_after", told.next_seq);
  out.end_object();
  return reply(std::move(out));
}

http::Response give_feed(House& house, http::Request const& request, ledger::Snapshot& view) {
  constexpr std::size_t at_once = 1000;
  auto const& client = asked_client(house, request, request.parameter("client_ref"));
  auto const text = request.parameter("after");
  std::int64_t after = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), after);
  if (!text.empty() && (fault != std::errc{} || end != text.data() + text.size() || after < 0))
    return http::problem(400, "parameter-invalid", "after is next_after of the answer before.");
  auto const told = told_after(view, request.principal->tenant, client.ref, after, at_once);
  if (request.parameter("format") != "csv") return told_json(told);
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.headers.emplace_back("Airut-Next", std::to_string(told.next_seq));
  response.body = told_csv(told);
  return response;
}

struct Comparison {
  std::string client;
  bool whole = true, hold = true;
  std::vector<ledger::TrueItem> items;
};

Comparison read_comparison(House& house, http::Request const& request) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) refuse_document(tree.error(), request);
  model::Findings findings;
  Comparison wish;
  json::ObjectReader in{*tree, tree->root(), findings};
  wish.client = in.needed_text("client_ref", 64);
  wish.whole = in.flag("whole").value_or(true);
  wish.hold = in.flag("hold").value_or(true);
  auto const& client = asked_client(house, request, wish.client);
  auto const usual = model::Currency::parse(client.currency).value_or(model::Currency{});
  std::size_t index = 0;
  for (auto const* object : in.objects("items", 1'000'000)) {
    json::ObjectReader one{in, *object, "items", index++};
    ledger::TrueItem item;
    item.invoice_number = one.needed_text("invoice_number", 100);
    auto const code = one.text("currency", 3);
    auto const currency = code.empty() ? usual : model::Currency::parse(code).value_or(usual);
    auto const open = one.money("open", currency);
    if (!open && findings.empty()) one.missing("open");
    item.open = open.value_or(model::Money{0, currency});
    item.due_date = one.date("due_date");
    one.finish();
    wish.items.push_back(std::move(item));
  }
  in.finish();
  if (!findings.empty()) refuse_document(findings, request);
  return wish;
}

Effect report(House& house, http::Request const& request, ledger::Transaction& tx,
              Comparison const& wish, std::vector<ledger::Difference> const& found) {
  auto const& client = asked_client(house, request, wish.client);
  auto const& tenant = request.principal->tenant;
  auto const* home = house.billers.tenant(tenant);
  auto const today = civil_day(home ? home->country : std::string{}, house.clock.now());
  auto const fact = keep_comparison(tx, claim_context(house, request),
                                    {client, today, wish.items, wish.whole, wish.hold}, found);
  http::Response response;
  response.body = stored_report(tx, *ledger::find_comparison(tx, tenant, fact.comparison_id));
  return {std::move(response), false};
}

void write_comparison(json::Writer& out, ledger::ComparisonRow const& row) {
  out.begin_object();
  out.member("object", "difference_report");
  out.member("id", row.id);
  out.member("client_ref", row.client);
  out.member("day", model::date_text(row.day));
  out.member("compared", row.compared);
  out.member("differences", row.differences);
  out.member("held", row.held);
  out.member("released", row.released);
  out.end_object();
}

http::Response list_comparisons(House& house, http::Request const& request,
                                ledger::Snapshot& view) {
  auto const& client = asked_client(house, request, request.parameter("client_ref"));
  ledger::Listed<ledger::ComparisonRow> listed;
  listed.rows = ledger::list_comparisons(view, request.principal->tenant, client.ref);
  return list_reply(listed, write_comparison);
}

http::Response one_report(House&, http::Request const& request, ledger::Snapshot& view) {
  auto const row = visible(request, ledger::find_comparison(view, request.principal->tenant,
                                                            request.path_parameters.at(0)));
  if (!row) return not_found("difference report");
  http::Response response;
  response.body = stored_report(view, *row);
  return response;
}

struct Compared {
  Comparison wish;
  std::vector<ledger::Difference> found;
};

Compared compared(House& house, http::Request const& request) {
  Compared done{read_comparison(house, request), {}};
  auto const& client = asked_client(house, request, done.wish.client);
  done.found = house.store.read([&](ledger::Snapshot& view) {
    return compare_ledgers(view, request.principal->tenant, client, done.wish.items,
                           done.wish.whole);
  });
  return done;
}

// The comparison is made aside; the transaction only holds and lets go.
boost::asio::awaitable<http::Response> compare(House& house, http::Request request) {
  auto const done =
      co_await channels::on_pool(house.workers, [&] { return compared(house, request); });
  Acting const keep = [&done](House& at, http::Request const& asked, ledger::Transaction& tx) {
    return report(at, asked, tx, done.wish, done.found);
  };
  auto const digest = request_digest(request);
  co_return co_await act(house, request, digest, keep);
}

}  // namespace

void add_true_ledger_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back(
      {Method::post,
       "/v1/ledger-feed",
       "payments:write",
       Body::document,
       false,
       "Ledger",
       "Tell payments, credits, losses and due dates of the client's own ledger",
       {"client_ref"},
       acting(house, take_feed),
       {.gives = "LedgerFeed", .takes = "LedgerFeedWish", .takes_media = {"text/csv"}}});
  routes.push_back({Method::get,
                    "/v1/ledger-feed",
                    "ledger:read",
                    Body::none,
                    false,
                    "Ledger",
                    "What happened to the client's money, for its own ledger; JSON or csv",
                    {"client_ref", "after", "format=json|csv"},
                    reading_aside(house, give_feed),
                    {"ToldFeed"}});
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters) {
    routes.push_back({Method::get, pattern, "ledger:read", Body::none, false, "Reports", summary,
                      std::move(parameters), reading_aside(house, std::move(handler)),
                      std::move(says)});
  };
  get("/v1/reports/differences", "Difference reports of a client, newest first", list_comparisons,
      {.gives = "DifferenceReport", .is_list = true}, {"client_ref"});
  get("/v1/reports/differences/{id}", "One of them as it was made", one_report,
      {"DifferenceReport"}, {});
  routes.push_back({Method::post,
                    "/v1/reports/differences",
                    "ledger:write",
                    Body::document,
                    false,
                    "Reports",
                    "Compare with the client's own ledger; reminders of what differs wait",
                    {},
                    [&house](http::Request request) { return compare(house, std::move(request)); },
                    {.gives = "DifferenceReport", .takes = "DifferenceWish"}});
}

}  // namespace airut::gateway::api
