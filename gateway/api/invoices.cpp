#include <fmt/format.h>

#include "formats/json/object_reader.hpp"
#include "gateway/api/contexts.hpp"
#include "gateway/api/limit.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/claim/adjust.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/seal.hpp"
#include "gateway/http/entity_tag.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/webhooks/event_object.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoice_list.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;
using ledger::Transaction;

http::Response list_invoices(House&, http::Request const& request, Snapshot& view) {
  ledger::InvoiceFilter filter;
  filter.q = text_of(request, "q");
  filter.number = text_of(request, "number");
  filter.status = text_of(request, "status");
  filter.client = client_filter(request);
  filter.external_id = text_of(request, "external_id");
  filter.batch_id = text_of(request, "batch_id");
  filter.channel = text_of(request, "channel");
  filter.customer_number = text_of(request, "customer_number");
  filter.due_before = day_of(request, "due_before");
  auto const rows = ledger::list_invoices(view, request.principal->tenant, filter,
                                          text_of(request, "ledger_status"), page_of(request));
  return list_reply(rows,
                    [&](json::Writer& out, auto const& row) { write_invoice(out, view, row); });
}

http::Response show_invoice(House&, http::Request const& request, Snapshot& view) {
  auto const row = visible(request, ledger::find_invoice(view, request.principal->tenant,
                                                         request.path_parameters.at(0)));
  if (!row) return not_found("invoice");
  auto const tag = http::version_tag(row->version);
  if (http::if_none_match_names(request.header("if-none-match"), tag))
    return {304, "", "", {{"ETag", tag}}};
  json::Writer out;
  write_invoice(out, view, *row);
  auto response = reply(std::move(out));
  response.headers.emplace_back("ETag", tag);
  return response;
}

http::Response timeline(House&, http::Request const& request, Snapshot& view) {
  auto const& id = request.path_parameters.at(0);
  auto const invoice = visible(request, ledger::find_invoice(view, request.principal->tenant, id));
  if (!invoice) return not_found("invoice");
  auto const limit = limit_of(request);
  auto after = std::int64_t{0};
  if (auto const cursor = request.parameter("cursor"); !cursor.empty()) {
    auto const seq = ledger::seq_of_event(view, request.principal->tenant, cursor);
    if (!seq) return not_found("cursor");
    after = *seq;
  }
  ledger::Listed<ledger::StoredEvent> listed;
  listed.rows = ledger::events_of_invoice(view, request.principal->tenant, id, after, limit + 1);
  if (static_cast<int>(listed.rows.size()) > limit) {
    listed.rows.pop_back();
    listed.has_more = true;
    listed.next_cursor = listed.rows.back().event.id;
  }
  return list_reply(listed, [&](json::Writer& out, auto const& row) {
    write_event_object(out, row, invoice->external_id, EventSize::whole);
  });
}

// A file's id names its invoice too, so that it can be asked for alone.
constexpr std::size_t id_characters = 26;

std::string file_id(std::string_view invoice_id, std::string_view digest) {
  return fmt::format("fil_{}{}", invoice_id.substr(invoice_id.find('_') + 1),
                     digest.substr(0, id_characters));
}

// What was sent is a sealed parcel: its files are shown, not the seal.
std::vector<ledger::FileRow> files_of(Snapshot& view, ledger::InvoiceRow const& invoice) {
  std::vector<ledger::FileRow> files;
  for (auto& row : ledger::list_files(view, invoice.tenant, invoice.id)) {
    if (row.media_type != seal_media_type) {
      files.push_back(std::move(row));
      continue;
    }
    auto const seal = ledger::find_document(view, row.digest);
    if (!seal) continue;
    for (auto const& file : sealed_files(seal->bytes)) {
      files.push_back({"", row.role, file.name, file.media_type, file.digest, row.delivery_id});
    }
  }
  for (auto& file : files) file.id = file_id(invoice.id, file.digest);
  return files;
}

http::Response list_invoice_files(House&, http::Request const& request, Snapshot& view) {
  auto const& id = request.path_parameters.at(0);
  auto const invoice = visible(request, ledger::find_invoice(view, request.principal->tenant, id));
  if (!invoice) return not_found("invoice");
  ledger::Listed<ledger::FileRow> listed;
  listed.rows = files_of(view, *invoice);
  return list_reply(listed, [&](json::Writer& out, auto const& row) {
    out.begin_object();
    out.member("id", row.id);
    out.member("object", "file");
    out.member("role", row.role);
    out.member("name", row.name);
    out.member("media_type", row.media_type);
    out.member("sha256", row.digest);
    out.member_if("delivery_id", row.delivery_id);
    out.member("url", "/v1/files/" + row.id);
    out.end_object();
  });
}

