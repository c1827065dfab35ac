#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "channels/finvoice_bank/client.hpp"
#include "config/feedback_tables.hpp"
#include "gateway/api/house.hpp"
#include "gateway/http/route.hpp"

namespace airut::gateway {

// Looks after the agreements with banks: fetches what waits there at the times of the settings,
// takes it in, tells a person when nothing comes or a certificate nears its end, and renews
// certificates when it is told to. What was fetched but not taken in when the process ended is
// taken in at the next start.
class BankDesk {
 public:
  // What is told to the metrics; called on any thread.
  struct Told {
    std::function<void(std::string const& channel, model::Instant not_after)> certificate;
    std::function<void(std::string const& channel, model::Instant at)> fetched;
  };
  // feedback lives as long as the desk.
  struct Tables {
    config::BankProfiles profiles;
    config::FeedbackTables const& feedback;
  };
  // clients: of every bank's channel in the settings.
  BankDesk(boost::asio::io_context& context, api::House& house, boost::asio::thread_pool& pool,
           Tables tables, channels::BankClients const& clients, Told told);
  ~BankDesk();
  BankDesk(BankDesk const&) = delete;
  BankDesk& operator=(BankDesk const&) = delete;

  void start();
  void stop();
  http::Routes routes();

  struct Parts;

 private:
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
