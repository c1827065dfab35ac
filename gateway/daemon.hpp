#pragma once

#include <cstdint>
#include <memory>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "config/settings.hpp"

namespace airut::gateway {

// The whole gateway in one object: store, dispatcher, API and admin listener. Construction opens
// the store and binds the listeners and throws what they throw (ledger::StoreLost,
// std::runtime_error); start() settles what an earlier process left and begins to work.
class Daemon {
 public:
  Daemon(config::Settings settings, config::Codes codes, config::Law law);
  ~Daemon();  // stop() and wait
  Daemon(Daemon const&) = delete;
  Daemon& operator=(Daemon const&) = delete;

  void start();
  // Takes nothing new, ends what is under way within the time, commits what is queued.
  void stop();
  // Returns when SIGTERM or SIGINT came and stop() is done.
  void run_until_signal();

  std::uint16_t api_port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::gateway
