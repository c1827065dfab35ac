#pragma once

#include <string_view>
#include <vector>

namespace airut::pdf {

// A QR code (ISO/IEC 18004), error correction level M as EPC069-12 asks: rows of modules from the
// top, true is dark, without the quiet zone. Empty when the bytes are too many.
std::vector<std::vector<bool>> qr_code(std::string_view bytes);

}  // namespace airut::pdf
