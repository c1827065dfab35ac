#include "gateway/peppol/report_parcel.hpp"

#include <fmt/format.h>

#include "formats/sbdh/envelope.hpp"
#include "gateway/peppol/own_message.hpp"

namespace airut::gateway {

std::optional<ReportMonth> due_report_month(config::PeppolSettings const& settings,
                                            model::Instant now) {
  using namespace std::chrono;
  year_month_day const today{model::day_of(now)};
  if (static_cast<int>(static_cast<unsigned>(today.day())) < settings.reports_day) {
    return std::nullopt;
  }
  auto const month = year_month{today.year(), today.month()} - months{1};
  ReportMonth due;
  due.period.first = model::Date{month / 1};
  due.period.last = model::Date{month / last};
  due.name = fmt::format("{:04}-{:02}", static_cast<int>(month.year()),
                         static_cast<unsigned>(month.month()));
  return due;
}

model::Result<channels::Parcel> report_parcel(ledger::BankFileRow const& row,
                                              std::string_view report,
                                              config::PeppolSettings const& own,
                                              std::string_view country) {
  auto kind = sbdh::kind_of(report);
  if (!kind) return tl::unexpected{kind.error()};
  // Reports have versions of their own; UBL's stands where kind_of() knows no better.
  auto const usual = kind->type_version;
  kind->type_version = row.file_type == "TSR" ? "1.0" : "1.1";
  auto& type = kind->document_type.value;
  type.replace(type.size() - usual.size(), usual.size(), kind->type_version);
  return own_parcel(
      {*std::move(kind), report, row.id, own.reports_to, row.listed, "report", country}, own);
}

}  // namespace airut::gateway
