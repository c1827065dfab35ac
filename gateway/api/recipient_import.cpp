#include "channels/blocking.hpp"
#include "formats/model/ids.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/upload.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/route/address_list.hpp"
#include "gateway/route/dated_address.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

struct Import {
  std::int64_t rows = 0, changed = 0, unchanged = 0, older = 0, created = 0;
};

// The id of the customer's entry; one is made for whom the register does not know.
std::string entry_of(House& house, http::Request const& request, ledger::Transaction& tx,
                     config::Client const& client, ListedAddress const& one, Import& import) {
  auto const& tenant = request.principal->tenant;
  auto const row = ledger::find_recipient(tx, tenant, client.ref, one.customer_number);
  if (row) return row->id;
  ++import.created;
  RecipientEntry entry;
  entry.client_ref = client.ref;
  entry.name = one.name;
  ledger::RecipientUpdated fact;
  fact.recipient_id = model::new_id("rcp", house.clock.now());
  fact.client = client.ref;
  fact.external_ref = one.customer_number;
  fact.priority = entry.priority;
  fact.personal_record = write_recipient(entry);
  tx.append(tenant, request.principal->key_id, house.clock.now(), fact);
  return fact.recipient_id;
}

void take(House& house, http::Request const& request, ledger::Transaction& tx,
          config::Client const& client, ListedAddress const& one, Import& import) {
  auto const now = house.clock.now();
  auto const& tenant = request.principal->tenant;
  auto const id = entry_of(house, request, tx, client, one, import);
  AddressWord word;
  word.source = "import";
  word.pair = one.pair;
  word.stated = now;
  Debtor const who{tenant, client.ref, one.customer_number};
  ++import.rows;
  switch (say_address(tx, who, id, word, request.principal->key_id, now)) {
    case Heard::changed:
      ++import.changed;
      break;
    case Heard::unchanged:
      ++import.unchanged;
      break;
    case Heard::older:
      ++import.older;
      break;
  }
}

http::Response told_of_import(Import const& import, std::string const& client) {
  json::Writer out;
  out.begin_object();
  out.member("object", "recipient_import");
  out.member("client_ref", client);
  out.member("rows", import.rows);
  out.member("created", import.created);
  out.member("changed", import.changed);
  out.member("unchanged", import.unchanged);
  out.member("older", import.older);
  out.end_object();
  return reply(std::move(out));
}

// All rows or none, in one transaction.
asio::awaitable<http::Response> import_list(House& house, http::Request request) {
  auto const digest = request_digest(request);
  auto const ref = client_filter(request);
  auto const* client = house.billers.client(request.principal->tenant, ref);
  if (client == nullptr)
    co_return http::problem(422, "client-unknown", "Name the billing client in client_ref.");
  take_file_out(request);
  auto const read = [&] { return read_address_list(request.body); };
  auto const listed = co_await channels::on_pool(house.workers, read);
  if (!listed) co_return http::invalid(listed.error(), request.language);
  Acting const work = [&](House& at, http::Request const& asked, ledger::Transaction& tx) {
    Import import;
    for (auto const& one : *listed) take(at, asked, tx, *client, one, import);
    return Effect{told_of_import(import, client->ref), false};
  };
  co_return co_await act(house, request, digest, work);
}

}  // namespace

void add_recipient_import(House& house, http::Routes& routes) {
  routes.push_back(
      {http::Method::post,
       "/v1/recipients/import",
       "recipients:write",
       http::Body::document,
       false,
       "Recipients",
       "Take a list of e-invoice addresses with their intermediaries and days into the register",
       {"client_ref"},
       [&house](http::Request request) { return import_list(house, std::move(request)); },
       {.gives = "RecipientImport", .takes_media = {"text/csv", "multipart/form-data"}}});
}

}  // namespace airut::gateway::api
