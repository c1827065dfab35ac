#pragma once

#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/sbdh/identifiers.hpp"

// The monthly reports of a service provider to OpenPeppol (Internal Regulations 4.3 and 4.4): how
// many documents went between whom, and how many end users there were.
namespace airut::peppol_reports {

// One document that was sent or received through the network.
struct Exchange {
  bool incoming = false;
  std::string other_provider;  // its access point: POP000306
  sbdh::DocumentType document_type;
  sbdh::ProcessId process;
  std::string sender_country;    // C1
  std::string receiver_country;  // C4; known of incoming documents
  std::string end_user;          // ours: C1 of what was sent, C4 of what was received
};

struct Period {
  model::Date first{}, last{};
  std::string reporter;  // our access point
};

// Transaction Statistics Report 1.0; valid also when nothing went.
std::string transaction_report(Period const& period, std::vector<Exchange> const& exchanges);

// End User Statistics Report 1.1. Each end user counts once in each set, also when he is addressed
// by a scheme that was replaced ("9925:be0848934496") and by the new one ("0208:0848934496").
std::string end_user_report(Period const& period, std::vector<Exchange> const& exchanges);

}  // namespace airut::peppol_reports
