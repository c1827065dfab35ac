#pragma once

#include <memory>

#include "channels/peppol/inbox.hpp"
#include "gateway/api/house.hpp"

namespace airut::gateway {

// Where other access points bring their messages: opens each, keeps it with its signed receipt in
// one commit, and only then answers. A message or envelope that came before is told so (EBMS:4001),
// a recipient who is not ours is not serviced. A Message Level Status or Invoice Response is heard
// by the delivery that it is about in the same commit.
class PeppolDesk {
 public:
  struct Place {
    api::House& house;
    std::string channel;  // its name
    config::PeppolSettings const& settings;
    std::function<void()> wake_teller;  // a status waits to be told
  };
  PeppolDesk(Place place, channels::Discovery::Now now);

  // POST /as4, open to the network: the messages prove themselves.
  http::Route route();
  // GET /peppol/transactions.xml and /peppol/end-users.xml?month=2026-11, for the operator: the
  // monthly reports to OpenPeppol.
  std::vector<http::Route> report_routes();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
