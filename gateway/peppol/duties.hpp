#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "channels/peppol/peppol.hpp"
#include "gateway/api/house.hpp"

namespace airut::gateway {

// What an access point owes its network by the calendar. A person is told before its certificate
// ends, and where the settings name the authority the reports of each month are sent there through
// the network, both of them also when nothing went. A report is kept before the first attempt and
// has the same message id and bytes at every one; what the authority's receipt proves is kept in
// the register of files (meaning network_report).
class PeppolDuties {
 public:
  struct Place {
    api::House& house;
    std::string channel;  // its name
    config::PeppolSettings const& settings;
  };
  PeppolDuties(boost::asio::io_context& context, Place place, boost::asio::thread_pool& pool,
               channels::Discovery::Now real_now);
  ~PeppolDuties();
  PeppolDuties(PeppolDuties const&) = delete;
  PeppolDuties& operator=(PeppolDuties const&) = delete;

  void start();
  void stop();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
