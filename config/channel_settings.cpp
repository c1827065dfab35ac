#include "config/channel_settings.hpp"

namespace airut::config {

Transport::Transport() = default;
Transport::Transport(Transport const& other) = default;
Transport::Transport(Transport&& other) noexcept = default;
Transport& Transport::operator=(Transport const& other) = default;
Transport& Transport::operator=(Transport&& other) noexcept = default;
Transport::~Transport() = default;

}  // namespace airut::config
