#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "channels/blocking.hpp"
#include "formats/json/object_reader.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/bank/parts.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

using Parts = std::shared_ptr<BankDesk::Parts>;

void write_file(json::Writer& out, ledger::BankFileRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "bank_file");
  out.member("channel", row.channel);
  out.member("file_reference", row.file_reference);
  out.member("file_type", row.file_type);
  out.member("meaning", row.meaning);
  out.member("state", row.state);
  out.member("size", row.size);
  out.member_if("payment_file_id", row.result_id);
  out.member_if("detail", row.detail);
  api::write_instant(out, "stamped_at", row.stamped);
  api::write_instant(out, "listed_at", row.listed);
  api::write_instant(out, "fetched_at", row.fetched);
  out.end_object();
}

void write_round(json::Writer& out, RoundReport const& report) {
  out.begin_object();
  out.member("object", "bank_round");
  out.member("channel", report.channel);
  out.member("went_well", report.code.empty());
  out.member_if("code", report.code);
  out.member_if("native_code", report.native_code);
  out.member_if("text", report.text);
  out.member("listed", report.listed);
  out.member("fetched", report.fetched);
  out.member("imported", report.imported);
  out.member("kept", report.kept);
  out.member("refused", report.refused);
  out.end_object();
}

http::Response busy() {
  return api::conflict("bank-busy", "The bank is being asked already; try again in a while.");
}

struct Wish {
  std::string channel, transfer_key, company;
};

