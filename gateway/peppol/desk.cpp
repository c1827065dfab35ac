#include "gateway/peppol/desk.hpp"

#include <chrono>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "channels/peppol/identity.hpp"
#include "formats/model/ids.hpp"
#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/peppol/exchanges.hpp"
#include "gateway/peppol/take_over.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/received.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

// What a worker made of a message; answered with the error, or kept and answered with the receipt.
struct Opened {
  std::optional<as4::Error> error;
  Addressee whom;
  TakenOver taken;
  std::string receipt;
  ledger::PackedDocument payload, packed_receipt;
};

enum class Kept { anew, came_before, not_yet };

// What is under way ends soon, mostly. Whoever has to do with us meanwhile may do so before it
// answers us, and must not wait for ever.
constexpr std::chrono::seconds patience{5};
constexpr std::chrono::milliseconds between_peeks{250};

http::Response soap(std::string body) {
  return {200, "application/soap+xml;charset=UTF-8", std::move(body), {}};
}

std::string signal_id(model::Instant now) { return model::new_id("sig", now); }

as4::Error about(channels::PeppolMail const& mail, std::string_view code, std::string detail) {
  auto error = as4::make_error(code, std::move(detail));
  error.ref_to_message_id = mail.message.message_id;
  return error;
}

}  // namespace

struct PeppolDesk::Parts {
  Parts(Place the_place, channels::Discovery::Now now)
      : place(std::move(the_place)), inbox(place.settings, std::move(now)) {}

  Opened open(http::Request const& request);
  Kept keep(ledger::Transaction& tx, Opened const& opened) const;
  std::string hear_it(ledger::Transaction& tx, TakenOver const& taken,
                      std::optional<ledger::DeliveryRow> const& delivery) const;
  asio::awaitable<Kept> keep_when_it_can(Opened const& opened);
  asio::awaitable<http::Response> answer(http::Request request);
  http::Response report(http::Request const& request,
                        std::string (*write)(peppol_reports::Period const&,
                                             std::vector<peppol_reports::Exchange> const&));

  Place place;
  channels::PeppolInbox inbox;
};

Opened PeppolDesk::Parts::open(http::Request const& request) {
  Opened opened;
  auto const mail = inbox.open(request.header("content-type"), request.body);
  if (!mail) {
    opened.error = mail.error();
    return opened;
  }
  auto const& house = place.house;
  auto const whom = addressee_of(house.billers, place.settings, mail->header.receiver);
  if (!whom) {
    opened.error = about(*mail, "EBMS:0004", std::string{as4::not_serviced});
    return opened;
  }
  auto const now = house.clock.now();
  opened.whom = *whom;
  opened.taken = take_over(*mail, *whom, place.settings, house.render.official.get(), now);
  if (whom->client.empty() && opened.taken.fact.kind != "message_status") {
    opened.error = about(*mail, "EBMS:0004", std::string{as4::not_serviced});
    return opened;
  }
  opened.taken.fact.channel = place.channel;
  opened.receipt = inbox.receipt(*mail, signal_id(now));
  opened.payload = ledger::pack_document("application/xml", mail->payload);
  opened.packed_receipt = ledger::pack_document("application/soap+xml", opened.receipt);
  return opened;
}

// What came back is heard where it belongs; what cannot follow is kept all the same, with why.
std::string PeppolDesk::Parts::hear_it(ledger::Transaction& tx, TakenOver const& taken,
                                       std::optional<ledger::DeliveryRow> const& delivery) const {
  if (!taken.news || !delivery) return {};
  auto const& house = place.house;
  StepContext const context{house.billers, house.codes, "system", house.clock.now(), &house.law};
  auto const heard = hear(tx, *delivery, *taken.news, context);
  return heard ? std::string{} : heard.error();
}

Kept PeppolDesk::Parts::keep(ledger::Transaction& tx, Opened const& opened) const {
  auto fact = opened.taken.fact;
  if (ledger::came_before(tx, place.channel, fact.message_id, fact.instance_id)) {
    return Kept::came_before;
  }
  auto const& house = place.house;
  auto const delivery = delivery_about(tx, house.billers, opened.whom, opened.taken);
  if (opened.taken.news && delivery && must_wait(*delivery)) return Kept::not_yet;
  if (delivery) fact.about = delivery->id;
  fact.payload_digest = ledger::keep_document(tx, opened.payload);
  fact.receipt_digest = ledger::keep_document(tx, opened.packed_receipt);
  auto const& tenant = delivery ? delivery->tenant : opened.whom.tenant;
  auto const now = house.clock.now();
  bool const silent = fact.status_to.empty() || (fact.problem.empty() && !fact.status_always);
  auto const unheard = hear_it(tx, opened.taken, delivery);
  if (silent && fact.problem.empty()) fact.problem = unheard;  // no fault to tell the sender of
  tx.append(tenant, "system", now, fact);
  if (silent) {
    tx.append(tenant, "system", now, ledger::StatusTold{fact.document_id, "none", "", ""});
  }
  return Kept::anew;
}

