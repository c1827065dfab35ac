#include "gateway/reload.hpp"

#include <csignal>

#include <fmt/format.h>

#include "gateway/log.hpp"

namespace airut::gateway {
namespace {

void take_keys(http::Keys& keys, Reread const& reread) {
  auto const anew = reread();
  if (!anew) {
    log("error", "reload-refused", {{"detail", "The API keys are those of before."}});
    return;
  }
  auto const change = keys.replace(*anew);
  log("info", "keys-reloaded",
      {{"detail", fmt::format("{} new, {} gone, {} as before; all else waits for a restart",
                              change.added, change.removed, change.kept)}});
}

}  // namespace

void wait_for_end(boost::asio::io_context& waiting, boost::asio::signal_set& signals,
                  http::Keys& keys, Reread const& reread) {
  std::function<void()> const wait = [&] {
    signals.async_wait([&](boost::system::error_code fault, int signal) {
      if (fault || signal != SIGHUP) return;
      take_keys(keys, reread);
      wait();
    });
  };
  wait();
  waiting.run();
}

}  // namespace airut::gateway
