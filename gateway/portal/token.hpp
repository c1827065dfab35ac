#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"

namespace airut::gateway {

// The part of a portal address that proves itself: link id, end of validity and a MAC over both
// (HMAC-SHA-256, 128 bits), base64url without padding. Whether the link was revoked is in the
// store.
struct LinkClaim {
  std::string link_id;
  model::Instant expires{};
};

std::string sign_link(LinkClaim const& claim, std::string_view key);

// nullopt for anything that this key did not sign; compares in constant time. Says nothing about
// the time of day.
std::optional<LinkClaim> verify_link(std::string_view token, std::string_view key);

}  // namespace airut::gateway
