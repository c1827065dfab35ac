#pragma once

#include <optional>
#include <string>
#include <string_view>

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

// The address by which the recipient of a mail says that he wants no mail: it opens nothing else.
// "": this gateway has no portal.
std::string other_way_link(Billers const& billers, std::string_view delivery_id,
                           model::Instant sent);
// The delivery that such an address is about; nullopt for links of another kind.
std::optional<std::string> other_way_of(std::string_view claimed_id);

}  // namespace airut::gateway
