#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace airut::model {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
std::string hex(std::string_view bytes);  // lower case
std::string sha256_hex(std::string_view bytes);

std::string base64(std::string_view bytes);
// Strict RFC 4648 with padding; blanks and line breaks ignored. false when malformed.
bool base64_decode(std::string_view text, std::string& bytes);

}  // namespace airut::model
