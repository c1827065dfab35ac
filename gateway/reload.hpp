#pragma once

#include <functional>
#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "config/settings.hpp"
#include "gateway/http/keys.hpp"

namespace airut::gateway {

// Reads the configuration anew; nullopt when it is not good, which was told then.
using Reread = std::function<std::optional<config::Settings>()>;

// Runs the context until one of the signals comes that is not SIGHUP; each SIGHUP takes the API
// keys of the configuration that is read anew. One that is not good leaves all as it was. Both are
// told in the log.
void wait_for_end(boost::asio::io_context& waiting, boost::asio::signal_set& signals,
                  http::Keys& keys, Reread const& reread);

}  // namespace airut::gateway
