#include "gateway/api/report_day.hpp"

#include <algorithm>

#include "formats/csv/table.hpp"
#include "formats/paper/designs.hpp"
#include "formats/paper/table.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {

using ledger::ReceivableRow;
using ledger::Snapshot;

ReportDay report_day(House& house, http::Request const& request) {
  auto const* tenant = house.billers.tenant(request.principal->tenant);
  auto const country = tenant ? tenant->country : std::string{};
  auto const today = civil_day(country, house.clock.now());
  auto const asked = request.parameter("as_of");
  auto const day = asked.empty() ? std::optional{today} : model::parse_date(asked);
  if (!day)
    throw http::Answer{http::problem(400, "parameter-invalid", "as_of is a day, YYYY-MM-DD.")};
  return {*day, *day < today, end_of_civil_day(country, *day)};
}

ReportDay known_day(House& house, http::Request const& request) {
  auto const on = report_day(house, request);
  auto const* tenant = house.billers.tenant(request.principal->tenant);
  auto const today = civil_day(tenant ? tenant->country : std::string{}, house.clock.now());
  if (on.day > today) {
    throw http::Answer{
        http::problem(400, "as-of-future", "The report tells of what is known: as_of is to come.")};
  }
  return on;
}

namespace {

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

}  // namespace

std::vector<ReceivableRow> open_items(http::Request const& request, Snapshot& view,
                                      ReportDay const& on) {
  if (!on.past) return open_now(request, view);
  return ledger::open_items_before(view, request.principal->tenant, client_filter(request), on.end);
}

bool wants_csv(http::Request const& request) {
  return request.header("accept").find("text/csv") != std::string_view::npos ||
         request.parameter("format") == "csv" || request.parameter("format") == "pdf";
}

namespace {

// The rows of one of our own CSV texts; nullopt: it is none.
std::optional<std::vector<std::vector<std::string>>> rows_of(std::string const& text) {
  auto table = csv::read_table(text, {',', csv::Encoding::utf_8});
  if (!table) return std::nullopt;
  std::vector<std::vector<std::string>> rows;
  for (auto& row : table->rows) rows.push_back(std::move(row.cells));
  return rows;
}

http::Response drawn(House& house, http::Request const& request, std::string const& title,
                     std::string const& text) {
  auto const* design = house.render.designs ? house.render.designs->find("invoice") : nullptr;
  if (design == nullptr)
    return http::problem(501, "pdf-unavailable", "This gateway has no templates and fonts.");
  auto const on = report_day(house, request);
  paper::Table table;
  table.title = title;
  auto const ref = client_filter(request);
  auto const* client = house.billers.client(request.principal->tenant, ref);
  table.subtitle = (client ? client->seller.name + ", " : std::string{}) + model::date_text(on.day);
  table.day = on.day;
  auto rows = rows_of(text);
  if (!rows) return http::problem(500, "internal", "The report cannot be drawn.");
  table.rows = *std::move(rows);
  auto const bytes = paper::write_table(table, *design->fonts);
  if (!bytes) return http::problem(422, "pdf-unsupported", bytes.error().text);
  http::Response response;
  response.content_type = "application/pdf";
  response.body = *bytes;
  return response;
}

}  // namespace

Reading with_pdf(std::string title, Reading handler) {
  return [title = std::move(title), handler = std::move(handler)](
             House& house, http::Request const& request, Snapshot& view) {
    if (request.parameter("format") != "pdf") return handler(house, request, view);
    auto const answer = handler(house, request, view);
    if (answer.status != 200) return answer;
    return drawn(house, request, title, answer.body);
  };
}

http::Response csv_reply(std::string body) {
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = std::move(body);
  return response;
}

}  // namespace airut::gateway::api
