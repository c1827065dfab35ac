#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "config/channel_settings.hpp"
#include "config/codes.hpp"
#include "config/law.hpp"
#include "gateway/billers.hpp"
#include "gateway/clock.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// Reads what comes back to the envelope senders of a channel's mails from a Maildir, as the mail
// server delivers it: a failure becomes bad news of its delivery and suppresses the address that
// does not exist. A report is heard once: it is moved to cur/ when what follows is on disk, and
// hearing it again changes nothing. One about a mail that is under way stays for the next look.
// What is no report, names no delivery of ours or breaks what hears it goes there with the flag F,
// for a person. Mail that cannot be read or moved is the deviation email.bounces_not_read, once,
// until a look goes well.
class BounceDesk {
 public:
  struct House {
    ledger::Store& store;
    Billers const& billers;
    config::Codes const& codes;
    config::Law const& law;
    Clock const& clock;
    boost::asio::thread_pool& workers;
    std::function<void()> wake;  // a delivery was queued
    std::string tenant;          // who is told of mail that cannot be read or moved
  };
  struct Figures {
    std::uint64_t heard = 0, unheard = 0;  // since the start; unheard: left for a person
  };

  BounceDesk(boost::asio::io_context& context, House house, std::string channel,
             config::EmailSettings const& settings);
  ~BounceDesk();
  BounceDesk(BounceDesk const&) = delete;
  BounceDesk& operator=(BounceDesk const&) = delete;

  void start();
  void stop();
  Figures figures() const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
