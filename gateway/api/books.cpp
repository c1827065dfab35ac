#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "formats/bookkeeping/csv.hpp"
#include "formats/bookkeeping/gbat10.hpp"
#include "formats/bookkeeping/saft.hpp"
#include "gateway/api/reading_aside.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/books/month.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

namespace books = ledger::books;

struct AskedMonth {
  config::Client const* client = nullptr;
  books::Period period{};
  model::Date today{};
};

// Throws http::Answer for a client or month that there is none of.
AskedMonth asked_month(House& house, http::Request const& request, std::string_view client,
                       std::string_view month) {
  auto const& tenant = request.principal->tenant;
  auto const* home = house.billers.tenant(tenant);
  AskedMonth asked;
  asked.client = house.billers.client(tenant, client);
  if (asked.client == nullptr || !may_see(request, client))
    throw http::Answer{http::problem(404, "not-found", "There is no such billing client.")};
  auto const period = books::parse_period(month);
  if (!period)
    throw http::Answer{http::problem(400, "parameter-invalid", "period is a month, YYYY-MM.")};
  asked.period = *period;
  asked.today = civil_day(home ? home->country : std::string{}, house.clock.now());
  return asked;
}

void write_basis_line(json::Writer& out, books::BasisLine const& line,
                      config::Client const& client) {
  auto const account = books::account_text(line.account);
  out.begin_object();
  out.member("account", account);
  auto const mapped = client.books.accounts.find(account);
  if (mapped != client.books.accounts.end()) out.member("number", mapped->second);
  out.member("currency", line.currency.code());
  out.member("opening", line.opening.text());
  out.member("debit", line.debit.text());
  out.member("credit", line.credit.text());
  out.member("closing", line.closing.text());
  if (!line.earlier_years.is_zero()) out.member("earlier_years", line.earlier_years.text());
  out.key("events");
  out.begin_array();
  for (auto const& event : line.events) out.string(event);
  out.end_array();
  out.end_object();
}

http::Response basis_json(books::Basis const& basis, config::Client const& client) {
  json::Writer out;
  out.begin_object();
  out.member("object", "bookkeeping_basis");
  out.member("client_ref", basis.client);
  out.member("period", books::period_text(basis.period));
  out.member("closed", basis.is_closed);
  out.member("until_seq", basis.until_seq);
  out.member("vouchers", static_cast<std::int64_t>(basis.vouchers.size()));
  std::int64_t corrections = 0;
  for (auto const& voucher : basis.vouchers) corrections += voucher.is_correction ? 1 : 0;
  out.member("corrections", corrections);
  out.member("digest", books::digest_of(basis));
  out.key("lines");
  out.begin_array();
  for (auto const& line : basis.lines) write_basis_line(out, line, client);
  out.end_array();
  out.end_object();
  return reply(std::move(out));
}

http::Response file_reply(std::string body, char const* media, std::string const& name) {
  http::Response response;
  response.content_type = media;
  response.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"{}\"", name));
  response.body = std::move(body);
  return response;
}

http::Response basis_file(House& house, http::Request const& request, ledger::Snapshot& view,
                          AskedMonth const& asked, books::Basis const& basis) {
  auto const format = request.parameter("format");
  std::optional<config::SaftGrouping> grouping;
  if (format == "saft") {
    auto loaded =
        config::SaftGrouping::load(house.settings.tables_directory, house.settings.tables_overlay);
    if (!loaded) return http::problem(422, "table-unreadable", loaded.error());
    grouping = *std::move(loaded);
  }
  FileWish wish{std::nullopt, asked.today, grouping ? &*grouping : nullptr};
  auto name = fmt::format("{}-{}", asked.client->ref, books::period_text(asked.period));
  if (auto const code = request.parameter("currency"); !code.empty()) {
    wish.currency = model::Currency::parse(code);
    if (!wish.currency)
      return http::problem(400, "parameter-invalid", "currency is a code of ISO 4217.");
    name += fmt::format("-{}", wish.currency->code());
  }
  auto const file = book_file(view, request.principal->tenant, basis, *asked.client, wish);
  if (!file) return http::problem(422, file.error().code, file.error().text);
  if (format == "saft")
    return file_reply(bookkeeping::write_saft(*file), "application/xml", name + ".xml");
  if (format == "gbat10")
    return file_reply(bookkeeping::write_gbat10(*file), "text/plain; charset=iso-8859-1",
                      name + ".gbat10.csv");
  if (format == "fi_csv")
    return file_reply(bookkeeping::write_finnish_csv(*file), "text/csv; charset=utf-8",
                      name + ".csv");
  return file_reply(bookkeeping::write_csv(*file), "text/csv; charset=utf-8", name + ".csv");
}

