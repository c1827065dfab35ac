#include <array>

#include "formats/json/object_reader.hpp"
#include "gateway/api/case_writers.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/claim/write_message.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/store/invoices.hpp"

// What biller, service, debtor and agency write to each other about an invoice.
namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

constexpr std::array<std::string_view, 4> parties{"biller", "service", "debtor", "agency"};
constexpr std::array<std::string_view, 4> matters{"content", "payment", "delivery", "other"};
constexpr std::size_t text_max = 4000;

// A key that bills for some clients only speaks for the biller, any other for the service.
std::string author_of(http::Request const& request) {
  return request.principal->clients.empty() ? "service" : "biller";
}

std::optional<ledger::InvoiceRow> asked_invoice(http::Request const& request, Snapshot& view) {
  return visible(request, ledger::find_invoice(view, request.principal->tenant,
                                               request.path_parameters.at(0)));
}

Note read_note(http::Request const& request) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  Note note;
  note.author = author_of(request);
  note.text = in.needed_text("text", text_max);
  auto const to = in.one_of("recipient", parties), about = in.one_of("about", matters);
  if (!to && findings.empty() && !in.has("recipient")) in.missing("recipient");
  if (to) note.recipient = parties.at(*to);
  note.about = matters.at(about.value_or(matters.size() - 1));
  note.answers = in.text("answers", 100);
  note.needs_answer = in.flag("needs_answer").value_or(false);
  if (note.recipient == note.author) {
    in.wrong("recipient", "wrong-value", "It is the author himself.");
  }
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return note;
}

Effect write(House& house, http::Request const& request, Transaction& tx) {
  auto const invoice = asked_invoice(request, tx);
  if (!invoice) return {not_found("invoice"), false};
  auto const note = read_note(request);
  auto const context = claim_context(house, request);
  if (!note.answers.empty()) {
    auto const answered = ledger::find_message(tx, context.tenant, note.answers);
    if (!answered || answered->invoice_id != invoice->id) {
      return {http::problem(422, "wrong-value", "answers is no message about this invoice."),
              false};
    }
  }
  auto const id = write_note(tx, context, invoice->id, invoice->client, note);
  json::Writer out;
  write_message(out, *ledger::find_message(tx, context.tenant, id));
  return {reply(std::move(out), 201), false};
}

http::Response of_invoice(House&, http::Request const& request, Snapshot& view) {
  auto const invoice = asked_invoice(request, view);
  if (!invoice) return not_found("invoice");
  ledger::Listed<ledger::MessageRow> listed;
  listed.rows = ledger::messages_of(view, request.principal->tenant, invoice->id);
  return list_reply(listed, [](json::Writer& out, auto const& row) { write_message(out, row); });
}

http::Response list_messages(House&, http::Request const& request, Snapshot& view) {
  ledger::MessageFilter filter;
  filter.client = client_filter(request);
  filter.recipient = text_of(request, "recipient");
  filter.waiting_only = request.parameter("waiting") == "true";
  auto const rows =
      ledger::list_messages(view, request.principal->tenant, filter, page_of(request));
  return list_reply(rows, [](json::Writer& out, auto const& row) { write_message(out, row); });
}

Effect read_all(House& house, http::Request const& request, Transaction& tx) {
  auto const invoice = asked_invoice(request, tx);
  if (!invoice) return {not_found("invoice"), false};
  mark_read(tx, claim_context(house, request), invoice->id, author_of(request));
  return {of_invoice(house, request, tx), false};
}

}  // namespace

void add_message_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back({Method::get,
                    "/v1/messages",
                    "messages:read",
                    Body::none,
                    false,
                    "Messages",
                    "Messages, newest first; waiting: those that need an answer and have none",
                    {"client_ref", "recipient=biller|service|debtor|agency", "waiting=true|false",
                     "limit", "cursor"},
                    reading(house, list_messages),
                    {.gives = "Message", .is_list = true}});
  routes.push_back({Method::get,
                    "/v1/invoices/{id}/messages",
                    "messages:read",
                    Body::none,
                    false,
                    "Messages",
                    "The talk about an invoice, oldest first",
                    {},
                    reading(house, of_invoice),
                    {.gives = "Message", .is_list = true}});
  routes.push_back({Method::post,
                    "/v1/invoices/{id}/messages",
                    "messages:write",
                    Body::json,
                    false,
                    "Messages",
                    "Write to another party about an invoice",
                    {},
                    acting(house, write),
                    {.gives = "Message", .status = 201, .takes = "MessageWish"}});
  routes.push_back({Method::post,
                    "/v1/invoices/{id}/messages/read",
                    "messages:write",
                    Body::json,
                    false,
                    "Messages",
                    "Everything written to you about it is read",
                    {},
                    acting(house, read_all),
                    {.gives = "Message", .takes = "NoWish", .is_list = true}});
}

}  // namespace airut::gateway::api
