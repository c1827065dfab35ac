#include <algorithm>

#include <fmt/format.h>

#include "formats/csv/written.hpp"
#include "gateway/api/reading_aside.hpp"
#include "gateway/api/report_day.hpp"
#include "gateway/books/reconcile.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

// The reconciliation statement: a client's open items, book and bank on a day or of a month.
namespace airut::gateway::api {
namespace {

namespace books = ledger::books;
using ledger::Snapshot;

http::Answer refusal(int status, std::string_view code, std::string text) {
  return http::Answer{http::problem(status, code, std::move(text))};
}

// What is asked for; throws http::Answer for a client, day or month that there is none of.
ReconcileWish wish_of(House& house, http::Request const& request, Snapshot& view) {
  auto const& tenant = request.principal->tenant;
  ReconcileWish wish;
  wish.client = client_filter(request);
  if (house.billers.client(tenant, wish.client) == nullptr)
    throw refusal(404, "not-found", "There is no such billing client.");
  wish.own_accounts_only = !request.principal->clients.empty();
  auto const on = known_day(house, request);
  wish.day = on.day;
  wish.before = on.end;
  auto const month = request.parameter("period");
  if (month.empty()) {
    for (auto const& row : open_items(request, view, on))
      wish.items.push_back({row.id, row.invoice_number, row.open()});
    return wish;
  }
  wish.period = books::parse_period(month);
  if (!wish.period || !request.parameter("as_of").empty())
    throw refusal(400, "parameter-invalid", "period is a month, YYYY-MM, and stands alone.");
  wish.day = std::min(on.day, books::last_day(*wish.period));
  return wish;
}

void write_line(json::Writer& out, books::ReconciliationLine const& line) {
  out.begin_object();
  out.member("kind", line.kind);
  out.member_if("id", line.id);
  out.member_if("account", line.account);
  out.member_if("text", line.text);
  write_day(out, "day", line.day);
  write_money(out, "amount", line.amount);
  if (line.is_open) out.member("open_bank_item", true);
  out.end_object();
}

void write_section(json::Writer& out, books::ReconciliationSection const& section) {
  out.begin_object();
  out.member("section", section.name);
  out.member("currency", section.currency.code());
  out.key("lines");
  out.begin_array();
  for (auto const& line : section.lines) write_line(out, line);
  out.end_array();
  write_money(out, "unexplained", section.unexplained);
  out.end_object();
}

http::Response as_json(ReconcileWish const& wish,
                       std::vector<books::ReconciliationSection> const& sections) {
  json::Writer out;
  out.begin_object();
  out.member("object", "ledger_reconciliation");
  out.member("client_ref", wish.client);
  out.member("as_of", model::date_text(wish.day));
  if (wish.period) out.member("period", books::period_text(*wish.period));
  bool const explained = std::all_of(sections.begin(), sections.end(),
                                     [](auto const& one) { return one.unexplained.is_zero(); });
  out.member("explained", explained);
  out.key("data");
  out.begin_array();
  for (auto const& section : sections) write_section(out, section);
  out.end_array();
  out.end_object();
  return reply(std::move(out));
}

http::Response as_csv(std::vector<books::ReconciliationSection> const& sections) {
  std::string text = "section,kind,currency,day,account,id,text,amount\r\n";
  for (auto const& section : sections) {
    auto const code = section.currency.code();
    for (auto const& line : section.lines)
      text += fmt::format("{},{},{},{},{},{},{},{}\r\n", section.name, line.kind, code,
                          line.day ? model::date_text(*line.day) : "", csv::written(line.account),
                          line.id, csv::written(line.text), line.amount.text());
    text +=
        fmt::format("{},unexplained,{},,,,,{}\r\n", section.name, code, section.unexplained.text());
  }
  return csv_reply(std::move(text));
}

http::Response reconciliation(House& house, http::Request const& request, Snapshot& view) {
  auto const wish = wish_of(house, request, view);
  auto const sections = reconcile(view, house.billers, request.principal->tenant, wish);
  return wants_csv(request) ? as_csv(sections) : as_json(wish, sections);
}

}  // namespace

void add_reconciliation_routes(House& house, http::Routes& routes) {
  routes.push_back({http::Method::get,
                    "/v1/reports/ledger-reconciliation",
                    "reports:read",
                    http::Body::none,
                    false,
                    "Reports",
                    "A client's open items, book and bank laid against each other, with every open "
                    "bank item; of a day or a month",
                    {"client_ref", "as_of", "period", "format=json|csv|pdf"},
                    reading_aside(house, with_pdf("Reconciliation", reconciliation)),
                    {"LedgerReconciliation"}});
}

}  // namespace airut::gateway::api
