#pragma once

#include <optional>
#include <string>

#include "gateway/billers.hpp"
#include "ledger/journal/invoice_facts.hpp"

namespace airut::gateway {

// A new address of an invoice's page, and the fact that must be on the disk before it is shown to
// anyone.
struct PageLink {
  std::string url;
  ledger::LinkIssued issued;
};

// nullopt: this gateway has no portal. A channel that shows the document itself gets an address of
// its own kind, for as long as it shows it.
std::optional<PageLink> new_page_link(Billers const& billers, std::string const& invoice_id,
                                      config::Channel const& channel, model::Instant now);

}  // namespace airut::gateway
