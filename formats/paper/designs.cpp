#include "formats/paper/designs.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace airut::paper {
namespace {

constexpr std::string_view windows_file = "windows.toml";

std::optional<std::string> slurp(std::filesystem::path const& file) {
  std::ifstream in{file, std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  if (!in.good() && !in.eof()) return std::nullopt;
  return bytes;
}

// In the order of their names, so that complaints come in the same order everywhere.
std::vector<std::filesystem::path> toml_files(std::filesystem::path const& directory) {
  std::vector<std::filesystem::path> files;
  std::error_code fault;
  for (auto const& entry : std::filesystem::directory_iterator{directory, fault}) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

template <class T>
void add_complaints(std::vector<Complaint>& to, Read<T> const& read) {
  to.insert(to.end(), read.error().begin(), read.error().end());
}

}  // namespace

Read<Designs> Designs::load(std::filesystem::path const& shipped, std::filesystem::path const& own,
                            std::filesystem::path const& font_directory) {
  Designs designs;
  std::vector<Complaint> complaints;
  pdf::FontShelf shelf{font_directory};
  for (auto const& directory : {shipped, own}) {
    if (directory.empty()) continue;
    auto const files = toml_files(directory);
    if (files.empty()) complaints.push_back({directory, 0, 0, "no template is here"});
    for (auto const& file : files) {
      auto const text = slurp(file);
      if (!text) {
        complaints.push_back({file, 0, 0, "cannot be read"});
        continue;
      }
      if (file.filename() == windows_file) {
        auto windows = read_windows(*text, file);
        if (!windows) {
          add_complaints(complaints, windows);
        } else {
          designs.windows_ = *std::move(windows);
        }
        continue;
      }
      auto layout = read_template(*text, file);
      if (!layout) {
        add_complaints(complaints, layout);
        continue;
      }
      auto fonts = shelf.fonts(layout->regular_font, layout->bold_font, layout->fallback_fonts);
      if (!fonts) {
        complaints.push_back({file, 0, 0, fonts.error().text});
        continue;
      }
      auto name = layout->name;
      designs.designs_.insert_or_assign(std::move(name), Design{*std::move(layout), *fonts});
    }
  }
  if (designs.windows_.empty()) complaints.push_back({shipped / windows_file, 0, 0, "is missing"});
  if (!complaints.empty()) return tl::unexpected{std::move(complaints)};
  return designs;
}

Design const* Designs::find(std::string_view name) const {
  auto const found = designs_.find(name);
  return found == designs_.end() ? nullptr : &found->second;
}

std::vector<std::string> Designs::names() const {
  std::vector<std::string> names;
  for (auto const& [name, design] : designs_) names.push_back(name);
  return names;
}

}  // namespace airut::paper
