#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace airut::pdf {

// A square of modules without the quiet zone, row by row from the top: each row in whole bytes, the
// left module in the highest bit, 1 is dark.
struct QrCode {
  int size = 0;  // modules a side; 0: there is none
  std::string rows;

  bool dark(int x, int y) const {
    auto const byte = rows[static_cast<std::size_t>(y * ((size + 7) / 8) + x / 8)];
    return (static_cast<unsigned char>(byte) >> (7 - x % 8) & 1) != 0;
  }
};

inline constexpr std::size_t qr_bytes_max = 331;  // EPC069-12: version 13

// A QR code (ISO/IEC 18004) of bytes at error correction level M, as EPC069-12 asks: the smallest
// version that holds them and the mask with the least penalty. Empty when the bytes are too many.
QrCode qr_code(std::string_view bytes);

}  // namespace airut::pdf
