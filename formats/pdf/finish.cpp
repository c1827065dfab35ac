#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "formats/pdf/canvas.hpp"
#include "formats/pdf/deflate.hpp"
#include "formats/pdf/file.hpp"

namespace airut::pdf {
namespace {

constexpr int content_level = 1;

int write_picture(File& file, Picture const& picture) {
  int const image = file.reserve();
  file.stream(image,
              fmt::format("/Type/XObject/Subtype/Image/Width {}/Height {}/ColorSpace/DeviceRGB"
                          "/BitsPerComponent 8/Filter/FlateDecode",
                          picture.width, picture.height),
              picture.rgb);
  return image;
}

// Six letters that say that this is a subset; different for each use of a face.
std::string subset_name(Face const& face, std::size_t place) {
  return fmt::format("AIRUT{}+{}", static_cast<char>('A' + place), face.name());
}

}  // namespace

// Type 0 font with its five objects; the number of the first.
int Canvas::write_font(File& file, std::size_t place) {
  auto const& face = fonts_.face(place);
  auto const& embedded = coder_.used().embedded(face, place);
  int const font = file.reserve(), descendant = file.reserve(), descriptor = file.reserve(),
            program = file.reserve(), map = file.reserve();
  auto const name = subset_name(face, place);
  file.object(font, fmt::format("<</Type/Font/Subtype/Type0/BaseFont/{}/Encoding/Identity-H"
                                "/DescendantFonts[{} 0 R]/ToUnicode {} 0 R>>",
                                name, descendant, map));
  file.plain_object(descendant,
                    fmt::format("<</Type/Font/Subtype/CIDFontType2/BaseFont/{}"
                                "/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)"
                                "/Ordering(Identity)/Supplement 0>>/FontDescriptor {} 0 R"
                                "/DW {}/W {}>>",
                                name, descriptor, face.advance(0), embedded.widths));
  auto const& box = face.box();
  file.object(descriptor,
              fmt::format("<</Type/FontDescriptor/FontName/{}/Flags 4/FontBBox[{} {} {} {}]"
                          "/ItalicAngle 0/Ascent {}/Descent {}/CapHeight {}/StemV 80"
                          "/FontFile2 {} 0 R>>",
                          name, box[0], box[1], box[2], box[3], face.ascent(), face.descent(),
                          face.cap_height(), program));
  file.stream(program, fmt::format("/Filter/FlateDecode/Length1 {}", embedded.file_length),
              embedded.file);
  file.stream(map, "/Filter/FlateDecode", embedded.to_unicode);
  return font;
}

// Pages and their contents; hashes into identity what they show.
std::string Canvas::write_pages(File& file, int first_page, int tree, int resources,
                                std::string& identity) {
  std::string kids;
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    int const stream = file.reserve(), page = first_page + static_cast<int>(i);
    fmt::format_to(std::back_inserter(kids), "{} 0 R ", page);
    file.object(page, fmt::format("<</Type/Page/Parent {} 0 R/MediaBox[0 0 {:.2f} {:.2f}]"
                                  "/Resources {} 0 R/Contents {} 0 R/Tabs/S/StructParents {}>>",
                                  tree, size_.x, size_.y, resources, stream, i));
    auto const content = deflated(pages_[i], content_level);
    identity += model::sha256_hex(content);
    file.stream(stream, "/Filter/FlateDecode", content);
  }
  return kids;
}

Rendered Canvas::finish(About const& about, std::vector<Enclosure> const& enclosures) {
  leave_text();
  File file;
  int const root = file.reserve(), info = file.reserve(), tree = file.reserve(),
            resources = file.reserve(), first_page = file.reserve(pages());
  int const structure = structure_.write(file, first_page);
  // What makes two documents different: the same document always has the same id.
  std::string identity = about.title + "\n" + about.author + "\n" + model::date_text(about.date);
  auto const kids = write_pages(file, first_page, tree, resources, identity);
  std::string fonts;
  for (std::size_t place = 0; place < fonts_.count(); ++place) {
    if (!coder_.used().any(place)) continue;
    fmt::format_to(std::back_inserter(fonts), "/F{} {} 0 R", place, write_font(file, place));
  }
  auto const picture = picture_
                           ? fmt::format("/XObject<</L {} 0 R>>", write_picture(file, *picture_))
                           : std::string{};
  file.object(resources, fmt::format("<</Font<<{}>>{}>>", fonts, picture));
  file.object(tree, fmt::format("<</Type/Pages/Count {}/Kids[{}]>>", pages_.size(), kids));
  auto const archive = write_archive(file, about, enclosures, identity);
  file.object(root, fmt::format("<</Type/Catalog/Pages {} 0 R/Lang{}/MarkInfo<</Marked true>>"
                                "/StructTreeRoot {} 0 R/ViewerPreferences<</DisplayDocTitle true>>"
                                "{}>>",
                                tree, text_string(about.language), structure, archive));
  file.object(
      info, fmt::format("<</Title {}/Author {}/Producer(Airut)/CreationDate({})>>",
                        text_string(about.title), text_string(about.author), pdf_date(about.date)));
  return {file.finish(root, info, model::sha256_hex(identity).substr(0, 32)), pages()};
}

}  // namespace airut::pdf
