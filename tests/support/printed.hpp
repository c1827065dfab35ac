#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "formats/paper/designs.hpp"
#include "formats/paper/write.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/text.hpp"

namespace airut::tests {

inline constexpr auto font_folder = "/usr/share/fonts";

inline bool has_fonts() {
  for (auto const file : {"open-sans/OpenSans-Regular.ttf", "dejavu/DejaVuSans.ttf"}) {
    if (std::filesystem::exists(std::filesystem::path{font_folder} / "truetype" / file)) continue;
    MESSAGE("skipped: the font ", file, " is not here");
    return false;
  }
  return true;
}

inline paper::Designs const& shipped_designs() {
  static auto const loaded = paper::Designs::load(
      std::filesystem::path{AIRUT_SOURCE} / "config" / "tables" / "templates", {}, font_folder);
  if (!loaded) FAIL(loaded.error().front().text_with_place());
  return *loaded;
}

inline paper::Look look(std::string_view name, std::string language) {
  auto const* design = shipped_designs().find(name);
  REQUIRE(design != nullptr);
  return {design->layout, *design->fonts, shipped_designs().windows(),
          "1f4e79",       nullptr,        std::move(language)};
}

// A PDF on disk with the tools that look at it.
struct Printed {
  TempDirectory folder;
  std::filesystem::path file = folder.path() / "a.pdf";

  explicit Printed(std::string const& bytes) { std::ofstream{file, std::ios::binary} << bytes; }
  std::string text(std::string const& mode = "-layout") {
    auto const out = folder.path() / "text";
    REQUIRE(run({"pdftotext", mode, file.string(), out.string()}, folder.path() / "log") == 0);
    return slurp(out);
  }
  int check() { return run({"qpdf", "--check", file.string()}, folder.path() / "log"); }
  // Every bar code and QR code of a page, each on a line of its own.
  std::string codes(int page) {
    auto const picture = folder.path() / "page";
    auto const number = std::to_string(page);
    REQUIRE(run({"pdftoppm", "-r", "200", "-png", "-singlefile", "-f", number, "-l", number,
                 file.string(), picture.string()},
                folder.path() / "log") == 0);
    auto const out = folder.path() / "code";
    run({"zbarimg", "-q", "--raw", picture.string() + ".png"}, out);
    return slurp(out);
  }
};

}  // namespace airut::tests