// Letters, digits and a few marks: what may stand in a header between quotes.
std::string plain_name(std::string_view name) {
  std::string out;
  for (char const c : name) {
    bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '.' || c == '-' || c == '_';
    out += plain ? c : '_';
  }
  return out.empty() ? "file" : out;
}

http::Response file_bytes(House&, http::Request const& request, Snapshot& view) {
  auto const& id = request.path_parameters.back();
  if (id.size() != 4 + 2 * id_characters || !id.starts_with("fil_")) return not_found("file");
  auto const invoice = visible(request, ledger::find_invoice(view, request.principal->tenant,
                                                             "inv_" + id.substr(4, id_characters)));
  if (!invoice) return not_found("file");
  for (auto const& file : files_of(view, *invoice)) {
    if (file.id != id) continue;
    auto document = ledger::find_document(view, file.digest);
    if (!document) break;
    http::Response response;
    response.content_type = file.media_type;
    response.body = std::move(document->bytes);
    response.headers.emplace_back(
        "Content-Disposition", fmt::format("attachment; filename=\"{}\"", plain_name(file.name)));
    return response;
  }
  return not_found("file");
}

std::vector<ledger::DeliveryRow> deliveries_of(Transaction& tx, http::Request const& request) {
  ledger::DeliveryFilter filter;
  filter.invoice_id = request.path_parameters.at(0);
  return ledger::list_deliveries(tx, request.principal->tenant, filter, {200, ""}).rows;
}

bool is_held_by_caller(Transaction& tx, ledger::DeliveryRow const& delivery) {
  if (delivery.state != "held" || delivery.doubtful) return false;
  auto const open = ledger::open_deviation_of(tx, delivery.tenant, delivery.id);
  return open && (open->code == "route.held_by_caller" || open->code.starts_with("credit."));
}

Effect changed_invoice(http::Request const& request, Transaction& tx, bool queued) {
  auto const row = visible(
      request, ledger::find_invoice(tx, request.principal->tenant, request.path_parameters.at(0)));
  json::Writer out;
  write_invoice(out, tx, *row);
  return {reply(std::move(out), 202), queued};
}

void append_hold(House& house, http::Request const& request, Transaction& tx, std::string action,
                 std::string reason) {
  tx.append(
      request.principal->tenant, request.principal->key_id, house.clock.now(),
      ledger::InvoiceHeld{request.path_parameters.at(0), std::move(action), std::move(reason)});
}

