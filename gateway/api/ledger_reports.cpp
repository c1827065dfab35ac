#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "formats/csv/written.hpp"
#include "gateway/api/reading_aside.hpp"
#include "gateway/api/report_day.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/reports/dso.hpp"
#include "ledger/reports/forecast.hpp"
#include "ledger/store/book_rows.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/report_rows.hpp"

namespace airut::gateway::api {
namespace {

namespace reports = ledger::reports;
using ledger::Snapshot;

// A number of the query within bounds; throws http::Answer(400) for anything else.
int number_of(http::Request const& request, std::string_view name, int usual, int most) {
  auto const text = request.parameter(name);
  if (text.empty()) return usual;
  int value = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool const good =
      fault == std::errc{} && end == text.data() + text.size() && value > 0 && value <= most;
  if (!good)
    throw http::Answer{http::problem(400, "parameter-invalid",
                                     fmt::format("{} is a number from 1 to {}.", name, most))};
  return value;
}

// "12.3" of 123 tenths.
std::string tenths(std::int64_t value) {
  auto const positive = value < 0 ? -value : value;
  return fmt::format("{}{}.{}", value < 0 ? "-" : "", positive / 10, positive % 10);
}

std::string customer_of(ledger::ReceivableRow const& row) {
  return row.customer_number.empty() ? row.invoice_number : row.customer_number;
}

// What is known of payments and debts on the report's day.
struct Known {
  ReportDay on;
  std::vector<reports::Paid> paid;
  std::vector<reports::OpenSum> open;
};

Known known(House& house, http::Request const& request, Snapshot& view) {
  Known all;
  all.on = report_day(house, request);
  for (auto& row :
       ledger::paid_before(view, request.principal->tenant, client_filter(request), all.on.end))
    all.paid.push_back(
        {std::move(row.customer), std::move(row.name), row.amount, row.due, row.paid});
  for (auto const& row : open_items(request, view, all.on))
    all.open.push_back({customer_of(row), row.buyer_name, row.open(), row.due_date});
  return all;
}

json::Writer begin(std::string_view object, ReportDay const& on) {
  json::Writer out;
  out.begin_object();
  out.member("object", object);
  out.member("as_of", model::date_text(on.day));
  out.key("data");
  out.begin_array();
  return out;
}

http::Response end(json::Writer out) {
  out.end_array();
  out.end_object();
  return reply(std::move(out));
}

http::Response dso_report(House& house, http::Request const& request, Snapshot& view) {
  auto const on = report_day(house, request);
  auto const days = number_of(request, "days", 365, 3650);
  std::vector<model::Money> open;
  for (auto const& row : open_items(request, view, on)) open.push_back(row.principal);
  std::vector<reports::Billed> billed;
  for (auto const& row :
       ledger::billed_before(view, request.principal->tenant, client_filter(request),
                             on.day - std::chrono::days{days - 1}, on.end))
    billed.push_back({row.issued, row.amount});
  auto const tables = reports::dso(open, billed, on.day, days);
  if (wants_csv(request)) {
    std::string text = "currency,open,billed,days,dso,dso_count_back\r\n";
    for (auto const& one : tables)
      text +=
          fmt::format("{},{},{},{},{},{}\r\n", one.currency.code(), one.open.text(),
                      one.billed.text(), days, one.simple_tenths ? tenths(*one.simple_tenths) : "",
                      one.count_back_tenths ? tenths(*one.count_back_tenths) : "");
    return csv_reply(std::move(text));
  }
  auto out = begin("dso_report", on);
  for (auto const& one : tables) {
    out.begin_object();
    out.member("currency", one.currency.code());
    write_money(out, "open", one.open);
    write_money(out, "billed", one.billed);
    out.member("days", days);
    if (one.simple_tenths) out.member("dso", tenths(*one.simple_tenths));
    if (one.count_back_tenths) out.member("dso_count_back", tenths(*one.count_back_tenths));
    out.end_object();
  }
  return end(std::move(out));
}

http::Response payers_report(House& house, http::Request const& request, Snapshot& view) {
  auto const all = known(house, request, view);
  auto list = reports::payers(all.paid, all.open, all.on.day);
  auto const limit = static_cast<std::size_t>(number_of(request, "limit", 50, 10'000));
  if (list.size() > limit) list.resize(limit);
  if (wants_csv(request)) {
    std::string text =
        "customer,name,currency,payments,days_late,median_days,trend,paid,overdue,oldest_days\r\n";
    for (auto const& one : list)
      text += fmt::format("{},{},{},{},{},{},{},{},{},{}\r\n", csv::written(one.customer),
                          csv::written(one.name), one.currency.code(), one.payments,
                          tenths(one.late_tenths), one.median_days,
                          reports::trend_text(reports::trend_of(one)), one.paid.text(),
                          one.overdue.text(), one.oldest_days);
    return csv_reply(std::move(text));
  }
  auto out = begin("slowest_payers_report", all.on);
  for (auto const& one : list) {
    out.begin_object();
    out.member("customer", one.customer);
    out.member_if("name", one.name);
    out.member("currency", one.currency.code());
    out.member("payments", one.payments);
    out.member("days_late", tenths(one.late_tenths));
    out.member("median_days", one.median_days);
    if (one.recent_tenths) out.member("days_late_recent", tenths(*one.recent_tenths));
    if (one.before_tenths) out.member("days_late_before", tenths(*one.before_tenths));
    out.member("trend", reports::trend_text(reports::trend_of(one)));
    write_money(out, "paid", one.paid);
    write_money(out, "overdue", one.overdue);
    out.member("oldest_days", one.oldest_days);
    out.end_object();
  }
  return end(std::move(out));
}

http::Response forecast_report(House& house, http::Request const& request, Snapshot& view) {
  auto const all = known(house, request, view);
  auto const weeks = number_of(request, "weeks", 13, 104);
  auto const tables = reports::forecast(all.paid, all.open, all.on.day, weeks);
  if (wants_csv(request)) {
    std::string text = "currency,week_from,expected\r\n";
    for (auto const& table : tables) {
      for (auto const& week : table.weeks)
        text += fmt::format("{},{},{}\r\n", table.currency.code(), model::date_text(week.first),
                            week.expected.text());
      text += fmt::format("{},later,{}\r\n", table.currency.code(), table.later.text());
    }
    return csv_reply(std::move(text));
  }
  auto out = begin("cash_forecast", all.on);
  for (auto const& table : tables) {
    out.begin_object();
    out.member("currency", table.currency.code());
    write_money(out, "open", table.open);
    out.member("by_own_payments", table.own_curve_items);
    out.key("weeks");
    out.begin_array();
    for (auto const& week : table.weeks) {
      out.begin_object();
      out.member("from", model::date_text(week.first));
      write_money(out, "expected", week.expected);
      out.end_object();
    }
    out.end_array();
    write_money(out, "later", table.later);
    out.end_object();
  }
  return end(std::move(out));
}

// What came in late during the days before, against what is overdue.
http::Response collected_report(House& house, http::Request const& request, Snapshot& view) {
  auto const all = known(house, request, view);
  auto const days = number_of(request, "days", 30, 3650);
  struct Sums {
    std::int64_t in_time = 0, late = 0, overdue = 0;
  };
  std::map<model::Currency, Sums> sums;
  for (auto const& one : all.paid) {
    auto const back = (all.on.day - one.paid).count();
    if (back < 0 || back >= days) continue;
    auto& of = sums[one.amount.currency()];
    (one.paid > one.due ? of.late : of.in_time) += one.amount.minor();
  }
  for (auto const& one : all.open) {
    if (one.due < all.on.day) sums[one.open.currency()].overdue += one.open.minor();
  }
  auto out = begin("collected_report", all.on);
  std::string text = "currency,days,paid_in_time,collected_late,overdue\r\n";
  for (auto const& [currency, of] : sums) {
    model::Money const in_time{of.in_time, currency}, late{of.late, currency},
        overdue{of.overdue, currency};
    text += fmt::format("{},{},{},{},{}\r\n", currency.code(), days, in_time.text(), late.text(),
                        overdue.text());
    out.begin_object();
    out.member("currency", currency.code());
    out.member("days", days);
    write_money(out, "paid_in_time", in_time);
    write_money(out, "collected_late", late);
    write_money(out, "overdue", overdue);
    out.end_object();
  }
  return wants_csv(request) ? csv_reply(std::move(text)) : end(std::move(out));
}

http::Response channels_report(House& house, http::Request const& request, Snapshot& view) {
  need_whole_tenant(request);
  auto const on = known_day(house, request);
  auto const& tenant = request.principal->tenant;
  auto counts = on.past ? ledger::deliveries_before(view, tenant, on.end)
                        : ledger::count_deliveries(view, tenant);
  std::sort(counts.begin(), counts.end(), [](auto const& a, auto const& b) {
    return std::tie(a.channel, a.state) < std::tie(b.channel, b.state);
  });
  auto out = begin("deliveries_by_channel", on);
  std::string text = "channel,state,deliveries\r\n";
  for (auto const& one : counts) {
    text += fmt::format("{},{},{}\r\n", csv::written(one.channel), one.state, one.count);
    out.begin_object();
    out.member("channel", one.channel);
    out.member("state", one.state);
    out.member("deliveries", one.count);
    out.end_object();
  }
  return wants_csv(request) ? csv_reply(std::move(text)) : end(std::move(out));
}

}  // namespace

void add_ledger_report_routes(House& house, http::Routes& routes) {
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       std::vector<std::string_view> parameters) {
    routes.push_back({http::Method::get,
                      pattern,
                      "reports:read",
                      http::Body::none,
                      false,
                      "Reports",
                      summary,
                      std::move(parameters),
                      reading_aside(house, std::move(handler)),
                      {"Report"}});
  };
  get("/v1/reports/dso", "How many days' sales are open; JSON or text/csv",
      with_pdf("Days sales outstanding", dso_report),
      {"as_of", "client_ref", "days", "format=json|csv|pdf"});
  get("/v1/reports/slowest-payers", "Customers by how late they pay, with their trend",
      with_pdf("Slowest payers", payers_report),
      {"as_of", "client_ref", "limit", "format=json|csv|pdf"});
  get("/v1/reports/cash-forecast", "What is expected to come in week by week",
      with_pdf("Cash forecast", forecast_report),
      {"as_of", "client_ref", "weeks", "format=json|csv|pdf"});
  get("/v1/reports/collected", "What came in late against what is overdue",
      with_pdf("Collected and overdue", collected_report),
      {"as_of", "client_ref", "days", "format=json|csv|pdf"});
  get("/v1/reports/deliveries-by-channel", "Deliveries by channel and state, on a day",
      with_pdf("Deliveries by channel", channels_report), {"as_of", "format=json|csv|pdf"});
}

}  // namespace airut::gateway::api
