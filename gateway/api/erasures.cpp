#include <memory>
#include <optional>
#include <stdexcept>

#include "channels/blocking.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/api/turn.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/erasure/erase.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

void write_kept(json::Writer& out, KeptItem const& item) {
  out.begin_object();
  out.member("class", item.item_class);
  out.member("id", item.id);
  out.member_if("number", item.number);
  out.member("reason", item.reason);
  out.member_if("law", item.law);
  write_day(out, "may_go_on", item.may_go);
  out.end_object();
}

http::Response erasure_reply(Erased const& erased, ledger::RecipientRow const& row) {
  json::Writer out;
  out.begin_object();
  out.member_if("id", erased.id);
  out.member("object", "erasure");
  out.member("recipient_id", row.id);
  out.member("client_ref", row.client);
  out.key("erased");
  out.begin_array();
  for (auto const& [name, count] : erased.survey.classes) {
    out.begin_object();
    out.member("class", name);
    out.member("count", count);
    out.end_object();
  }
  out.end_array();
  out.key("kept");
  out.begin_array();
  for (auto const& item : erased.survey.kept) write_kept(out, item);
  out.end_array();
  out.end_object();
  return reply(std::move(out));
}

// What the handler works with, and what it found before its transaction.
struct AskedErasure {
  House& house;
  config::Retention const& retention;
  http::Request const& request;

  ErasureContext context() const {
    auto const& principal = *request.principal;
    return {house.billers,    retention,         principal.tenant,
            principal.key_id, house.clock.now(), [this] { return !house.batches.stopping(); }};
  }
  std::optional<ledger::RecipientRow> recipient(ledger::Snapshot& view) const {
    auto const& tenant = request.principal->tenant;
    return visible(request,
                   ledger::find_recipient_by_id(view, tenant, request.path_parameters.at(0)));
  }
  std::optional<Survey> look() const {
    auto found = house.store.look([&](ledger::Snapshot& view) -> std::optional<Survey> {
      auto const row = recipient(view);
      if (!row) return std::nullopt;
      return survey(view, context(), *row);
    });
    if (house.batches.stopping()) throw http::Unavailable{"The gateway is stopping."};
    // What came meanwhile; where somebody needs a document by it, the transaction sees that, too.
    if (found) house.store.look([&](ledger::Snapshot& view) { is_nobodys(view, *found); });
    return found;
  }
};

constexpr std::string_view moved = "The recipient's invoices move meanwhile; try again.";

// moved_on: nothing was done, since what was found does not hold any more.
Effect erase_found(AskedErasure const& asked, std::optional<Survey> const& found,
                   ledger::Transaction& tx, bool& moved_on) {
  moved_on = false;
  auto const row = asked.recipient(tx);
  if (!row) return {not_found("recipient"), false};
  auto const wish = read_wish(asked.request, {"reason"});
  auto const& reason = wish.at("reason");
  if (reason.empty())
    return {http::problem(422, "required", "Say why in reason, without naming anybody."), false};
  auto const erased = found ? erase(tx, asked.context(), *row, *found, reason) : std::nullopt;
  moved_on = !erased;
  if (moved_on) return {http::busy(moved), false};
  return {erasure_reply(*erased, *row), false};
}

// Whole tables are looked through on a worker; the transaction, which holds up all others, looks
// only whether what was found still holds.
boost::asio::awaitable<http::Response> erase_data(House& house, config::Retention const& retention,
                                                  http::Request const& request,
                                                  UnderWay under_way) {
  constexpr int tries = 3;
  Turn const turn{std::move(under_way)};
  if (!turn.is_first())
    co_return come_again("Another erasure is under way; one is made at a time.");
  AskedErasure const asked{house, retention, request};
  auto const digest = request_digest(request);
  for (int i = 0; i < tries; ++i) {
    auto const found = co_await channels::on_pool(house.workers, [&] { return asked.look(); });
    bool moved_on = false;
    Acting const act_on_it = [&](House&, http::Request const&, ledger::Transaction& tx) {
      return erase_found(asked, found, tx, moved_on);
    };
    auto response = co_await act(house, request, digest, act_on_it);
    if (!moved_on) co_return response;
  }
  co_return http::busy(moved);
}

}  // namespace

void add_erasure_routes(House& house, http::Routes& routes) {
  auto loaded =
      config::Retention::load(house.settings.tables_directory, house.settings.tables_overlay);
  if (!loaded) throw std::runtime_error{loaded.error()};
  auto const retention = std::make_shared<config::Retention const>(*std::move(loaded));
  auto const under_way = std::make_shared<std::atomic<bool>>(false);
  auto const handler = [&house, retention, under_way](
                           http::Request request) -> boost::asio::awaitable<http::Response> {
    co_return co_await erase_data(house, *retention, request, under_way);
  };
  routes.push_back({http::Method::delete_,
                    "/v1/recipients/{id}/personal-data",
                    "recipients:erase",
                    http::Body::json,
                    false,
                    "Recipients",
                    "Erase what is kept of a recipient and no law asks for",
                    {},
                    handler,
                    {.gives = "Erasure", .takes = "ErasureWish"}});
}

}  // namespace airut::gateway::api
