#include <array>

#include "formats/json/object_reader.hpp"
#include "gateway/api/case_writers.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/claim/set_terms.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/today.hpp"

// What a client agreed with a customer: policy, credit, terms, rest from reminders.
namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

model::Currency currency_of(House& house, std::string const& tenant, std::string const& ref) {
  auto const* client = house.billers.client(tenant, ref);
  auto const known = client != nullptr ? model::Currency::parse(client->currency) : std::nullopt;
  return known.value_or(model::Currency{});
}

// Nobody forgets by setting other terms that a customer has died: only its own word lifts it.
std::string stopped_of(json::ObjectReader& in, ledger::Snapshot& view,
                       ledger::CustomerTermsSet const& fact, std::string const& tenant) {
  constexpr std::array<std::string_view, 4> words{"none", "bankrupt", "deceased", "minor"};
  if (auto const word = in.one_of("stopped", words))
    return *word == 0 ? std::string{} : std::string{words.at(*word)};
  auto const before = ledger::find_customer(view, tenant, fact.client, fact.customer_number);
  return before ? before->stopped : std::string{};
}

ledger::CustomerTermsSet read_terms(House& house, http::Request const& request,
                                    ledger::Snapshot& view) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  ledger::CustomerTermsSet fact;
  auto const& tenant = request.principal->tenant;
  fact.client = client_filter(request);
  if (house.billers.client(tenant, fact.client) == nullptr) {
    throw http::Answer{http::problem(400, "client-unknown", "Name one client with client_ref.")};
  }
  fact.customer_number = request.path_parameters.at(0);
  fact.policy = in.text("policy", 100);
  fact.credit_limit = in.money("credit_limit", currency_of(house, tenant, fact.client));
  fact.risk_class = in.text("risk_class", 20);
  fact.payment_terms_days = in.whole_number("payment_terms_days").value_or(0);
  fact.blocked = in.flag("blocked").value_or(false);
  fact.hold_reason = in.text("hold_reason", 200);
  fact.hold_until = in.date("hold_until");
  fact.stopped = stopped_of(in, view, fact, tenant);
  fact.personal_note = in.text("note");
  if (fact.payment_terms_days < 0 || fact.payment_terms_days > 365) {
    in.wrong("payment_terms_days", "wrong-value", "It is a number of 0 to 365.");
  }
  if (fact.hold_until && fact.hold_reason.empty()) in.missing("hold_reason");
  auto const day = today_of(house.billers, tenant, house.clock.now());
  if (!fact.policy.empty() && house.billers.policy(tenant, fact.policy, day) == nullptr) {
    in.wrong("policy", "wrong-value", "There is no policy of this name that holds today.");
  }
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return fact;
}

void write_customer_now(House& house, Snapshot& view, std::string const& tenant,
                        ledger::CustomerRow const& row, json::Writer& out) {
  auto const open = ledger::open_of_customer(view, tenant, row.client, row.customer_number,
                                             currency_of(house, tenant, row.client));
  write_customer(out, row, open);
}

Effect put(House& house, http::Request const& request, Transaction& tx) {
  auto const fact = read_terms(house, request, tx);
  auto const& tenant = request.principal->tenant;
  set_terms(tx, {house.billers, house.law, tenant, request.principal->key_id, house.clock.now()},
            fact);
  auto const row = ledger::find_customer(tx, tenant, fact.client, fact.customer_number);
  json::Writer out;
  write_customer_now(house, tx, tenant, *row, out);
  return {reply(std::move(out)), false};
}

http::Response list_customers(House& house, http::Request const& request, Snapshot& view) {
  auto const& tenant = request.principal->tenant;
  ledger::Listed<ledger::CustomerRow> listed;
  listed.rows = ledger::list_customers(view, tenant, client_filter(request));
  return list_reply(listed, [&](json::Writer& out, auto const& row) {
    write_customer_now(house, view, tenant, row, out);
  });
}

http::Response alerts(House&, http::Request const& request, Snapshot& view) {
  constexpr int most = 200;
  ledger::Listed<ledger::AlertRow> listed;
  listed.rows = ledger::list_alerts(view, request.principal->tenant, client_filter(request),
                                    text_of(request, "customer_number"), most);
  return list_reply(listed, [](json::Writer& out, auto const& row) {
    out.begin_object();
    out.member("object", "credit_alert");
    out.member("client_ref", row.client);
    out.member("customer_number", row.customer_number);
    out.member("kind", row.kind);
    out.member("text", row.text);
    write_day(out, "day", row.day);
    out.end_object();
  });
}

}  // namespace

void add_customer_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back({Method::put,
                    "/v1/customers/{customer_number}",
                    "ledger:write",
                    Body::json,
                    false,
                    "Customers",
                    "Set what was agreed with a customer; replaces what was set before",
                    {"client_ref"},
                    acting(house, put),
                    {.gives = "Customer", .takes = "CustomerTerms"}});
  routes.push_back({Method::get,
                    "/v1/customers",
                    "ledger:read",
                    Body::none,
                    false,
                    "Customers",
                    "Customers with terms of their own",
                    {"client_ref"},
                    reading(house, list_customers),
                    {.gives = "Customer", .is_list = true}});
  routes.push_back({Method::get,
                    "/v1/credit-alerts",
                    "ledger:read",
                    Body::none,
                    false,
                    "Customers",
                    "Customers who pass their limit or pay later than before, newest first",
                    {"client_ref", "customer_number"},
                    reading(house, alerts),
                    {.gives = "CreditAlert", .is_list = true}});
}

}  // namespace airut::gateway::api