asio::awaitable<Kept> PeppolDesk::Parts::keep_when_it_can(Opened const& opened) {
  std::function<Kept(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    return keep(tx, opened);
  };
  auto const executor = co_await asio::this_coro::executor;
  asio::steady_timer timer{executor};
  auto const until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    auto const kept = co_await commit<Kept>(place.house.store, job);
    if (kept != Kept::not_yet) co_return kept;
    if (std::chrono::steady_clock::now() >= until) {
      throw http::Unavailable{"The message that this is about is under way."};
    }
    timer.expires_after(between_peeks);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<http::Response> PeppolDesk::Parts::answer(http::Request request) {
  auto work = [this, &request] { return open(request); };
  auto const opened = co_await channels::on_pool(place.house.workers, work);
  auto const now = place.house.clock.now();
  if (opened.error) co_return soap(inbox.error(*opened.error, signal_id(now)));
  auto const kept = co_await keep_when_it_can(opened);
  if (kept == Kept::came_before) {
    auto error = as4::make_error(as4::duplicate_code, "This message or envelope came before.");
    error.ref_to_message_id = opened.taken.fact.message_id;
    co_return soap(inbox.error(error, signal_id(now)));
  }
  place.house.dispatcher.wake();
  place.wake_teller();
  co_return soap(opened.receipt);
}

// The month that is asked for, as "2026-11"; nullopt for another text.
std::optional<peppol_reports::Period> period_of(http::Request const& request) {
  auto const first = model::parse_date(std::string{request.parameter("month")} + "-01");
  if (!first) return std::nullopt;
  std::chrono::year_month_day const day{*first};
  auto const last = model::Date{day.year() / day.month() / std::chrono::last};
  return peppol_reports::Period{*first, last, {}};
}

http::Response PeppolDesk::Parts::report(
    http::Request const& request,
    std::string (*write)(peppol_reports::Period const&,
                         std::vector<peppol_reports::Exchange> const&)) {
  auto period = period_of(request);
  if (!period) return http::problem(400, "wrong-value", "Give a month: ?month=2026-11");
  period->reporter = channels::own_keys(place.settings).certificate.common_name();
  auto const exchanges = place.house.store.read([&](ledger::Snapshot& view) {
    return exchanges_of(view, place.house.billers, place.channel, *period);
  });
  return {200, "application/xml", write(*period, exchanges), {}};
}

PeppolDesk::PeppolDesk(Place place, channels::Discovery::Now now)
    : parts_(std::make_shared<Parts>(std::move(place), std::move(now))) {}

http::Route PeppolDesk::route() {
  http::Route route;
  route.method = http::Method::post;
  route.pattern = "/as4";
  route.body = http::Body::document;
  route.tag = "Networks";
  route.summary = "Take a message of another Peppol access point (AS4)";
  route.says.media = "application/soap+xml";
  route.says.takes_media = {"multipart/related"};
  route.handle = [parts = parts_](http::Request request) {
    return parts->answer(std::move(request));
  };
  return route;
}

std::vector<http::Route> PeppolDesk::report_routes() {
  std::vector<http::Route> routes;
  auto const add = [&](std::string_view pattern, std::string_view summary, auto* write) {
    http::Route route;
    route.pattern = pattern;
    route.tag = "Networks";
    route.summary = summary;
    route.parameters = {"month"};
    route.says.media = "application/xml";
    route.handle = [parts = parts_,
                    write](http::Request request) -> asio::awaitable<http::Response> {
      auto work = [&parts, &request, write] { return parts->report(request, write); };
      co_return co_await channels::on_pool(parts->place.house.workers, work);
    };
    routes.push_back(std::move(route));
  };
  add("/peppol/transactions.xml", "Transaction Statistics Report of a month",
      &peppol_reports::transaction_report);
  add("/peppol/end-users.xml", "End User Statistics Report of a month",
      &peppol_reports::end_user_report);
  return routes;
}

}  // namespace airut::gateway
