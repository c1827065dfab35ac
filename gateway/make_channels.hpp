#pragma once

#include <map>
#include <string>

#include <boost/asio/thread_pool.hpp>

#include "channels/finvoice_bank/client.hpp"
#include "config/answers.hpp"
#include "config/bank_profiles.hpp"
#include "config/law.hpp"
#include "config/settings.hpp"
#include "gateway/clock.hpp"
#include "gateway/dispatch/dispatcher.hpp"

namespace airut::gateway {

// Every channel of the settings with its transport. Work that blocks runs on the pool.
// Everything here must live as long as the channels.
struct ChannelNeeds {
  config::Settings const& settings;
  config::OperatorAnswers const& answers;
  config::Law const& law;  // whose holidays printers keep
  Clock const& clock;
  boost::asio::thread_pool& pool;
  channels::BankClients& banks;  // whose are made is noted here
};
Channels make_channels(ChannelNeeds const& needs);
// Makes each and drops it: what make_channels() would throw, by the channel.
std::map<std::string, std::string> channel_faults(ChannelNeeds const& needs);

// The tables about banks. Throws std::runtime_error when they are not good.
config::BankProfiles load_bank_profiles(config::Settings const& settings);

// Threads that the channels may block at once.
std::size_t blocking_threads(config::Settings const& settings);

}  // namespace airut::gateway
