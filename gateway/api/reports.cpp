#include <fmt/format.h>

#include "formats/csv/written.hpp"
#include "gateway/api/reading_aside.hpp"
#include "gateway/api/report_day.hpp"
#include "ledger/receivables/ageing.hpp"
#include "ledger/store/report_rows.hpp"

namespace airut::gateway::api {
namespace {

using ledger::ReceivableRow;
using ledger::Snapshot;

// The buckets of the one client that is asked for, else the usual ones.
ledger::AgeingEnds ends_of(House& house, http::Request const& request) {
  auto const* client = house.billers.client(request.principal->tenant, client_filter(request));
  return client ? client->books.ageing_days : ledger::usual_ageing_ends();
}

// Today's by sums of a day, a past day's item by item.
std::vector<ledger::Ageing> ageing_of(http::Request const& request, Snapshot& view,
                                      ReportDay const& on, ledger::AgeingEnds const& ends) {
  std::vector<ledger::AgeingRow> items;
  if (on.past) {
    for (auto const& row : open_items(request, view, on))
      items.push_back({row.due_date, row.open()});
  } else {
    for (auto const& day :
         ledger::open_by_due_day(view, request.principal->tenant, client_filter(request)))
      items.push_back({day.due, day.open, day.items});
  }
  return ledger::ageing(items, on.day, ends);
}

std::string ageing_csv(std::vector<ledger::Ageing> const& tables, ledger::AgeingEnds const& ends) {
  std::string out = "currency,bucket,items,open\r\n";
  for (auto const& table : tables) {
    for (std::size_t i = 0; i < table.buckets.size(); ++i) {
      out +=
          fmt::format("{},{},{},{}\r\n", table.currency.code(), ledger::ageing_bucket_text(ends, i),
                      table.buckets[i].items, table.buckets[i].open.text());
    }
    out += fmt::format("{},total,{},{}\r\n", table.currency.code(), table.total.items,
                       table.total.open.text());
  }
  return out;
}

void write_bucket(json::Writer& out, std::string_view name, ledger::AgeingBucket const& bucket) {
  out.begin_object();
  out.member("bucket", name);
  out.member("items", bucket.items);
  out.member("open", bucket.open.text());
  out.end_object();
}

http::Response ageing_report(House& house, http::Request const& request, Snapshot& view) {
  auto const on = report_day(house, request);
  auto const as_of = on.day;
  auto const ends = ends_of(house, request);
  auto const tables = ageing_of(request, view, on, ends);
  if (wants_csv(request)) return csv_reply(ageing_csv(tables, ends));
  json::Writer out;
  out.begin_object();
  out.member("object", "ageing_report");
  out.member("as_of", model::date_text(as_of));
  out.key("currencies");
  out.begin_array();
  for (auto const& table : tables) {
    out.begin_object();
    out.member("currency", table.currency.code());
    out.key("buckets");
    out.begin_array();
    for (std::size_t i = 0; i < table.buckets.size(); ++i) {
      write_bucket(out, ledger::ageing_bucket_text(ends, i), table.buckets[i]);
    }
    out.end_array();
    out.key("total");
    write_bucket(out, "total", table.total);
    out.member("alarm", table.alarm.items > 0);
    out.key("over_100_days");
    write_bucket(out, "over_100_days", table.alarm);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return reply(std::move(out));
}

std::string open_items_csv(std::vector<ReceivableRow> const& rows) {
  std::string out =
      "invoice_number,customer_number,buyer,issue_date,due_date,status,stage,currency,original,"
      "paid,credited,principal,interest,fees,costs,open\r\n";
  for (auto const& row : rows) {
    out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n",
                       csv::written(row.invoice_number), csv::written(row.customer_number),
                       csv::written(row.buyer_name), model::date_text(row.issue_date),
                       model::date_text(row.due_date), row.status, row.stage,
                       row.original.currency().code(), row.original.text(), row.paid.text(),
                       row.credited.text(), row.principal.text(), row.interest.text(),
                       row.fee.text(), row.cost.text(), row.open().text());
  }
  return out;
}

http::Response open_items_report(House& house, http::Request const& request, Snapshot& view) {
  auto const on = report_day(house, request);
  auto const rows = open_items(request, view, on);
  if (wants_csv(request)) return csv_reply(open_items_csv(rows));
  json::Writer out;
  out.begin_object();
  out.member("object", "open_items_report");
  out.member("as_of", model::date_text(on.day));
  out.key("data");
  out.begin_array();
  for (auto const& row : rows) {
    out.begin_object();
    out.member("invoice_number", row.invoice_number);
    out.member("receivable_id", row.id);
    out.member("due_date", model::date_text(row.due_date));
    out.member("status", row.status);
    out.member("stage", row.stage);
    out.member("currency", row.original.currency().code());
    write_money(out, "principal", row.principal);
    write_money(out, "interest", row.interest);
    write_money(out, "fees", row.fee);
    write_money(out, "costs", row.cost);
    write_money(out, "open", row.open());
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return reply(std::move(out));
}

}  // namespace

void add_report_routes(House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  auto const get = [&](std::string_view pattern, std::string_view summary, Reading handler,
                       std::vector<std::string_view> parameters) {
    routes.push_back({Method::get,
                      pattern,
                      "reports:read",
                      Body::none,
                      false,
                      "Reports",
                      summary,
                      std::move(parameters),
                      reading_aside(house, std::move(handler)),
                      {"Report"}});
  };
  get("/v1/reports/ageing", "Open sums by age; JSON, text/csv or pdf",
      with_pdf("Ageing", ageing_report), {"as_of", "client_ref", "format=json|csv|pdf"});
  get("/v1/reports/open-items", "Every open item by component; JSON, text/csv or pdf",
      with_pdf("Open items", open_items_report), {"as_of", "client_ref", "format=json|csv|pdf"});
}

}  // namespace airut::gateway::api
