#pragma once

#include <string>
#include <string_view>

#include "formats/model/result.hpp"

// AES-128-GCM as XML Encryption 1.1 lays it out: 12 bytes of IV, the ciphertext, 16 bytes of tag.
namespace airut::pki {

inline constexpr std::size_t gcm_key_bytes = 16, gcm_iv_bytes = 12, gcm_tag_bytes = 16;

std::string random_bytes(std::size_t count);

std::string seal_gcm(std::string_view key, std::string_view iv, std::string_view bytes);
// Problem: the tag does not fit, or the key or layout is another.
model::Result<std::string> open_gcm(std::string_view key, std::string_view sealed);

}  // namespace airut::pki
