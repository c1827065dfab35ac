#pragma once

#include <string>
#include <string_view>

#include "formats/model/result.hpp"

namespace airut::pdf {

// A picture as PDF draws it: 8-bit RGB rows from the top, and 8-bit alpha when there is any.
struct Picture {
  unsigned width = 0, height = 0;
  std::string rgb, alpha;
};

// At most 2000 x 2000 pixels.
model::Result<Picture> read_png(std::string_view bytes);

}  // namespace airut::pdf
