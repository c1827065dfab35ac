#include <fmt/format.h>

#include "formats/pdf/canvas.hpp"
#include "formats/pdf/deflate.hpp"
#include "formats/pdf/file.hpp"

namespace airut::pdf {
namespace {

constexpr int content_level = 6;

// Type 0 font of a face's tier with its five objects; the number of the first.
int write_font(File& file, Face const& face, Tier tier) {
  auto const& embedded = face.embedded(tier);
  int const font = file.reserve(), descendant = file.reserve(), descriptor = file.reserve(),
            program = file.reserve(), map = file.reserve();
  // Six letters say that this is a subset; they name the tier.
  auto const name =
      fmt::format("AIRUT{}+{}", static_cast<char>('A' + static_cast<int>(tier)), face.name());
  file.object(font, fmt::format("<</Type/Font/Subtype/Type0/BaseFont/{}/Encoding/Identity-H"
                                "/DescendantFonts[{} 0 R]/ToUnicode {} 0 R>>",
                                name, descendant, map));
  file.object(descendant,
              fmt::format("<</Type/Font/Subtype/CIDFontType2/BaseFont/{}/CIDToGIDMap/Identity"
                          "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                          "/FontDescriptor {} 0 R/DW 600/W {}>>",
                          name, descriptor, embedded.widths));
  auto const& box = face.box();
  file.object(
      descriptor,
      fmt::format("<</Type/FontDescriptor/FontName/{}/Flags 32/FontBBox[{} {} {} {}]"
                  "/ItalicAngle 0/Ascent {}/Descent {}/CapHeight 729/StemV 80"
                  "/FontFile2 {} 0 R>>",
                  name, box[0], box[1], box[2], box[3], face.ascent(), face.descent(), program));
  file.stream(program, fmt::format("/Filter/FlateDecode/Length1 {}", embedded.file_length),
              embedded.file);
  file.stream(map, "/Filter/FlateDecode", embedded.to_unicode);
  return font;
}

int write_picture(File& file, Picture const& picture) {
  int const image = file.reserve();
  std::string mask;
  auto const size = fmt::format("/Width {}/Height {}", picture.width, picture.height);
  if (!picture.alpha.empty()) {
    int const alpha = file.reserve();
    file.stream(alpha,
                fmt::format("/Type/XObject/Subtype/Image{}/ColorSpace/DeviceGray"
                            "/BitsPerComponent 8/Filter/FlateDecode",
                            size),
                deflate(picture.alpha, content_level));
    mask = fmt::format("/SMask {} 0 R", alpha);
  }
  file.stream(image,
              fmt::format("/Type/XObject/Subtype/Image{}/ColorSpace/DeviceRGB"
                          "/BitsPerComponent 8/Filter/FlateDecode{}",
                          size, mask),
              deflate(picture.rgb, content_level));
  return image;
}

}  // namespace

Rendered Canvas::finish(std::string_view title, std::string_view author) const {
  File file;
  int const root = file.reserve(), info = file.reserve(), tree = file.reserve(),
            resources = file.reserve();
  std::string kids;
  for (auto const& content : pages_) {
    int const page = file.reserve(), stream = file.reserve();
    kids += fmt::format("{} 0 R ", page);
    file.object(page, fmt::format("<</Type/Page/Parent {} 0 R/MediaBox[0 0 595.28 841.89]"
                                  "/Resources {} 0 R/Contents {} 0 R>>",
                                  tree, resources, stream));
    file.stream(stream, "/Filter/FlateDecode", deflate(content, content_level));
  }
  int const regular = write_font(file, fonts_.regular, tiers_[0]);
  int const bold = write_font(file, fonts_.bold, tiers_[1]);
  auto const picture =
      logo_ ? fmt::format("/XObject<</L {} 0 R>>", write_picture(file, *logo_)) : std::string{};
  file.object(resources, fmt::format("<</Font<</R {} 0 R/B {} 0 R>>{}>>", regular, bold, picture));
  file.object(tree, fmt::format("<</Type/Pages/Count {}/Kids[{}]>>", pages_.size(), kids));
  file.object(root, fmt::format("<</Type/Catalog/Pages {} 0 R>>", tree));
  file.object(info, fmt::format("<</Title {}/Author {}/Producer(Airut)>>", text_string(title),
                                text_string(author)));
  return {file.finish(root, info), pages()};
}

}  // namespace airut::pdf
