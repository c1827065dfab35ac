#include "formats/pdf/png.hpp"

#include <algorithm>
#include <cstring>

#include <png.h>

namespace airut::pdf {
namespace {

constexpr unsigned longest_side = 2000;

tl::unexpected<model::Problem> refused(std::string text) {
  return tl::unexpected{model::Problem{model::Fault::malformed, std::move(text)}};
}

}  // namespace

model::Result<Picture> read_png(std::string_view bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) {
    return refused(std::string{"The logo is no PNG: "} + image.message);
  }
  if (image.width > longest_side || image.height > longest_side) {
    png_image_free(&image);
    return refused("The logo is larger than 2000 x 2000 pixels.");
  }
  image.format = PNG_FORMAT_RGBA;
  std::string pixels(PNG_IMAGE_SIZE(image), '\0');
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0) {
    return refused(std::string{"The logo is a damaged PNG: "} + image.message);
  }
  Picture picture{image.width, image.height, {}, {}};
  std::size_t const count = std::size_t{image.width} * image.height;
  picture.rgb.resize(count * 3);
  picture.alpha.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(&picture.rgb[i * 3], &pixels[i * 4], 3);
    picture.alpha[i] = pixels[i * 4 + 3];
  }
  bool const opaque = std::all_of(picture.alpha.begin(), picture.alpha.end(),
                                  [](char c) { return static_cast<unsigned char>(c) == 255; });
  if (opaque) picture.alpha.clear();
  return picture;
}

}  // namespace airut::pdf
