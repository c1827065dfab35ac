#pragma once

#include <string>
#include <string_view>

namespace airut::pdf {

constexpr int best_level = 12;  // the smallest files

// A zlib stream (RFC 1950), as FlateDecode reads it; level 1 (fast) to 12 (small). The same bytes
// and level always give the same stream.
std::string deflate(std::string_view bytes, int level);

// The same in memory of this thread, until its next call.
std::string_view deflated(std::string_view bytes, int level);

}  // namespace airut::pdf