http::Response basis_report(House& house, http::Request const& request, ledger::Snapshot& view) {
  auto const asked =
      asked_month(house, request, text_of(request, "client_ref"), request.parameter("period"));
  auto const format = request.parameter("format");
  auto const basis = month_of(view, request.principal->tenant, asked.client->ref, asked.period);
  if (format.empty() || format == "json") return basis_json(basis, *asked.client);
  return basis_file(house, request, view, asked, basis);
}

// What is closed, as it was looked at: what happens meanwhile counts for a later month.
struct Closing {
  AskedMonth asked;
  books::Basis basis;
  books::Closed closed;
};

Closing look_at_month(House& house, http::Request const& request, ledger::Snapshot& view) {
  auto const wish = read_wish(request, {"client_ref", "period"});
  Closing closing;
  closing.asked = asked_month(house, request, wish.at("client_ref"), wish.at("period"));
  auto const& client = closing.asked.client->ref;
  closing.closed = closed_months(view, request.principal->tenant, client);
  closing.basis = month_of(view, request.principal->tenant, client, closing.asked.period);
  return closing;
}

// Months are closed in their order: the first that has an event of the client or one before it,
// then one after another.
bool follows(books::Closed const& closed, books::Basis const& basis) {
  if (closed.empty()) return !basis.earliest || *basis.earliest >= basis.period;
  return closed.rbegin()->first + std::chrono::months{1} == basis.period;
}

Effect close(House& house, http::Request const& request, ledger::Transaction& tx,
             Closing const& closing) {
  auto const& [asked, basis, looked_at] = closing;
  auto const& tenant = request.principal->tenant;
  if (asked.today <= books::last_day(asked.period))
    return {conflict("period-running", "The month is not over."), false};
  auto const closed = closed_months(tx, tenant, asked.client->ref);
  if (books::is_closed(closed, asked.period))
    return {conflict("period-closed", "The month is closed."), false};
  if (closed != looked_at || !follows(closed, basis))
    return {conflict("period-order", "The month before it is open."), false};
  ledger::PeriodClosed fact;
  fact.client = asked.client->ref;
  fact.period = books::period_text(asked.period);
  fact.until_seq = basis.until_seq;
  fact.digest = books::digest_of(basis);
  tx.append(tenant, request.principal->key_id, house.clock.now(), fact);
  auto done = basis;
  done.is_closed = true;
  return {basis_json(done, *asked.client), false};
}

boost::asio::awaitable<http::Response> close_month(House& house, http::Request request) {
  auto const closing = co_await channels::on_pool(house.workers, [&] {
    return house.store.read(
        [&](ledger::Snapshot& view) { return look_at_month(house, request, view); });
  });
  auto const digest = request_digest(request);
  Acting const work = [&closing](House& at, http::Request const& asked, ledger::Transaction& tx) {
    return close(at, asked, tx, closing);
  };
  co_return co_await act(house, request, digest, work);
}

}  // namespace

void add_book_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back({Method::get,
                    "/v1/reports/bookkeeping-basis",
                    "reports:read",
                    Body::none,
                    false,
                    "Reports",
                    "A client's month for its books: JSON, csv, fi_csv, gbat10 or saft",
                    {"client_ref", "period", "format=json|csv|fi_csv|gbat10|saft", "currency"},
                    reading_aside(house, basis_report),
                    {"BookkeepingBasis"}});
  routes.push_back(
      {Method::post,
       "/v1/books/close",
       "ledger:write",
       Body::json,
       false,
       "Ledger",
       "Close a month: what becomes known later stands in the first open one",
       {},
       [&house](http::Request request) { return close_month(house, std::move(request)); },
       {.gives = "BookkeepingBasis", .takes = "PeriodWish"}});
}

}  // namespace airut::gateway::api
