#pragma once

#include <string>
#include <string_view>

#include "formats/model/result.hpp"

namespace airut::pdf {

// A picture as a document carries it, made once: 8-bit RGB rows from the top, deflated. What was
// transparent is white.
struct Picture {
  unsigned width = 0, height = 0;
  std::string rgb;
};

// At most 2000 x 2000 pixels. Problem malformed: no PNG, damaged or larger.
model::Result<Picture> read_png(std::string_view bytes);

}  // namespace airut::pdf
