#pragma once

#include <string>
#include <string_view>

namespace airut::gateway {

// "whsec_" and 24 random bytes in base64 (Standard Webhooks 1.0).
std::string new_webhook_secret();

// The webhook-signature header: "v1," and the base64 of HMAC-SHA-256 over "id.timestamp.body", one
// for each secret of the blank-separated list, so that receivers may change secrets without a gap.
// A secret that ends in "@" and seconds since 1970 signs until then.
std::string webhook_signature(std::string_view secrets, std::string_view id,
                              std::string_view timestamp, std::string_view body);

// Addresses that no webhook may reach: loopback, private, link-local, unique-local, multicast and
// unspecified ones, also when written as IPv4 in IPv6.
bool is_public_address(std::string_view address);
// 127.0.0.0/8 and ::1.
bool is_loopback_address(std::string_view address);

}  // namespace airut::gateway
