#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "channels/parcel.hpp"
#include "config/settings.hpp"
#include "formats/model/result.hpp"
#include "formats/peppol_reports/reports.hpp"
#include "ledger/store/bank_files.hpp"

namespace airut::gateway {

// A monthly report to the authority (Internal Regulations 4.3 and 4.4): by its word in the file
// register, "TSR" (transactions) or "EUSR" (end users).
struct ReportMonth {
  peppol_reports::Period period;  // without the reporter
  std::string name;               // "2026-10"
};

// The month whose reports are due: the one before, from the settings' day on; nullopt earlier.
std::optional<ReportMonth> due_report_month(config::PeppolSettings const& settings,
                                            model::Instant now);

// The report in its envelope, for the authority: the same row and bytes give the same parcel.
// Problem: as sbdh::kind_of() and
// own_parcel().
model::Result<channels::Parcel> report_parcel(ledger::BankFileRow const& row,
                                              std::string_view report,
                                              config::PeppolSettings const& own,
                                              std::string_view country);

}  // namespace airut::gateway
