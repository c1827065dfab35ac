#pragma once

#include <optional>
#include <string>
#include <string_view>

// Base 64 with the alphabet for addresses, without padding: RFC 4648 section 5, RFC 7515.
namespace airut::model {

std::string base64url(std::string_view bytes);
// nullopt for anything else: padding, blanks and the characters of the other alphabet too.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace airut::model
