#include "gateway/peppol/report_parcel.hpp"

#include <fmt/format.h>

#include "formats/gzip/gzip.hpp"
#include "formats/model/uuid.hpp"
#include "formats/sbdh/envelope.hpp"

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
  auto const uuid = model::uuid_of(row.id);
  if (!kind || !uuid) {
    return tl::unexpected{model::Problem{model::Fault::malformed, "The report has no name."}};
  }
  // Reports have versions of their own; UBL's stands where kind_of() knows no better.
  auto const usual = kind->type_version;
  kind->type_version = row.file_type == "TSR" ? "1.0" : "1.1";
  auto& type = kind->document_type.value;
  type.replace(type.size() - usual.size(), usual.size(), kind->type_version);
  auto header = sbdh::header_for(*kind);
  header.sender.value = own.mls_to;
  header.receiver.value = own.reports_to;
  header.instance_id = *uuid;
  header.created = row.listed;
  header.country_c1 = country;
  auto envelope = sbdh::write(header, report);
  if (!envelope) return tl::unexpected{envelope.error()};
  channels::Parcel parcel;
  parcel.delivery_id = parcel.message_id = row.id;
  parcel.created = row.listed;
  parcel.address = own.reports_to;
  auto packed = gzip::compress(*envelope);
  parcel.files = {{"report.xml", "application/xml", *std::move(envelope)},
                  {"report.xml.gz", "application/gzip", std::move(packed)}};
  return parcel;
}

}  // namespace airut::gateway
