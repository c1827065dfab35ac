#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "formats/json/object_reader.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/day_runs.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/claim/lay_credit.hpp"
#include "gateway/claim/lay_payment.hpp"
#include "gateway/claim/proposals.hpp"
#include "gateway/claim/release_reversal.hpp"
#include "gateway/claim/remittance.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

std::vector<Laying> read_layings(http::Request const& request, model::Currency currency,
                                 std::string& note) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  std::vector<Laying> wishes;
  json::ObjectReader in{*tree, tree->root(), findings};
  note = in.text("note");
  std::size_t index = 0;
  constexpr std::size_t most = 100;
  for (auto const* object : in.objects("allocations", most)) {
    json::ObjectReader one{in, *object, "allocations", index++};
    Laying wish;
    wish.receivable_id = one.needed_text("receivable_id");
    auto const amount = one.money("amount", currency);
    if (!amount && findings.empty()) one.missing("amount");
    wish.amount = amount.value_or(model::Money{0, currency});
    one.finish();
    wishes.push_back(std::move(wish));
  }
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wishes;
}

// An item of another client is to the key as one that is not there.
std::optional<Effect> hidden(http::Request const& request, ledger::Transaction& tx,
                             std::vector<Laying> const& wishes) {
  auto const& tenant = request.principal->tenant;
  for (auto const& wish : wishes) {
    if (visible(request, ledger::find_receivable(tx, tenant, wish.receivable_id))) continue;
    auto const text = fmt::format("There is no receivable {}.", wish.receivable_id);
    return Effect{conflict("allocation-refused", text), false};
  }
  return std::nullopt;
}

// Money of an agency: {"remittance": {"settlement_id": "...", "partner": "..."}}, or with
// {"take_back": true} that it is none.
struct RemittanceAsked {
  RemittanceWish wish;
  bool take_back = false;
  std::string note;
};

std::optional<RemittanceAsked> read_remittance(http::Request const& request) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  auto const* object = in.object("remittance");
  if (object == nullptr) return std::nullopt;
  RemittanceAsked asked;
  asked.note = in.text("note");
  json::ObjectReader one{in, *object, "remittance"};
  asked.wish.settlement_id = one.text("settlement_id", 100);
  asked.wish.partner = one.text("partner", 100);
  asked.take_back = one.flag("take_back").value_or(false);
  one.finish();
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return asked;
}

Effect lay_remitted(House& house, http::Request const& request, ledger::Transaction& tx,
                    ledger::PaymentRow const& payment, RemittanceAsked const& asked) {
  auto const context = claim_context(house, request);
  if (asked.take_back) {
    if (payment.remitted.is_zero() || !payment.partner.empty())
      return {conflict("allocation-refused", "Nothing of the payment is a remittance."), false};
    take_back_remittance(tx, context, payment, asked.note);
  } else if (auto const done = lay_remittance(tx, context, payment, asked.wish, asked.note);
             !done) {
    return {conflict("allocation-refused", done.error()), false};
  }
  json::Writer out;
  write_payment(out, *ledger::find_payment(tx, context.tenant, payment.id));
  return {reply(std::move(out)), false};
}

Effect allocate_payment(House& house, http::Request const& request, ledger::Transaction& tx) {
  auto const& tenant = request.principal->tenant;
  auto const payment =
      visible(request, ledger::find_payment(tx, tenant, request.path_parameters.at(0)));
  if (!payment) return {not_found("payment"), false};
  if (auto const asked = read_remittance(request))
    return lay_remitted(house, request, tx, *payment, *asked);
  std::string note;
  auto const wishes = read_layings(request, payment->amount.currency(), note);
  if (auto refusal = hidden(request, tx, wishes)) return *std::move(refusal);
  ClaimContext const context{house.billers, house.law, tenant, request.principal->key_id,
                             house.clock.now()};
  auto const done = lay_payment(tx, context, *payment, wishes, note);
  if (!done) return {conflict("allocation-refused", done.error()), false};
  json::Writer out;
  write_payment(out, *ledger::find_payment(tx, tenant, payment->id));
  return {reply(std::move(out)), false};
}