Effect cancel_invoice(House& house, http::Request const& request, Transaction& tx) {
  auto const wish = read_wish(request, {"reason"});
  auto const row = visible(
      request, ledger::find_invoice(tx, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("invoice"), false};
  if (row->status == "cancelled") return {conflict("not-cancellable", "It is cancelled."), false};
  for (auto const& delivery : deliveries_of(tx, request)) {
    if (is_terminal(delivery.state) || is_unsent(delivery)) continue;
    return {
        conflict("not-cancellable",
                 fmt::format("Delivery {} by {} is {}; send a credit note instead.", delivery.id,
                             delivery.channel, delivery.doubtful ? "unknown" : delivery.state)),
        false};
  }
  cancel_unsent(tx, row->tenant, row->id, "invoice_cancelled", request.principal->key_id,
                house.clock.now());
  append_hold(house, request, tx, "cancel", wish.at("reason"));
  close_cancelled(
      tx, {house.billers, house.law, row->tenant, request.principal->key_id, house.clock.now()},
      row->receivable_id, wish.at("reason"));
  return changed_invoice(request, tx, false);
}

Effect hold(House& house, http::Request const& request, Transaction& tx) {
  auto const wish = read_wish(request, {"reason"});
  auto const row = visible(
      request, ledger::find_invoice(tx, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("invoice"), false};
  if (row->held) return {conflict("already-held", "The invoice is held already."), false};
  auto const context = step_context(house, request);
  for (auto const& delivery : deliveries_of(tx, request)) {
    if (delivery.state == "held" || !is_unsent(delivery)) continue;
    auto const rules = rules_of(tx, delivery, channels::Repeat::never, context);
    apply_step(tx, delivery, after_hold(delivery, rules, context.now), {}, context);
  }
  append_hold(house, request, tx, "hold", wish.at("reason"));
  return changed_invoice(request, tx, false);
}

// Only what the caller held: a deviation of another cause asks for its own decision.
Effect release_hold(House& house, http::Request const& request, Transaction& tx) {
  auto const row = visible(
      request, ledger::find_invoice(tx, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("invoice"), false};
  auto const context = step_context(house, request);
  bool queued = false;
  for (auto const& delivery : deliveries_of(tx, request)) {
    if (!is_held_by_caller(tx, delivery)) continue;
    Step step;
    step.to = "queued";
    step.event = "release";
    step.evidence = delivery.evidence;
    step.next_at = context.now;
    queued |= apply_step(tx, delivery, step, {}, context);
  }
  if (!row->held && !queued)
    return {conflict("not-held", "The caller holds nothing of it."), false};
  append_hold(house, request, tx, "release", "");
  return changed_invoice(request, tx, queued);
}

Effect reroute_invoice(House& house, http::Request const& request, Transaction& tx) {
  auto const wish = read_wish(request, {"channel", "reason"});
  auto const row = visible(
      request, ledger::find_invoice(tx, request.principal->tenant, request.path_parameters.at(0)));
  if (!row) return {not_found("invoice"), false};
  auto const delivery = row->delivery_id.empty()
                            ? std::nullopt
                            : ledger::find_delivery(tx, row->tenant, row->delivery_id);
  if (!delivery) return {conflict("no-delivery", "Resolve its deviation instead."), false};
  auto const context = step_context(house, request);
  auto const done = reroute(tx, *delivery, wish.at("channel"), wish.at("reason"), context);
  if (!done) return {conflict("action-not-available", done.error()), false};
  return changed_invoice(request, tx, *done);
}

}  // namespace

void add_invoice_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters = {}) {
    routes.push_back({Method::get, pattern, "invoices:read", Body::none, false, "Invoices", summary,
                      std::move(parameters), reading(house, std::move(handler)), std::move(says)});
  };
  get("/v1/invoices", "List and search invoices", list_invoices,
      {.gives = "Invoice", .is_list = true},
      {"q", "number", "status=accepted|sent|delivered|held|undeliverable|cancelled",
       "ledger_status=not_tracked|open|partly_paid|paid|credited|closed", "client_ref",
       "external_id", "batch_id", "channel", "customer_number", "due_before", "limit", "cursor"});
  get("/v1/invoices/{id}", "One invoice with its delivery and claim", show_invoice, {"Invoice"});
  get("/v1/invoices/{id}/timeline", "Everything that happened to it, in order", timeline,
      {.gives = "Event", .is_list = true}, {"limit", "cursor"});
  get("/v1/invoices/{id}/files", "Files kept for it", list_invoice_files,
      {.gives = "File", .is_list = true});
  get("/v1/files/{id}", "The bytes of one file", file_bytes,
      {.gives = "", .media = "application/octet-stream"});
  auto const post = [&](std::string_view pattern, std::string_view scope, std::string_view summary,
                        Acting handler, http::Says says) {
    routes.push_back({Method::post,
                      pattern,
                      scope,
                      Body::json,
                      true,
                      "Invoices",
                      summary,
                      {},
                      acting(house, std::move(handler)),
                      std::move(says)});
  };
  post("/v1/invoices/{id}/cancel", "invoices:write", "Stop it while nobody has it", cancel_invoice,
       {.gives = "Invoice", .status = 202, .takes = "ReasonWish"});
  post("/v1/invoices/{id}/hold", "deliveries:write", "Hold it before dispatch", hold,
       {.gives = "Invoice", .status = 202, .takes = "ReasonWish"});
  post("/v1/invoices/{id}/release", "deliveries:write", "Release a hold", release_hold,
       {.gives = "Invoice", .status = 202});
  post("/v1/invoices/{id}/reroute", "deliveries:write", "Send it by another channel",
       reroute_invoice, {.gives = "Invoice", .status = 202, .takes = "RerouteWish"});
}

}  // namespace airut::gateway::api
