#pragma once

#include <string>
#include <string_view>

#include "formats/model/result.hpp"

namespace airut::gzip {

// One gzip member (RFC 1952), without a name or time: the same input gives the same bytes.
std::string compress(std::string_view bytes);

// Fault out_of_range when more than most bytes would come out, malformed when it is no gzip member
// or something follows it.
model::Result<std::string> decompress(std::string_view bytes, std::size_t most);

}  // namespace airut::gzip
