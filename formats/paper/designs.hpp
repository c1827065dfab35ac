#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/paper/template.hpp"

namespace airut::paper {

// A template with its fonts opened.
struct Design {
  Template layout;
  std::shared_ptr<pdf::Fonts const> fonts;
};

// All templates by name: the shipped ones, and the operator's, which take the place of shipped ones
// of the same name. Immutable after load: shared by all threads.
class Designs {
 public:
  // Reads *.toml of the shipped directory and then of the operator's ("" when there is none);
  // windows.toml holds the envelopes' windows. Fonts are looked for below font_directory.
  static Read<Designs> load(std::filesystem::path const& shipped, std::filesystem::path const& own,
                            std::filesystem::path const& font_directory);

  // nullptr when there is none of that name.
  Design const* find(std::string_view name) const;
  std::vector<Window> const& windows() const { return windows_; }
  std::vector<std::string> names() const;

 private:
  std::map<std::string, Design, std::less<>> designs_;
  std::vector<Window> windows_;
};

}  // namespace airut::paper
