#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "formats/pdf/qr.hpp"

namespace airut::pdf {

inline constexpr std::size_t qr_versions = 13;  // 21 to 69 modules a side

// The symbol of level M that holds the codewords in their final order, with the mask whose penalty
// is least (ISO/IEC 18004 sections 7.7 to 7.10).
QrCode qr_symbol(std::size_t version, std::vector<std::uint8_t> const& codewords);

}  // namespace airut::pdf
