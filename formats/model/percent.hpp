#pragma once

#include <string>
#include <string_view>

// Percent-encoding of URIs (RFC 3986, section 2.1).
namespace airut::model {

// Everything but unreserved characters.
std::string percent_encoded(std::string_view text);
// What is no "%" with two digits stays as it is.
std::string percent_decoded(std::string_view text);

}  // namespace airut::model
