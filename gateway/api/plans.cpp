#include "formats/json/object_reader.hpp"
#include "formats/model/ids.hpp"
#include "gateway/api/case_writers.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/claim/make_plan.hpp"
#include "gateway/claim/policies.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

// Payment plans and promises to pay.
namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

constexpr std::size_t instalments_max = 60;

std::optional<ledger::ReceivableRow> asked_item(http::Request const& request, Snapshot& view) {
  return visible(request, ledger::find_receivable(view, request.principal->tenant,
                                                  request.path_parameters.at(0)));
}

// A key that bills for some clients only is a client's own; any other is the operator's.
std::string maker_of(http::Request const& request) {
  return request.principal->clients.empty() ? "operator" : "client";
}

void read_instalments(json::ObjectReader& in, model::Currency currency, ledger::plan::Wish& wish) {
  std::size_t index = 0;
  for (auto const* object : in.objects("instalments", instalments_max)) {
    json::ObjectReader one{in, *object, "instalments", index++};
    auto const due = one.date("due");
    if (!due) one.missing("due");
    auto const amount = one.money("amount", currency);
    if (amount && amount->minor() <= 0) one.wrong("amount", "wrong-value", "It must be positive.");
    wish.instalments.push_back(
        {due.value_or(model::Date{}), amount.value_or(model::Money{0, currency})});
    one.finish();
  }
}

struct AskedPlan {
  ledger::plan::Wish wish;
  std::vector<std::string> also;  // further claims, by id
  bool dry_run = false;
};

