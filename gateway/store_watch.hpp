#pragma once

#include <atomic>
#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "ledger/store/store.hpp"

namespace airut::gateway {

// Sees once a second whether the store still takes anything of this process. One that was replaced,
// or whose log the disk refused, never does again: then the desks must not go on working outwards.
class StoreWatch {
 public:
  // lost is called once, on a thread of the context.
  StoreWatch(boost::asio::io_context& context, ledger::Store const& store,
             std::function<void()> lost);
  void start();
  bool has_lost() const { return lost_; }

 private:
  boost::asio::steady_timer timer_;
  ledger::Store const& store_;
  std::function<void()> tell_;
  std::atomic<bool> lost_ = false;
};

}  // namespace airut::gateway
