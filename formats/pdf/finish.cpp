#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "formats/pdf/append.hpp"
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

// Writes a face as the fonts of a document show it. The simple one (section 9.6.3) and the
// composite one (9.7) share the program.
class FontWriter {
 public:
  FontWriter(File& file, Face const& face, std::size_t place, EmbeddedFace const& embedded)
      : file_(file),
        face_(face),
        embedded_(embedded),
        // Six letters that say that this is a subset; different for each use of a face.
        name_(fmt::format("AIRUT{}+{}", static_cast<char>('A' + place), face.name())),
        program_(file.reserve()) {
    file_.stream(program_, fmt::format("/Filter/FlateDecode/Length1 {}", embedded_.file_length),
                 embedded_.file);
  }

  // The number of the font.
  int simple() {
    int const font = file_.reserve();
    std::string body = "<</Type/Font/Subtype/TrueType/BaseFont/";
    body.append(name_).append("/Encoding/WinAnsiEncoding/FontDescriptor ");
    append_reference(body, descriptor(32));
    body.append("/FirstChar 32/LastChar 255/Widths[").append(embedded_.ansi_widths) += "]>>";
    file_.plain_object(font, body);
    return font;
  }
  int composite() {
    int const font = file_.reserve(), descendant = file_.reserve(), map = file_.reserve();
    file_.object(font, fmt::format("<</Type/Font/Subtype/Type0/BaseFont/{}/Encoding/Identity-H"
                                   "/DescendantFonts[{} 0 R]/ToUnicode {} 0 R>>",
                                   name_, descendant, map));
    file_.plain_object(descendant,
                       fmt::format("<</Type/Font/Subtype/CIDFontType2/BaseFont/{}"
                                   "/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)"
                                   "/Ordering(Identity)/Supplement 0>>/FontDescriptor {} 0 R"
                                   "/DW {}/W {}>>",
                                   name_, descriptor(4), face_.advance(0), embedded_.widths));
    file_.stream(map, "/Filter/FlateDecode", embedded_.to_unicode);
    return font;
  }

 private:
  // Flags (table 123): 32 a font with standard letters, 4 one without.
  int descriptor(int flags) {
    int const number = file_.reserve();
    auto const& box = face_.box();
    file_.object(
        number,
        fmt::format("<</Type/FontDescriptor/FontName/{}/Flags {}/FontBBox[{} {} {} {}]"
                    "/ItalicAngle 0/Ascent {}/Descent {}/CapHeight {}/StemV 80/FontFile2 {} 0 R>>",
                    name_, flags, box[0], box[1], box[2], box[3], face_.ascent(), face_.descent(),
                    face_.cap_height(), program_));
    return number;
  }

  File& file_;
  Face const& face_;
  EmbeddedFace const& embedded_;
  std::string name_;
  int program_;
};

}  // namespace

// The entries of the resources: A0, A1 simple, F0 ... composite.
std::string Canvas::write_fonts(File& file) {
  auto& used = coder_.used();
  std::string entries;
  for (std::size_t place = 0; place < fonts_.count(); ++place) {
    if (!used.any(place)) continue;
    auto const& face = fonts_.face(place);
    FontWriter writer{file, face, place, used.embedded(face, place)};
    if (used.ansi(place)) entries += fmt::format("/A{} {} 0 R", place, writer.simple());
    if (used.composite(place)) entries += fmt::format("/F{} {} 0 R", place, writer.composite());
  }
  return entries;
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
  auto const fonts = write_fonts(file);
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
  file.plain_object(
      info, fmt::format("<</Title {}/Author {}/Producer(Airut)/CreationDate({})>>",
                        text_string(about.title), text_string(about.author), pdf_date(about.date)));
  return {file.finish(root, info, model::sha256_hex(identity).substr(0, 32)), pages()};
}

}  // namespace airut::pdf
