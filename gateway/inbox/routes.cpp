#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/api/reply.hpp"
#include "gateway/inbox/parts.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

using Parts = std::shared_ptr<InboxDesk::Parts>;
using Watched = InboxDesk::Parts::Watched;

void write_file(json::Writer& out, ledger::BankFileRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "inbox_file");
  out.member("channel", row.channel);
  out.member("name", row.file_reference);
  out.member("meaning", row.meaning);
  out.member("state", row.state);
  out.member("size", row.size);
  out.member_if("result_id", row.result_id);
  out.member_if("detail", row.detail);
  api::write_instant(out, "modified_at", row.stamped);
  api::write_instant(out, "found_at", row.listed);
  out.end_object();
}

void write_report(json::Writer& out, InboxReport const& report) {
  out.begin_object();
  out.member("object", "inbox_round");
  out.member("channel", report.channel);
  out.member("went_well", report.code.empty());
  out.member_if("code", report.code);
  out.member_if("native_code", report.native_code);
  out.member_if("text", report.text);
  out.member("found", report.found);
  out.member("taken", report.taken);
  out.member("refused", report.refused);
  out.member("waiting", report.waiting);
  out.end_object();
}

// The inbox that the path names, unless it is another tenant's.
Watched* inbox_of(Parts const& parts, http::Request const& request) {
  api::need_whole_tenant(request);
  auto* one = parts->watched(request.path_parameters.at(0));
  if (one == nullptr || one->line.tenant != request.principal->tenant) return nullptr;
  return one;
}

asio::awaitable<http::Response> fetch_now(Parts parts, http::Request request) {
  auto* one = inbox_of(parts, request);
  if (one == nullptr) co_return api::not_found("inbox");
  auto work = parts->round(*one);
  auto const report = co_await asio::co_spawn(parts->strand, std::move(work), asio::use_awaitable);
  if (!report) co_return api::conflict("inbox-busy", "The inbox is being looked into already.");
  json::Writer out;
  write_report(out, *report);
  co_return api::reply(std::move(out));
}

http::Response list_files(Parts const& parts, http::Request const& request,
                          ledger::Snapshot& view) {
  auto* one = inbox_of(parts, request);
  if (one == nullptr) return api::not_found("inbox");
  ledger::BankFileFilter filter;
  filter.channel = one->line.channel;
  filter.state = api::text_of(request, "state");
  return api::list_reply(
      ledger::list_bank_files(view, one->line.tenant, filter, api::page_of(request)), write_file);
}

std::optional<ledger::BankFileRow> row_of(Parts const& parts, http::Request const& request,
                                          ledger::Snapshot& view) {
  auto* one = inbox_of(parts, request);
  if (one == nullptr) return std::nullopt;
  auto row = ledger::find_bank_file(view, one->line.tenant, request.path_parameters.at(1));
  if (row && row->channel != one->line.channel) row.reset();
  return row;
}

http::Response show_content(Parts const& parts, http::Request const& request,
                            ledger::Snapshot& view) {
  auto const row = row_of(parts, request, view);
  auto document = row ? ledger::find_document(view, row->digest) : std::nullopt;
  if (!document) return api::not_found("file");
  return {200, document->media_type, std::move(document->bytes), {}};
}

asio::awaitable<http::Response> take_again(Parts parts, http::Request request) {
  auto& store = parts->house.store;
  auto row = store.read([&](ledger::Snapshot& view) { return row_of(parts, request, view); });
  if (!row) co_return api::not_found("file");
  if (row->state != "refused") {
    co_return api::conflict("file-not-refused", "Only a refused file can be taken in again.");
  }
  auto* one = inbox_of(parts, request);
  auto const id = row->id, actor = request.principal->key_id;
  co_await take_inbox_file(one->line, parts->house, *std::move(row), actor);
  auto const now = store.read(
      [&](ledger::Snapshot& view) { return ledger::find_bank_file(view, one->line.tenant, id); });
  json::Writer out;
  write_file(out, *now);
  co_return api::reply(std::move(out));
}

using Answering = asio::awaitable<http::Response> (*)(Parts, http::Request);

void add_doing(Parts const& parts, http::Routes& routes, std::string_view pattern,
               std::string_view summary, Answering answer, std::string_view gives) {
  http::Route route;
  route.method = http::Method::post;
  route.pattern = pattern;
  route.scope = "feedback:write";
  route.body = http::Body::json;
  route.tag = "Deliveries";
  route.summary = summary;
  route.says.gives = gives;
  route.handle = [parts, answer](http::Request request) {
    return answer(parts, std::move(request));
  };
  routes.push_back(std::move(route));
}

using Showing = http::Response (*)(Parts const&, http::Request const&, ledger::Snapshot&);

void add_showing(Parts const& parts, http::Routes& routes, std::string_view pattern,
                 std::string_view summary, Showing show, http::Says says) {
  http::Route route;
  route.pattern = pattern;
  route.scope = "deliveries:read";
  route.tag = "Deliveries";
  route.summary = summary;
  if (says.is_list)
    route.parameters = {"state=listed|fetched|imported|seen_before|heard|kept|refused", "limit",
                        "cursor"};
  route.says = std::move(says);
  api::Reading handler = [parts, show](api::House&, http::Request const& request,
                                       ledger::Snapshot& view) {
    return show(parts, request, view);
  };
  route.handle = api::reading(parts->house, std::move(handler));
  routes.push_back(std::move(route));
}

}  // namespace

void add_inbox_routes(std::shared_ptr<InboxDesk::Parts> const& parts, http::Routes& routes) {
  add_doing(parts, routes, "/v1/channels/{name}/fetch",
            "Look into the channel's inbox now, and take in what lies there", fetch_now,
            "InboxRound");
  add_doing(parts, routes, "/v1/channels/{name}/files/{id}/take", "Take a refused file in again",
            take_again, "InboxFile");
  add_showing(parts, routes, "/v1/channels/{name}/files", "Files that lay in the channel's inbox",
              list_files, {.gives = "InboxFile", .is_list = true});
  add_showing(parts, routes, "/v1/channels/{name}/files/{id}/content", "The bytes of one of them",
              show_content, {.gives = "", .media = "application/octet-stream"});
}

}  // namespace airut::gateway
