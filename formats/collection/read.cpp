#include "formats/collection/read.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "formats/csv/table.hpp"
#include "formats/json/object_reader.hpp"
#include "formats/model/lines.hpp"

namespace airut::collection {
namespace {

constexpr std::size_t reports_max = 100'000, note_max = 4000, id_max = 100;

CaseReport read_report(json::ObjectReader& in) {
  CaseReport one;
  one.report_id = in.needed_text("report_id", id_max);
  one.case_id = in.text("case_id", id_max);
  one.invoice_number = in.text("invoice_number", id_max);
  one.event = in.needed_text("event", id_max);
  one.agency_reference = in.text("agency_reference", id_max);
  one.reason = in.text("reason");
  one.note = in.text("note", note_max);
  one.day = in.date("day");
  one.until = in.date("until");
  one.principal = in.text("principal", id_max);
  one.interest = in.text("interest", id_max);
  one.fee = in.text("fee", id_max);
  one.cost = in.text("cost", id_max);
  one.settlement_id = in.text("settlement_id", id_max);
  in.finish();
  return one;
}

tl::expected<std::vector<CaseReport>, model::Findings> read_json(std::string_view bytes) {
  auto const tree = json::Tree::parse(bytes);
  if (!tree) return tl::unexpected{tree.error()};
  model::Findings findings;
  std::vector<CaseReport> reports;
  json::ObjectReader in{*tree, tree->root(), findings};
  std::size_t index = 0;
  for (auto const* object : in.objects("reports", reports_max)) {
    json::ObjectReader one{in, *object, "reports", index++};
    reports.push_back(read_report(one));
  }
  if (reports.empty() && findings.empty()) in.missing("reports");
  in.finish();
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  return reports;
}

// A column and where it goes.
struct Column {
  std::string_view name;
  std::string CaseReport::* text = nullptr;
  std::optional<model::Date> CaseReport::* day = nullptr;
};

constexpr std::array<Column, 14> columns{{{"report_id", &CaseReport::report_id},
                                          {"case_id", &CaseReport::case_id},
                                          {"invoice_number", &CaseReport::invoice_number},
                                          {"event", &CaseReport::event},
                                          {"agency_reference", &CaseReport::agency_reference},
                                          {"reason", &CaseReport::reason},
                                          {"note", &CaseReport::note},
                                          {"day", nullptr, &CaseReport::day},
                                          {"until", nullptr, &CaseReport::until},
                                          {"principal", &CaseReport::principal},
                                          {"interest", &CaseReport::interest},
                                          {"fee", &CaseReport::fee},
                                          {"cost", &CaseReport::cost},
                                          {"settlement_id", &CaseReport::settlement_id}}};

class CsvReports {
 public:
  tl::expected<std::vector<CaseReport>, model::Findings> read(std::string_view bytes) {
    auto rows = csv::Rows::open(bytes, {});
    if (!rows) return tl::unexpected{std::move(rows.error())};
    for (bool is_first = true;; is_first = false) {
      auto row = rows->next();
      if (!row) return tl::unexpected{std::move(row.error())};
      if (!*row) break;
      line_ = (*row)->line;
      is_first ? take_headings((*row)->cells) : take_row((*row)->cells);
      if (!findings_.empty() && is_first) break;
    }
    if (places_.empty() && findings_.empty()) wrong("header-missing", "There is no header line.");
    if (!findings_.empty()) return tl::unexpected{std::move(findings_)};
    return std::move(reports_);
  }

 private:
  void wrong(std::string code, std::string detail) {
    findings_.push_back(model::finding_at(line_, std::move(code), std::move(detail)));
  }

  void take_headings(std::vector<std::string> const& cells) {
    for (auto const& cell : cells) {
      auto const found = std::find_if(columns.begin(), columns.end(),
                                      [&](auto const& one) { return one.name == cell; });
      if (found == columns.end()) {
        wrong("column-unknown", fmt::format("There is no column \"{}\".", cell));
      } else {
        places_.push_back(&*found);
      }
    }
    for (std::string_view const needed : {"report_id", "event"}) {
      bool const there = std::any_of(places_.begin(), places_.end(),
                                     [&](auto const* one) { return one->name == needed; });
      if (!there) wrong("column-missing", fmt::format("The column {} is missing.", needed));
    }
  }

  void take_row(std::vector<std::string> const& cells) {
    CaseReport report;
    for (std::size_t at = 0; at < cells.size() && at < places_.size(); ++at) {
      auto const& column = *places_[at];
      if (column.text != nullptr) {
        report.*column.text = cells[at];
      } else if (!cells[at].empty()) {
        report.*column.day = model::parse_date(cells[at]);
        if (!(report.*column.day)) {
          wrong("date-format", fmt::format("{} is a day, YYYY-MM-DD.", column.name));
        }
      }
    }
    if (report.report_id.empty() || report.event.empty()) {
      wrong("required", "report_id and event must be given.");
    }
    reports_.push_back(std::move(report));
  }

  std::vector<Column const*> places_;
  std::vector<CaseReport> reports_;
  model::Findings findings_;
  int line_ = 0;
};

}  // namespace

tl::expected<std::vector<CaseReport>, model::Findings> read_reports(std::string_view bytes) {
  auto const first = bytes.find_first_not_of(" \t\r\n");
  bool const is_json = first != std::string_view::npos && bytes[first] == '{';
  return is_json ? read_json(bytes) : CsvReports{}.read(bytes);
}

}  // namespace airut::collection
