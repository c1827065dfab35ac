#include "ledger/store/received.hpp"

#include "gateway/api/reply.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway::api {
namespace {

using ledger::Snapshot;

void write_received(json::Writer& out, ledger::ReceivedRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "received_document");
  out.member("client_ref", row.client);
  out.member("channel", row.channel);
  out.member("kind", row.kind);
  out.member("sender", row.sender);
  out.member("receiver", row.receiver);
  out.member("access_point", row.access_point);
  out.member("document_type", row.document_type);
  out.member("process", row.process);
  out.member("country", row.country);
  out.member("message_id", row.message_id);
  out.member("instance_id", row.instance_id);
  out.member("delivery_id", row.about);
  out.member("problem", row.problem);
  out.member("status_told", row.told);
  write_instant(out, "received_at", row.received);
  out.end_object();
}

std::optional<ledger::ReceivedRow> asked_document(http::Request const& request, Snapshot& view) {
  return visible(request, ledger::find_received(view, request.principal->tenant,
                                                request.path_parameters.at(0)));
}

http::Response list_received(House&, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  return list_reply(ledger::list_received(view, request.principal->tenant, page_of(request)),
                    write_received);
}

http::Response show_received(House&, http::Request const& request, Snapshot& view) {
  auto const row = asked_document(request, view);
  if (!row) return not_found("received document");
  json::Writer out;
  write_received(out, *row);
  return reply(std::move(out));
}

// The bytes as they came, or the receipt that was given for them.
http::Response bytes_of(http::Request const& request, Snapshot& view,
                        std::string ledger::ReceivedRow::* digest) {
  auto const row = asked_document(request, view);
  auto document = row ? ledger::find_document(view, (*row).*digest) : std::nullopt;
  if (!document) return not_found("received document");
  http::Response response;
  response.content_type = document->media_type;
  response.body = std::move(document->bytes);
  return response;
}

http::Response document(House&, http::Request const& request, Snapshot& view) {
  return bytes_of(request, view, &ledger::ReceivedRow::payload_digest);
}

http::Response receipt(House&, http::Request const& request, Snapshot& view) {
  return bytes_of(request, view, &ledger::ReceivedRow::receipt_digest);
}

}  // namespace

void add_received_routes(House& house, http::Routes& routes) {
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       http::Says says, std::vector<std::string_view> parameters = {}) {
    routes.push_back({http::Method::get, pattern, "received:read", http::Body::none, false,
                      "Received documents", summary, std::move(parameters),
                      reading(house, std::move(handler)), std::move(says)});
  };
  get("/v1/received", "Documents that came in from networks, the newest first", list_received,
      {.gives = "ReceivedDocument", .is_list = true}, {"limit", "cursor"});
  get("/v1/received/{id}", "One of them", show_received, {.gives = "ReceivedDocument"});
  get("/v1/received/{id}/document", "Its bytes, in their envelope", document,
      {.gives = "", .media = "application/xml"});
  get("/v1/received/{id}/receipt", "The signed receipt that was given for it", receipt,
      {.gives = "", .media = "application/soap+xml"});
}

}  // namespace airut::gateway::api
