#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/face.hpp"

namespace airut::pdf {

enum class Weight { regular, bold };

// The faces of one template: two weights, and those that help out where a letter is missing in
// them, in order. Immutable: shared by all threads.
struct Fonts {
  std::shared_ptr<Face const> regular, bold;
  std::vector<std::shared_ptr<Face const>> fallback;

  // Place of the face among all: 0 regular, 1 bold, then the fallback.
  Face const& face(std::size_t place) const {
    return place == 0 ? *regular : place == 1 ? *bold : *fallback[place - 2];
  }
  std::size_t count() const { return 2 + fallback.size(); }
};

// The TrueType files of a directory and all below it; each is opened once. Thread-safe.
class FontShelf {
 public:
  explicit FontShelf(std::filesystem::path directory) : directory_(std::move(directory)) {}

  // By file name ("OpenSans-Regular.ttf") or whole path. Problem missing: no such file.
  model::Result<std::shared_ptr<Face const>> face(std::string const& file);
  // Fallback faces that are not installed are left out: a text that needs them will fail.
  model::Result<std::shared_ptr<Fonts const>> fonts(std::string const& regular,
                                                    std::string const& bold,
                                                    std::vector<std::string> const& fallback);

 private:
  std::filesystem::path find(std::string const& file);

  std::filesystem::path directory_;
  std::mutex lock_;
  std::map<std::string, std::filesystem::path, std::less<>> files_;  // by name, once looked
  std::map<std::string, std::shared_ptr<Face const>, std::less<>> faces_;
};

}  // namespace airut::pdf