AskedPlan read_plan_wish(http::Request const& request, model::Currency currency) {
  auto const tree = json::Tree::parse(request.body.empty() ? std::string_view{"{}"} : request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  AskedPlan asked;
  auto& wish = asked.wish;
  wish.made_by = maker_of(request);
  constexpr std::size_t claims_most = 20, id_most = 64;
  asked.also = in.texts("also", claims_most, id_most);
  read_instalments(in, currency, wish);
  wish.count = static_cast<int>(in.whole_number("count").value_or(0));
  wish.first = in.date("first_due");
  asked.dry_run = in.flag("dry_run").value_or(false);
  bool const both = wish.count != 0 && !wish.instalments.empty();
  bool const many = wish.count < 0 || wish.count > static_cast<int>(instalments_max);
  if (both || many) in.wrong("count", "wrong-value", "Give instalments, or a count of 1 to 60.");
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return asked;
}

// The item with the further ones; nullopt when one of them is not there for the caller.
std::optional<PlanRows> asked_rows(http::Request const& request, Snapshot& view,
                                   ledger::ReceivableRow const& item,
                                   std::vector<std::string> const& also) {
  PlanRows rows{item};
  for (auto const& id : also) {
    auto row = visible(request, ledger::find_receivable(view, request.principal->tenant, id));
    if (!row) return std::nullopt;
    rows.push_back(*std::move(row));
  }
  return rows;
}

void write_plan_now(json::Writer& out, Snapshot& view, DayContext const& context,
                    ledger::PlanRow const& row) {
  auto const standing = plan_standing(view, context, row);
  write_plan(out, row, standing ? &*standing : nullptr);
}

Effect make(House& house, http::Request const& request, Transaction& tx) {
  auto const item = asked_item(request, tx);
  if (!item) return {not_found("receivable"), false};
  auto const asked = read_plan_wish(request, item->principal.currency());
  auto const& wish = asked.wish;
  auto const rows = asked_rows(request, tx, *item, asked.also);
  if (!rows) return {not_found("receivable named in also"), false};
  auto const context = day_context(house, request);
  json::Writer out;
  if (asked.dry_run) {
    auto const offer = offer_plan(tx, context, *rows, wish);
    if (!offer) return {conflict(offer.error().code, offer.error().text), false};
    write_offer(out, *offer);
    return {reply(std::move(out)), false};
  }
  auto const made = make_plan(tx, context, *rows, wish);
  if (!made) return {conflict(made.error().code, made.error().text), false};
  write_plan_now(out, tx, context, *ledger::find_plan(tx, context.tenant, made->plan_id));
  return {reply(std::move(out), 201), made->queued};
}

http::Response list_plans(House& house, http::Request const& request, Snapshot& view) {
  auto const item = asked_item(request, view);
  if (!item) return not_found("receivable");
  auto const context = day_context(house, request);
  ledger::Listed<ledger::PlanRow> listed;
  listed.rows = ledger::plans_of(view, context.tenant, item->id);
  return list_reply(
      listed, [&](json::Writer& out, auto const& row) { write_plan_now(out, view, context, row); });
}

http::Response show_plan(House& house, http::Request const& request, Snapshot& view) {
  auto const row = visible(
      request, ledger::find_plan(view, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return not_found("payment plan");
  json::Writer out;
  write_plan_now(out, view, day_context(house, request), *row);
  return reply(std::move(out));
}

Effect cancel_plan(House& house, http::Request const& request, Transaction& tx) {
  auto const context = day_context(house, request);
  auto const& id = request.path_parameters.at(0);
  auto const row = visible(request, ledger::find_plan(tx, context.tenant, id));
  if (!row) return {not_found("payment plan"), false};
  if (!row->outcome.empty()) {
    return {conflict("plan-ended", "The plan is " + row->outcome + "."), false};
  }
  end_plan(tx, context, *row, "cancelled", "A person ended it.");
  json::Writer out;
  write_plan_now(out, tx, context, *ledger::find_plan(tx, context.tenant, id));
  return {reply(std::move(out)), false};
}

struct PromiseWish {
  std::optional<model::Money> amount;
  model::Date day{};
  std::string note;
};

PromiseWish read_promise_wish(http::Request const& request, model::Currency currency) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  PromiseWish wish;
  wish.amount = in.money("amount", currency);
  if (wish.amount && wish.amount->minor() <= 0) {
    in.wrong("amount", "wrong-value", "It must be positive.");
  }
  auto const day = in.date("day");
  if (!day && findings.empty()) in.missing("day");
  wish.day = day.value_or(model::Date{});
  wish.note = in.text("note");
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

std::optional<http::Response> promise_refusal(Snapshot& view, DayContext const& context,
                                              ledger::ReceivableRow const& item,
                                              PromiseWish const& wish) {
  auto const* client = context.billers.client(item.tenant, item.client);
  auto const* policy = client ? context.billers.policy(
                                    item.tenant, policy_name_of(view, item, *client), context.as_of)
                              : nullptr;
  if (policy == nullptr) return conflict("no-policy", "No dunning policy holds today.");
  auto const open = item.open();
  if (open.is_zero()) return conflict("paid", "Nothing is open.");
  if (wish.amount && *wish.amount > open) {
    return conflict("more-than-open", "Only " + open.text() + " is open.");
  }
  if (wish.day < context.as_of) return conflict("day-passed", "The day is past.");
  if (wish.day > context.as_of + std::chrono::days{policy->promise_days_max}) {
    return conflict("too-late", "The policy lets a promise lie " +
                                    std::to_string(policy->promise_days_max) + " days ahead.");
  }
  return std::nullopt;
}

Effect promise(House& house, http::Request const& request, Transaction& tx) {
  auto const item = asked_item(request, tx);
  if (!item) return {not_found("receivable"), false};
  auto const wish = read_promise_wish(request, item->principal.currency());
  auto const context = day_context(house, request);
  if (auto no = promise_refusal(tx, context, *item, wish)) return {*std::move(no), false};
  ledger::PromiseMade fact;
  fact.promise_id = model::new_id("prm", context.now);
  fact.receivable_id = item->id;
  fact.invoice_id = item->invoice_id;
  fact.client = item->client;
  fact.amount = wish.amount.value_or(item->open());
  fact.day = wish.day;
  fact.made_by = maker_of(request);
  fact.personal_note = wish.note;
  tx.append(context.tenant, context.actor, context.now, fact);
  json::Writer out;
  write_promise(out, *ledger::find_promise(tx, context.tenant, fact.promise_id));
  return {reply(std::move(out), 201), false};
}

http::Response promises(House&, http::Request const& request, Snapshot& view) {
  auto const item = asked_item(request, view);
  if (!item) return not_found("receivable");
  ledger::Listed<ledger::PromiseRow> listed;
  listed.rows = ledger::promises_of(view, request.principal->tenant, item->id);
  return list_reply(listed, [](json::Writer& out, auto const& row) { write_promise(out, row); });
}

Effect withdraw(House& house, http::Request const& request, Transaction& tx) {
  auto const context = day_context(house, request);
  auto const& id = request.path_parameters.at(0);
  auto const row = visible(request, ledger::find_promise(tx, context.tenant, id));
  if (!row) return {not_found("promise"), false};
  if (!row->outcome.empty()) {
    return {conflict("promise-ended", "The promise is " + row->outcome + "."), false};
  }
  tx.append(
      context.tenant, context.actor, context.now,
      ledger::PromiseEnded{id, row->receivable_id, row->invoice_id, "withdrawn", context.as_of});
  json::Writer out;
  write_promise(out, *ledger::find_promise(tx, context.tenant, id));
  return {reply(std::move(out)), false};
}

}  // namespace

void add_plan_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says) {
    routes.push_back({Method::get,
                      pattern,
                      "ledger:read",
                      Body::none,
                      false,
                      "Ledger",
                      summary,
                      {},
                      reading(house, std::move(handler)),
                      std::move(says)});
  };
  auto const post = [&](std::string_view pattern, std::string_view summary, Acting handler,
                        http::Says says) {
    routes.push_back({Method::post,
                      pattern,
                      "ledger:write",
                      Body::json,
                      false,
                      "Ledger",
                      summary,
                      {},
                      acting(house, std::move(handler)),
                      std::move(says)});
  };
  post("/v1/receivables/{id}/payment-plans",
       "Make a payment plan; dry_run reckons it to the last cent and makes nothing", make,
       {.gives = "PaymentPlan", .status = 201, .takes = "PlanWish"});
  get("/v1/receivables/{id}/payment-plans", "Payment plans of the item, oldest first", list_plans,
      {.gives = "PaymentPlan", .is_list = true});
  get("/v1/payment-plans/{id}", "One plan and how it stands", show_plan, {"PaymentPlan"});
  post("/v1/payment-plans/{id}/cancel", "End a plan: the claim is again what it was", cancel_plan,
       {.gives = "PaymentPlan", .takes = "NoWish"});
  post("/v1/receivables/{id}/promises", "A promise to pay: reminders wait until its day", promise,
       {.gives = "Promise", .status = 201, .takes = "PromiseWish"});
  get("/v1/receivables/{id}/promises", "Promises of the item, oldest first", promises,
      {.gives = "Promise", .is_list = true});
  post("/v1/promises/{id}/withdraw", "Take a promise back: reminders go on", withdraw,
       {.gives = "Promise", .takes = "NoWish"});
}

}  // namespace airut::gateway::api
