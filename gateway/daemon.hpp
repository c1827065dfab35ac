#pragma once

#include <cstdint>
#include <memory>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "config/settings.hpp"
#include "gateway/reload.hpp"

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
  // Takes nothing new, gives requests half a minute, waits for what has left as long as its channel
  // waits for an answer, and commits what is queued.
  void stop();
  enum class End {
    asked,    // SIGTERM or SIGINT came
    replaced  // the store takes nothing of this process any more: another has it, or the disk
              // refused a part of its log
  };
  // Returns when stop() is done. SIGHUP takes the API keys of the configuration that is read anew.
  End run_until_signal(Reread const& reread);

  std::uint16_t api_port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::gateway
