#include <optional>
#include <vector>

#include "channels/blocking.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/model/sha256.hpp"
#include "formats/paper/write.hpp"
#include "formats/ubl/write.hpp"
#include "gateway/api/letter_preview.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/resources.hpp"
#include "gateway/api/upload.hpp"
#include "gateway/claim/credit_hold.hpp"
#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/multipart.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/intake/accept.hpp"
#include "gateway/intake/fit_for_route.hpp"
#include "gateway/intake/kept_answer.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

// What makes a prepared document of a request's body.
using Prepare = tl::expected<Prepared, model::Findings> (*)(House&, http::Request&, Caller const&);

tl::expected<Prepared, model::Findings> from_json(House& house, http::Request& request,
                                                  Caller const& caller) {
  return prepare_json(std::move(request.body), caller, house.billers, house.numbers,
                      request.body_digest);
}

Authority authority_of(House const& house) {
  return {house.render.official.get(), house.clock.now()};
}

tl::expected<Prepared, model::Findings> from_upload(House& house, http::Request& request,
                                                    Caller const& caller) {
  return prepare_upload(upload_of(request), caller, house.billers, house.numbers,
                        authority_of(house));
}

// JSON or XML by its first character, or the file of a form.
tl::expected<Prepared, model::Findings> from_either(House& house, http::Request& request,
                                                    Caller const& caller) {
  if (http::is_multipart(request.header("content-type")))
    return from_upload(house, request, caller);
  return prepare(std::move(request.body), caller, house.billers, house.numbers,
                 authority_of(house));
}

Caller caller_of(House& house, http::Request const& request) {
  Caller caller{request.principal->tenant, request.principal->key_id, request.principal->clients};
  caller.terms_of = agreed_terms(house.store, caller.tenant);
  return caller;
}

http::Response response_of(Accepted&& accepted) {
  if (accepted.kind == Accepted::Kind::key_reused) return key_reused();
  http::Response response;
  response.status = accepted.status;
  response.body = std::move(accepted.body);
  if (accepted.kind == Accepted::Kind::duplicate) {
    response.content_type = "application/problem+json";
    response.problem_code = "duplicate-invoice";
  }
  if (!accepted.location.empty()) response.headers.emplace_back("Location", accepted.location);
  if (accepted.kind == Accepted::Kind::accepted) response.headers.emplace_back("ETag", "\"1\"");
  if (accepted.kind == Accepted::Kind::replayed) return replayed(std::move(response));
  return response;
}

// A body above this is read on a worker, so that it holds up no other request.
constexpr std::size_t small_body = 64u << 10;

// What is known of a document before its transaction.
struct Read {
  Asked asked;
  std::optional<Accepted> earlier;
  tl::expected<Prepared, model::Findings> prepared;
};

tl::expected<Prepared, model::Findings> fitting(House& house,
                                                tl::expected<Prepared, model::Findings> prepared,
                                                Caller const& caller) {
  return fit_for_route(std::move(prepared), caller,
                       {house.store, house.billers, house.law, house.render}, house.clock.now());
}

// A key that came before gets its answer again even when a rule has changed meanwhile and the
// document would not be taken any more. What is in order is looked up in the transaction.
Read read_document(House& house, http::Request& request, Caller const& caller, Prepare how) {
  request.body_digest = model::sha256(request.body);
  Asked asked;
  asked.key = key_of(request);
  asked.request = request_digest(request);
  asked.language = request.language;
  Read read{std::move(asked), std::nullopt, fitting(house, how(house, request, caller), caller)};
  if (!read.prepared)
    read.earlier = house.store.read(
        [&](ledger::Snapshot& view) { return earlier_answer(view, caller.tenant, read.asked); });
  return read;
}

// Whether a document is only read, or also held against the rules of its way.
enum class Held { read_alone, against_route };

// The same without keeping anything: for validation, previews and dry runs.
asio::awaitable<tl::expected<Prepared, model::Findings>> prepare_apart(House& house,
                                                                       http::Request& request,
                                                                       Prepare how, Held held) {
  auto caller = caller_of(house, request);
  caller.preview = true;
  auto const look = [&] {
    auto read = how(house, request, caller);
    return held == Held::against_route ? fitting(house, std::move(read), caller) : std::move(read);
  };
  bool const small = request.body.size() <= small_body;
  co_return small ? look() : co_await channels::on_pool(house.workers, look);
}

