#include "formats/pdf/qr.hpp"

#include <memory>

#include <qrencode.h>

namespace airut::pdf {
namespace {

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::vector<std::vector<bool>> qr_code(std::string_view bytes) {
  std::vector<std::vector<bool>> rows;
  std::unique_ptr<QRcode, FreeCode> const code{
      QRcode_encodeData(static_cast<int>(bytes.size()),
                        reinterpret_cast<unsigned char const*>(bytes.data()), 0, QR_ECLEVEL_M)};
  if (!code) return rows;
  auto const width = static_cast<std::size_t>(code->width);
  for (std::size_t y = 0; y < width; ++y) {
    auto& row = rows.emplace_back();
    for (std::size_t x = 0; x < width; ++x) row.push_back((code->data[y * width + x] & 1) != 0);
  }
  return rows;
}

}  // namespace airut::pdf
