#pragma once

#include <atomic>
#include <deque>
#include <optional>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "gateway/inbox/desk.hpp"
#include "gateway/inbox/round.hpp"

// What the desk's files share; only this room includes this.
namespace airut::gateway {

struct InboxDesk::Parts : std::enable_shared_from_this<InboxDesk::Parts> {
  // An inbox with its timer. The line belongs to the strand.
  struct Watched {
    Watched(InboxLine the_line, boost::asio::strand<boost::asio::io_context::executor_type>& strand)
        : line(std::move(the_line)), timer(strand) {}
    InboxLine line;
    boost::asio::steady_timer timer;
    std::atomic<std::uint64_t> taken = 0, refused = 0;
  };

  Parts(boost::asio::io_context& context, api::House& the_house,
        config::FeedbackTables const& tables, boost::asio::thread_pool& the_pool);

  void look(Watched& one);
  void sleep(Watched& one);
  // On the strand; nullopt: it is being looked into, or the desk is stopped.
  boost::asio::awaitable<std::optional<InboxReport>> round(Watched& one);
  Watched* watched(std::string_view channel);

  boost::asio::strand<boost::asio::io_context::executor_type> strand;
  api::House& house;
  boost::asio::thread_pool& pool;
  std::deque<Watched> inboxes;
  bool stopped = false;
};

void add_inbox_routes(std::shared_ptr<InboxDesk::Parts> const& parts, http::Routes& routes);

}  // namespace airut::gateway
