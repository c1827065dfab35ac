#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "config/feedback_tables.hpp"
#include "gateway/api/house.hpp"
#include "gateway/http/route.hpp"

namespace airut::gateway {

// Looks into the inboxes of the channels by time and when it is told to, each by itself and one
// look at a time. What was kept but not taken in when the process ended is taken in at the next
// start.
class InboxDesk {
 public:
  // House and tables outlive it.
  InboxDesk(boost::asio::io_context& context, api::House& house,
            config::FeedbackTables const& tables, boost::asio::thread_pool& pool);
  ~InboxDesk();
  InboxDesk(InboxDesk const&) = delete;
  InboxDesk& operator=(InboxDesk const&) = delete;

  void start();
  void stop();
  // POST /v1/channels/{name}/fetch, GET /v1/channels/{name}/files and what belongs to them.
  http::Routes routes();
  // By channel what was taken and refused since the start. Thread-safe.
  std::map<std::string, std::function<std::map<std::string, std::uint64_t>()>> figures() const;

  struct Parts;

 private:
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
