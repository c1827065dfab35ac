#include "formats/pdf/png.hpp"

#include <png.h>

#include "formats/pdf/deflate.hpp"

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
  image.format = PNG_FORMAT_RGB;
  std::string pixels(PNG_IMAGE_SIZE(image), '\0');
  png_color const white{255, 255, 255};
  if (png_image_finish_read(&image, &white, pixels.data(), 0, nullptr) == 0) {
    return refused(std::string{"The logo is a damaged PNG: "} + image.message);
  }
  return Picture{image.width, image.height, deflate(pixels, best_level)};
}

}  // namespace airut::pdf