Travelling travelling(House const& house, Prepared const& prepared, Caller const& caller) {
  Travelling document;
  document.tenant = caller.tenant;
  document.actor = caller.actor;
  document.document_kind = "invoice";
  document.client = prepared.client;
  document.submission = &prepared.submission;
  document.law = &house.law;
  return document;
}

void write_legs(json::Writer& out, RouteDecision const& decision) {
  out.key("channels");
  out.begin_array();
  for (auto const& leg : decision.legs) {
    out.begin_object();
    out.member("channel", leg.channel);
    out.member("format", leg.format);
    out.member("address", shown_address(leg.address));
    out.member_if("intermediary", leg.intermediary);
    out.member("reason", leg.reason);
    out.end_object();
  }
  out.end_array();
  write_skipped(out, decision.skipped);
}

RouteDecision decision_for(House& house, Prepared const& prepared, Caller const& caller) {
  return house.store.read([&](ledger::Snapshot& view) {
    return preview(view, travelling(house, prepared, caller), house.billers, house.clock.now());
  });
}

// What submitting would give, from the numbers and registers as they are now.
void write_rehearsed(json::Writer& out, House& house, Prepared const& prepared,
                     Caller const& caller, std::string_view language) {
  auto const& invoice = prepared.submission.invoice;
  auto const there =
      house.store.read([&](ledger::Snapshot& view) { return find_same(view, prepared, caller); });
  out.begin_object();
  out.member("object", "invoice");
  out.member("dry_run", true);
  out.member("number", invoice.number);
  out.member("client_ref", prepared.client->ref);
  out.member("currency", invoice.currency.code());
  if (invoice.totals.gross) write_money(out, "total_gross", *invoice.totals.gross);
  if (invoice.totals.due) write_money(out, "total_due", *invoice.totals.due);
  write_day(out, "due_date", invoice.due_date);
  if (invoice.payment) out.member_if("payment_reference", invoice.payment->reference);
  if (there) out.member("duplicate_of", *there);
  out.key("route");
  out.begin_object();
  write_legs(out, decision_for(house, prepared, caller));
  out.end_object();
  out.key("warnings");
  http::write_findings(out, prepared.warnings, language);
  out.end_object();
}

asio::awaitable<http::Response> rehearse(House& house, http::Request request, Prepare how) {
  auto const caller = caller_of(house, request);
  auto const prepared = co_await prepare_apart(house, request, how, Held::against_route);
  if (!prepared) co_return http::invalid(prepared.error(), request.language);
  json::Writer out;
  write_rehearsed(out, house, *prepared, caller, request.language);
  co_return reply(std::move(out));
}

asio::awaitable<http::Response> submit(House& house, http::Request request, Prepare how) {
  if (request.parameter("dry_run") == "true")
    co_return co_await rehearse(house, std::move(request), how);
  if (!house.disk.has_room()) throw http::Unavailable{"The disk is nearly full."};
  auto const caller = caller_of(house, request);
  auto const look = [&] { return read_document(house, request, caller, how); };
  bool const small = request.body.size() <= small_body;
  auto read = small ? look() : co_await channels::on_pool(house.workers, look);
  if (read.earlier) co_return response_of(*std::move(read.earlier));
  if (!read.prepared) co_return http::invalid(read.prepared.error(), request.language);
  AcceptRules const rules{house.billers, house.codes, house.law};
  std::function<Accepted(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    auto accepted = accept(tx, *read.prepared, caller, read.asked, rules, house.clock.now());
    if (accepted.kind == Accepted::Kind::accepted) note_reason(house, request, tx);
    return accepted;
  };
  auto accepted = co_await commit<Accepted>(house.store, work);
  if (accepted.queued) house.dispatcher.wake();
  co_return response_of(std::move(accepted));
}

asio::awaitable<http::Response> validate(House& house, http::Request request) {
  auto const caller = caller_of(house, request);
  auto const prepared = co_await prepare_apart(house, request, &from_either, Held::against_route);
  json::Writer out;
  out.begin_object();
  out.member("object", "validation_report");
  out.member("valid", prepared.has_value());
  out.key("findings");
  http::write_findings(out, prepared ? prepared->warnings : prepared.error(), request.language);
  if (prepared) {
    out.member("syntax", prepared->syntax);
    out.member("client_ref", prepared->client->ref);
    out.key("route");
    out.begin_object();
    write_legs(out, decision_for(house, *prepared, caller));
    out.end_object();
  }
  out.end_object();
  co_return reply(std::move(out));
}

