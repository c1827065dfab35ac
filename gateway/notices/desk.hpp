#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "gateway/api/house.hpp"
#include "gateway/http/route.hpp"

namespace airut::gateway {

// Sends billers' notifications to banks (FinvoiceSenderInfo) over their Finvoice channel: each is
// fixed in the journal before its first byte leaves, tried again with the same bytes and id while
// nobody took it, asked about where its answer was lost, and left to a person where nobody can
// tell. What was under way when the process ended is asked about at the next start.
class NoticeDesk {
 public:
  NoticeDesk(boost::asio::io_context& context, api::House& house);
  ~NoticeDesk();
  NoticeDesk(NoticeDesk const&) = delete;
  NoticeDesk& operator=(NoticeDesk const&) = delete;

  void start();
  void stop();
  http::Routes routes();

  struct Parts;

 private:
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
