#pragma once

#include <string>
#include <string_view>

namespace airut::pdf {

// A zlib stream (RFC 1950) for FlateDecode. Levels 1-12; the same input gives the same output.
std::string deflate(std::string_view bytes, int level);

}  // namespace airut::pdf
