#pragma once

#include "channels/http/client.hpp"
#include "config/settings.hpp"
#include "formats/as4/message.hpp"

namespace airut::channels {

// The access point's own key and certificate, as the settings name them. Throws std::runtime_error
// when they cannot be read or do not belong together.
as4::Keys own_keys(config::PeppolSettings const& settings);

// How the network is asked, with answers of at most so many bytes.
HttpOptions http_options(config::PeppolSettings const& settings, std::size_t reply_bytes);

}  // namespace airut::channels
