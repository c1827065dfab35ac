#include <algorithm>

#include <fmt/format.h>

#include "gateway/api/reply.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/receivables/ageing.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway::api {
namespace {

using ledger::ReceivableRow;
using ledger::Snapshot;

// The day that a report is about; today when none is asked for.
struct ReportDay {
  model::Date day{};
  bool past = false;
  model::Instant end{};  // first moment after it
};

std::optional<ReportDay> report_day(House& house, http::Request const& request) {
  auto const* tenant = house.billers.tenant(request.principal->tenant);
  auto const country = tenant ? tenant->country : std::string{};
  auto const today = civil_day(country, house.clock.now());
  auto const asked = request.parameter("as_of");
  auto const day = asked.empty() ? std::optional{today} : model::parse_date(asked);
  if (!day) return std::nullopt;
  return ReportDay{*day, *day < today, end_of_civil_day(country, *day)};
}

http::Response no_day() {
  return http::problem(400, "parameter-invalid", "as_of is a day, YYYY-MM-DD.");
}

std::vector<ReceivableRow> open_now(http::Request const& request, Snapshot& view) {
  ledger::ReceivableFilter filter;
  filter.client = client_filter(request);
  filter.open_only = true;
  ledger::Page page{200, ""};
  std::vector<ReceivableRow> rows;
  for (;;) {
    auto listed = ledger::list_receivables(view, request.principal->tenant, filter, page);
    for (auto& row : listed.rows) rows.push_back(std::move(row));
    if (!listed.has_more) break;
    page.cursor = listed.next_cursor;
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

// Oldest first.
std::vector<ReceivableRow> open_items(http::Request const& request, Snapshot& view,
                                      ReportDay const& on) {
  if (!on.past) return open_now(request, view);
  return ledger::open_items_before(view, request.principal->tenant, text_of(request, "client_ref"),
                                   on.end);
}

model::Money open_of(ReceivableRow const& row) {
  return row.principal + row.interest + row.fee + row.cost;
}

bool wants_csv(http::Request const& request) {
  return request.header("accept").find("text/csv") != std::string_view::npos ||
         request.parameter("format") == "csv";
}

http::Response csv(std::string body) {
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = std::move(body);
  return response;
}

// A cell that a spreadsheet takes for a formula is given an apostrophe.
std::string cell(std::string_view text) {
  std::string out = "\"";
  if (!text.empty() && std::string_view{"=+-@"}.find(text.front()) != std::string_view::npos) {
    out += '\'';
  }
  for (char const c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::vector<ledger::Ageing> ageing_of(std::vector<ReceivableRow> const& rows, model::Date as_of) {
  std::vector<ledger::AgeingRow> items;
  for (auto const& row : rows) items.push_back({row.due_date, open_of(row)});
  return ledger::ageing(items, as_of);
}

std::string ageing_csv(std::vector<ledger::Ageing> const& tables) {
  std::string out = "currency,bucket,items,open\r\n";
  for (auto const& table : tables) {
    for (std::size_t i = 0; i < table.buckets.size(); ++i) {
      out += fmt::format("{},{},{},{}\r\n", table.currency.code(), ledger::ageing_bucket_text(i),
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
  if (!on) return no_day();
  auto const as_of = on->day;
  auto const tables = ageing_of(open_items(request, view, *on), as_of);
  if (wants_csv(request)) return csv(ageing_csv(tables));
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
      write_bucket(out, ledger::ageing_bucket_text(i), table.buckets[i]);
    }
    out.end_array();
    out.key("total");
    write_bucket(out, "total", table.total);
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
                       cell(row.invoice_number), cell(row.customer_number), cell(row.buyer_name),
                       model::date_text(row.issue_date), model::date_text(row.due_date), row.status,
                       row.stage, row.original.currency().code(), row.original.text(),
                       row.paid.text(), row.credited.text(), row.principal.text(),
                       row.interest.text(), row.fee.text(), row.cost.text(), open_of(row).text());
  }
  return out;
}

http::Response open_items_report(House& house, http::Request const& request, Snapshot& view) {
  auto const on = report_day(house, request);
  if (!on) return no_day();
  auto const rows = open_items(request, view, *on);
  if (wants_csv(request)) return csv(open_items_csv(rows));
  json::Writer out;
  out.begin_object();
  out.member("object", "open_items_report");
  out.member("as_of", model::date_text(on->day));
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
    write_money(out, "open", open_of(row));
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
                      reading(house, std::move(handler)),
                      {"Report"}});
  };
  get("/v1/reports/ageing", "Open sums by age; JSON or text/csv", ageing_report,
      {"as_of", "client_ref", "format"});
  get("/v1/reports/open-items", "Every open item by component; JSON or text/csv", open_items_report,
      {"as_of", "client_ref", "format"});
}

}  // namespace airut::gateway::api