Effect release_payment(House& house, http::Request const& request, ledger::Transaction& tx) {
  auto const& tenant = request.principal->tenant;
  auto const payment =
      visible(request, ledger::find_payment(tx, tenant, request.path_parameters.at(0)));
  if (!payment) return {not_found("payment"), false};
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  auto const note = in.text("note");
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  ClaimContext const context{house.billers, house.law, tenant, request.principal->key_id,
                             house.clock.now()};
  auto const done = release_reversal(tx, context, *payment, note);
  if (!done) return {conflict("allocation-refused", done.error()), false};
  json::Writer out;
  write_payment(out, *ledger::find_payment(tx, tenant, payment->id));
  return {reply(std::move(out)), false};
}

Effect lay_credit_on(House& house, http::Request const& request, ledger::Transaction& tx) {
  auto const& tenant = request.principal->tenant;
  auto const from =
      visible(request, ledger::find_receivable(tx, tenant, request.path_parameters.at(0)));
  if (!from) return {not_found("receivable"), false};
  std::string note;
  auto const wishes = read_layings(request, from->original.currency(), note);
  if (auto refusal = hidden(request, tx, wishes)) return *std::move(refusal);
  ClaimContext const context{house.billers, house.law, tenant, request.principal->key_id,
                             house.clock.now()};
  auto const done = lay_credit(tx, context, *from, wishes, note);
  if (!done) return {conflict("allocation-refused", done.error()), false};
  json::Writer out;
  write_receivable(out, *ledger::find_receivable(tx, tenant, from->id));
  return {reply(std::move(out)), false};
}

void write_shares(json::Writer& out, std::string_view name,
                  std::vector<ledger::Share> const& shares) {
  out.key(name);
  out.begin_array();
  for (auto const& share : shares) {
    out.begin_object();
    out.member("receivable_id", share.receivable_id);
    out.member("invoice_number", share.invoice_number);
    out.member("amount", share.amount.text());
    out.end_object();
  }
  out.end_array();
}

void write_proposal(json::Writer& out, ledger::Proposal const& proposal) {
  out.begin_object();
  out.member("object", "proposal");
  out.member("rule", proposal.rule);
  out.member("certain", proposal.is_certain);
  out.member("rivals", static_cast<std::int64_t>(proposal.rivals));
  out.member("explanation", proposal.explanation);
  write_shares(out, "allocations", proposal.shares);
  if (!proposal.credits.empty()) write_shares(out, "credits", proposal.credits);
  if (!proposal.with_payments.empty()) {
    out.key("with_payments");
    out.begin_array();
    for (auto const& id : proposal.with_payments) out.string(id);
    out.end_array();
  }
  out.end_object();
}

http::Response list_proposals(House& house, http::Request const& request, ledger::Snapshot& view) {
  auto const payment = visible(request, ledger::find_payment(view, request.principal->tenant,
                                                             request.path_parameters.at(0)));
  if (!payment) return not_found("payment");
  ledger::Listed<ledger::Proposal> listed;
  listed.rows = proposals_for(view, house.billers, *payment);
  return list_reply(listed, write_proposal);
}

}  // namespace

void add_claim_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back({Method::get,
                    "/v1/payments/{id}/proposals",
                    "payments:read",
                    Body::none,
                    false,
                    "Ledger",
                    "What a payment that waits may be meant for, and why",
                    {},
                    reading(house, list_proposals),
                    {.gives = "PaymentProposal", .is_list = true}});
  routes.push_back({Method::post,
                    "/v1/payments/{id}/allocate",
                    "payments:write",
                    Body::json,
                    false,
                    "Ledger",
                    "Lay money that waits on items, or take it back from them",
                    {},
                    acting(house, allocate_payment),
                    {.gives = "PaymentRow", .takes = "PaymentAllocationWish"}});
  routes.push_back({Method::post,
                    "/v1/payments/{id}/release",
                    "payments:write",
                    Body::json,
                    false,
                    "Ledger",
                    "Part a payment from the reversal that was taken for its own",
                    {},
                    acting(house, release_payment),
                    {.gives = "PaymentRow", .takes = "ReleaseWish"}});
  routes.push_back({Method::post,
                    "/v1/receivables/{id}/lay-credit",
                    "payments:write",
                    Body::json,
                    false,
                    "Ledger",
                    "Lay its credit balance on other items of the customer",
                    {},
                    acting(house, lay_credit_on),
                    {.gives = "Receivable", .takes = "AllocationWish"}});
  routes.push_back(day_run_route(house));
}

}  // namespace airut::gateway::api