asio::awaitable<http::Response> preview_route(House& house, http::Request request) {
  auto const caller = caller_of(house, request);
  auto const prepared = co_await prepare_apart(house, request, &from_either, Held::read_alone);
  if (!prepared) co_return http::invalid(prepared.error(), request.language);
  auto const decision = decision_for(house, *prepared, caller);
  json::Writer out;
  out.begin_object();
  out.member("object", "route_decision");
  write_legs(out, decision);
  write_letter_preview(out, house, *prepared, decision);
  out.end_object();
  co_return reply(std::move(out));
}

// The bytes of a preview with their media type, or why there are none.
model::Result<http::Response> rendered(House& house, Prepared const& prepared,
                                       std::string_view format) {
  auto const& invoice = prepared.submission.invoice;
  http::Response response;
  if (format == "json") {
    response.body = json::write_invoice(invoice);
    return response;
  }
  response.content_type = format == "pdf" ? "application/pdf" : "application/xml";
  auto const take = [&](auto written) -> model::Result<http::Response> {
    if (!written) return tl::unexpected{written.error()};
    response.body = std::move(written->bytes);
    return std::move(response);
  };
  if (auto const style = finvoice::style_of(format)) {
    return take(finvoice::write(invoice, std::nullopt, *style));
  }
  if (format == "ubl") return take(ubl::write(invoice));
  return take(invoice_pdf(prepared.submission, *prepared.client, house.render));
}

asio::awaitable<http::Response> render(House& house, http::Request request) {
  auto const format = text_of(request, "format").empty() ? "pdf" : text_of(request, "format");
  if (format != "pdf" && !finvoice::style_of(format) && format != "ubl" && format != "json")
    co_return http::problem(400, "parameter-invalid",
                            "format is pdf, finvoice (-utf8, -2.01, -2.01-utf8), ubl or json.");
  if (format == "pdf" && !house.render.designs)
    co_return conflict("action-not-available",
                       "No channel of this gateway carries PDF, so that it has no fonts.");
  auto const prepared = co_await prepare_apart(house, request, &from_either, Held::read_alone);
  if (!prepared) co_return http::invalid(prepared.error(), request.language);
  auto const draw = [&] { return std::optional{rendered(house, *prepared, format)}; };
  auto shown = co_await channels::on_pool(house.workers, draw);
  if (!*shown) co_return http::problem(422, "wrong-value", shown->error().text);
  co_return **std::move(shown);
}

}  // namespace

void add_submit_routes(House& house, http::Routes& routes) {
  using http::Body;
  auto const post = [&](std::string_view pattern, Body body, bool key, std::string_view summary,
                        auto handler, http::Says says,
                        std::vector<std::string_view> parameters = {}) {
    routes.push_back({http::Method::post, pattern, "invoices:write", body, key, "Submit", summary,
                      std::move(parameters), std::move(handler), std::move(says)});
  };
  auto const submitting = [&house](Prepare how) {
    return [&house, how](http::Request request) { return submit(house, std::move(request), how); };
  };
  std::vector<std::string_view> const documents{"application/xml", "multipart/form-data"};
  post("/v1/invoices", Body::json, true, "Submit one invoice as JSON and start its distribution",
       submitting(&from_json), {.gives = "Invoice", .status = 202, .takes = "InvoiceSubmission"},
       {"dry_run=true|false"});
  post("/v1/documents", Body::document, true,
       "Submit one Finvoice, UBL or CII document, recognised by its content",
       submitting(&from_upload), {.gives = "Invoice", .status = 202, .takes_media = documents},
       {"dry_run=true|false"});
  post("/v1/validate", Body::document, false, "Check a document without keeping it",
       [&house](http::Request request) { return validate(house, std::move(request)); },
       {.gives = "ValidationReport", .takes = "InvoiceSubmission", .takes_media = documents});
  post("/v1/route-preview", Body::document, false, "Explain the route that a document would take",
       [&house](http::Request request) { return preview_route(house, std::move(request)); },
       {.gives = "Route", .takes = "InvoiceSubmission", .takes_media = documents});
  post("/v1/render", Body::document, false, "Show a document as PDF, Finvoice, UBL or JSON",
       [&house](http::Request request) { return render(house, std::move(request)); },
       {.gives = "",
        .takes = "InvoiceSubmission",
        .media = "application/pdf",
        .takes_media = documents},
       {"format"});
}

}  // namespace airut::gateway::api
