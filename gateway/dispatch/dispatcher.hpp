#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "channels/channel.hpp"
#include "config/codes.hpp"
#include "config/law.hpp"
#include "gateway/billers.hpp"
#include "gateway/clock.hpp"
#include "gateway/dispatch/render.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

using Channels = std::map<std::string, std::unique_ptr<channels::Channel>, std::less<>>;

// What the dispatcher has done since the start, for metrics.
struct DispatchFigures {
  std::uint64_t attempts = 0, handed_over = 0, deferred = 0, refused = 0, unsure = 0;
  std::uint64_t under_way = 0, resting_destinations = 0;
};

// Takes up deliveries whose time has come and runs them through their channels: leases by a
// committed AttemptStarted before the first byte leaves, so many at once as each channel allows,
// none to a destination that rests. Every answer is committed before anything else happens to the
// delivery. Deliveries that were under way when the process ended become unknown at the start.
class Dispatcher {
 public:
  struct House {
    ledger::Store& store;
    Billers const& billers;
    config::Codes const& codes;
    Clock const& clock;
    RenderTools const& render;
    config::Law const& law;
  };

  Dispatcher(boost::asio::io_context& context, House house, Channels channels);
  ~Dispatcher();
  Dispatcher(Dispatcher const&) = delete;
  Dispatcher& operator=(Dispatcher const&) = delete;

  // Settles what an earlier process left, then begins. Call once.
  void start();
  // Something is waiting: look now. Thread-safe and cheap.
  void wake();
  // Begins nothing new; attempts under way go on. idle() says when none is left.
  void stop();
  bool idle() const;

  DispatchFigures figures() const;
  // nullptr when there is none by this name. Lives as long as the dispatcher.
  channels::Channel* channel(std::string_view name) const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
