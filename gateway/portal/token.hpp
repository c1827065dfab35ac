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

// The id of a link that a channel shows the document by: no page of the portal opens by it.
std::string presented_in(std::string_view link_id, std::string_view channel);
// The link and the channel of such an id; nullopt for others.
struct Presented {
  std::string link_id, channel;
};
std::optional<Presented> presentation_of(std::string_view claimed_id);

std::string sign_link(LinkClaim const& claim, std::string_view key);

// nullopt for anything that this key did not sign; compares in constant time. Says nothing about
// the time of day.
std::optional<LinkClaim> verify_link(std::string_view token, std::string_view key);

// What a form on the page of a token carries, so that no other site can send it: a MAC over the
// token. Compares in constant time.
std::string form_token(std::string_view token, std::string_view key);
bool is_form_token(std::string_view given, std::string_view token, std::string_view key);

}  // namespace airut::gateway