Wish read_wish(http::Request const& request) {
  auto const tree = json::Tree::parse(request.body.empty() ? std::string_view{"{}"} : request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  Wish wish{in.text("channel"), in.text("transfer_key"), in.text("company")};
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

asio::awaitable<http::Response> fetch_now(Parts parts, http::Request request) {
  api::need_whole_tenant(request);
  auto const wish = read_wish(request);
  auto lines = parts->lines_of(request.principal->tenant, wish.channel);
  std::erase_if(lines, [](BankLine* line) { return line->tenant().empty(); });
  if (lines.empty()) co_return api::not_found("bank channel");
  ledger::Listed<RoundReport> listed;
  for (auto* line : lines) {
    auto work = parts->round(*line);
    auto report = co_await asio::co_spawn(parts->strand, std::move(work), asio::use_awaitable);
    if (!report) co_return busy();
    listed.rows.push_back(*std::move(report));
  }
  co_return api::list_reply(listed, write_round);
}

http::Response list_files(api::House&, http::Request const& request, ledger::Snapshot& view) {
  api::need_whole_tenant(request);
  ledger::BankFileFilter filter;
  filter.channel = api::text_of(request, "channel");
  filter.state = api::text_of(request, "state");
  filter.meaning = api::text_of(request, "meaning");
  return api::list_reply(
      ledger::list_bank_files(view, request.principal->tenant, filter, api::page_of(request)),
      write_file);
}

std::optional<ledger::BankFileRow> row_of(http::Request const& request, ledger::Snapshot& view) {
  api::need_whole_tenant(request);
  return ledger::find_bank_file(view, request.principal->tenant, request.path_parameters.at(0));
}

http::Response show_file(api::House&, http::Request const& request, ledger::Snapshot& view) {
  auto const row = row_of(request, view);
  if (!row) return api::not_found("bank file");
  json::Writer out;
  write_file(out, *row);
  return api::reply(std::move(out));
}

http::Response bytes_of(http::Request const& request, ledger::Snapshot& view,
                        std::string ledger::BankFileRow::* digest) {
  auto const row = row_of(request, view);
  auto document = row ? ledger::find_document(view, (*row).*digest) : std::nullopt;
  if (!document) return api::not_found("bank file");
  return {200, document->media_type, std::move(document->bytes), {}};
}

asio::awaitable<http::Response> take_again(Parts parts, http::Request request) {
  auto row = parts->house.store.read([&](ledger::Snapshot& view) { return row_of(request, view); });
  if (!row) co_return api::not_found("bank file");
  if (row->digest.empty() || row->state != "refused") {
    co_return api::conflict("bank-file-not-waiting", "Only a refused file can be taken in again.");
  }
  auto const actor = request.principal->key_id;
  auto const tenant = row->tenant, id = row->id;
  co_await take_kept_file(parts->house, parts->feedback, *std::move(row), actor);
  auto const now = parts->house.store.read(
      [&](ledger::Snapshot& view) { return ledger::find_bank_file(view, tenant, id); });
  json::Writer out;
  write_file(out, *now);
  co_return api::reply(std::move(out));
}

// Deletes the file at the bank; here it stays.
asio::awaitable<http::Response> delete_there(Parts parts, http::Request request) {
  auto const row =
      parts->house.store.read([&](ledger::Snapshot& view) { return row_of(request, view); });
  if (!row) co_return api::not_found("bank file");
  auto const lines = parts->lines_of(request.principal->tenant, row->channel);
  if (lines.empty()) co_return api::not_found("bank channel");
  auto const client = lines.front()->client;
  auto work = [client, &row] { return client->remove(row->file_reference, row->file_type); };
  auto const answer = co_await channels::on_pool(parts->pool, work);
  if (answer.verdict != config::BankVerdict::good) {
    co_return api::conflict("bank-refused", answer.trace.code + " " + answer.trace.excerpt);
  }
  json::Writer out;
  write_file(out, *row);
  co_return api::reply(std::move(out));
}

asio::awaitable<http::Response> file_types(Parts parts, http::Request request) {
  api::need_whole_tenant(request);
  auto const lines = parts->lines_of(request.principal->tenant, request.path_parameters.at(0));
  if (lines.empty()) co_return api::not_found("bank channel");
  auto const client = lines.front()->client;
  auto work = [client] { return client->user_info(); };
  auto const answer = co_await channels::on_pool(parts->pool, work);
  if (answer.verdict != config::BankVerdict::good) {
    co_return api::conflict("bank-refused", answer.trace.code + " " + answer.trace.excerpt);
  }
  ledger::Listed<bank_ws::UserFileType> listed;
  listed.rows = answer.response.file_types;
  co_return api::list_reply(listed, [](json::Writer& out, bank_ws::UserFileType const& one) {
    out.begin_object();
    out.member("object", "bank_file_type");
    out.member("file_type", one.file_type);
    out.member("target_id", one.target_id);
    out.member("name", one.name);
    out.member("direction", one.direction);
    out.end_object();
  });
}

// The bank's own certificates, for whoever compares them with what the bank told him.
void write_fingerprints(json::Writer& out, std::vector<channels::BankFingerprint> const& bank) {
  if (bank.empty()) return;
  out.key("bank_certificates");
  out.begin_array();
  for (auto const& one : bank) {
    out.begin_object();
    out.member("use", one.use);
    out.member("subject", one.subject);
    out.member("sha256", one.sha256);
    api::write_instant(out, "not_after", one.not_after);
    out.end_object();
  }
  out.end_array();
}

// Of whoever sends for the customer.
void write_sender(json::Writer& out, BankLine& line) {
  if (line.client->settings().sender_identity.empty()) return;
  auto const keys = line.client->sender_identity().current();
  if (!keys) return out.member("sender_problem", keys.error());
  out.member("sender_subject", (*keys)->certificate.subject());
  api::write_instant(out, "sender_not_after", (*keys)->certificate.not_after());
}

void write_certificate(json::Writer& out, BankLine& line,
                       std::vector<channels::BankFingerprint> const& bank = {}) {
  out.begin_object();
  out.member("object", "bank_certificate");
  out.member("channel", line.channel);
  out.member("bank", line.client->settings().bank);
  auto const keys = line.client->identity().current();
  if (keys) {
    auto const& certificate = (*keys)->certificate;
    out.member("subject", certificate.subject());
    out.member("issuer", certificate.issuer());
    out.member("serial", certificate.serial());
    api::write_instant(out, "not_after", certificate.not_after());
    auto const left =
        std::chrono::floor<std::chrono::days>(certificate.not_after() - line.client->now());
    out.member("days_left", static_cast<std::int64_t>(left.count()));
  } else {
    out.member("problem", keys.error());
  }
  write_sender(out, line);
  write_fingerprints(out, bank);
  out.end_object();
}

asio::awaitable<http::Response> list_certificates(Parts parts, http::Request request) {
  api::need_whole_tenant(request);
  ledger::Listed<BankLine*> listed;
  listed.rows = parts->lines_of(request.principal->tenant, {});
  co_return api::list_reply(
      listed, [](json::Writer& out, BankLine* line) { write_certificate(out, *line); });
}

asio::awaitable<http::Response> renew(Parts parts, http::Request request) {
  api::need_whole_tenant(request);
  auto const lines = parts->lines_of(request.principal->tenant, request.path_parameters.at(0));
  if (lines.empty()) co_return api::not_found("bank channel");
  auto const wish = read_wish(request);
  auto work = parts->certificate(*lines.front(), wish.transfer_key, wish.company);
  auto const result = co_await asio::co_spawn(parts->strand, std::move(work), asio::use_awaitable);
  if (!result) co_return busy();
  if (!*result) {
    auto const& trace = result->error();
    co_return api::conflict("bank-refused",
                            trace.code + " " + trace.native_code + " " + trace.excerpt);
  }
  json::Writer out;
  write_certificate(out, *lines.front(), (*result)->bank);
  co_return api::reply(std::move(out));
}

using Answering = asio::awaitable<http::Response> (*)(Parts, http::Request);

struct Line {
  http::Method method = http::Method::get;
  std::string_view pattern, scope, summary;
  Answering answer = nullptr;
  http::Says says{};
};

http::Route route_of(Parts const& parts, Line line) {
  http::Route route;
  route.method = line.method;
  route.pattern = line.pattern;
  route.scope = line.scope;
  route.body = line.method == http::Method::post ? http::Body::json : http::Body::none;
  route.tag = "Banks";
  route.summary = line.summary;
  route.says = std::move(line.says);
  route.handle = [parts, answer = line.answer](http::Request request) {
    return answer(parts, std::move(request));
  };
  return route;
}

void add_reading(Parts const& parts, http::Routes& routes, std::string_view pattern,
                 std::string_view summary, api::Reading handler, http::Says says) {
  http::Route route;
  route.pattern = pattern;
  route.scope = "payments:read";
  route.tag = "Banks";
  route.summary = summary;
  if (says.is_list)
    route.parameters = {"channel", "state=listed|fetched|imported|seen_before|heard|kept|refused",
                        "meaning", "limit", "cursor"};
  route.handle = api::reading(parts->house, std::move(handler));
  route.says = std::move(says);
  routes.push_back(std::move(route));
}

}  // namespace

void add_bank_routes(std::shared_ptr<BankDesk::Parts> const& parts, http::Routes& routes) {
  add_reading(parts, routes, "/v1/bank/files", "Files that banks have or had for the tenant",
              list_files, {.gives = "BankFile", .is_list = true});
  add_reading(parts, routes, "/v1/bank/files/{id}", "One of them", show_file,
              {.gives = "BankFile"});
  add_reading(parts, routes, "/v1/bank/files/{id}/content", "Its bytes",
              [](api::House&, http::Request const& request, ledger::Snapshot& view) {
                return bytes_of(request, view, &ledger::BankFileRow::digest);
              },
              {.gives = "", .media = "application/octet-stream"});
  add_reading(parts, routes, "/v1/bank/files/{id}/receipt",
              "The bank's signed answer that brought it",
              [](api::House&, http::Request const& request, ledger::Snapshot& view) {
                return bytes_of(request, view, &ledger::BankFileRow::receipt_digest);
              },
              {.gives = "", .media = "text/xml"});
  using http::Method;
  for (auto& line : {Line{Method::post,
                          "/v1/bank/fetch",
                          "payments:write",
                          "Ask the banks now what waits, and take it in",
                          fetch_now,
                          {.gives = "BankRound", .takes = "BankFetchWish", .is_list = true}},
                     Line{Method::post,
                          "/v1/bank/files/{id}/take",
                          "payments:write",
                          "Take a refused file in again",
                          take_again,
                          {.gives = "BankFile"}},
                     Line{Method::post,
                          "/v1/bank/files/{id}/delete",
                          "payments:write",
                          "Delete it at the bank",
                          delete_there,
                          {.gives = "BankFile"}},
                     Line{Method::get,
                          "/v1/bank/channels/{channel}/file-types",
                          "channels:read",
                          "What the agreement lets us send and fetch",
                          file_types,
                          {.gives = "BankFileType", .is_list = true}},
                     Line{Method::get,
                          "/v1/bank/certificates",
                          "channels:read",
                          "Our certificates for banks with their ends",
                          list_certificates,
                          {.gives = "BankCertificate", .is_list = true}},
                     Line{Method::post,
                          "/v1/bank/certificates/{channel}/renew",
                          "channels:write",
                          "Get a new certificate, or the first one by the bank's code",
                          renew,
                          {.gives = "BankCertificate", .takes = "BankCertificateWish"}}}) {
    routes.push_back(route_of(parts, line));
  }
}

}  // namespace airut::gateway
