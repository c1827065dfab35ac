#include "formats/pdf/fonts.hpp"

#include <fmt/format.h>

namespace airut::pdf {

std::filesystem::path FontShelf::find(std::string const& file) {
  if (file.find('/') != std::string::npos) return file;
  if (files_.empty()) {
    using Walk = std::filesystem::recursive_directory_iterator;
    std::error_code fault;
    for (auto at = Walk{directory_, fault}; !fault && at != Walk{}; at.increment(fault)) {
      if (at->path().extension() != ".ttf") continue;
      files_.emplace(at->path().filename().string(), at->path());
    }
  }
  auto const known = files_.find(file);
  return known == files_.end() ? directory_ / file : known->second;
}

model::Result<std::shared_ptr<Face const>> FontShelf::face(std::string const& file) {
  std::lock_guard const lock{lock_};
  if (auto const known = faces_.find(file); known != faces_.end()) return known->second;
  auto loaded = Face::load(find(file));
  if (!loaded) return tl::unexpected{loaded.error()};
  return faces_.emplace(file, *std::move(loaded)).first->second;
}

model::Result<std::shared_ptr<Fonts const>> FontShelf::fonts(
    std::string const& regular, std::string const& bold, std::vector<std::string> const& fallback) {
  auto one = face(regular);
  if (!one) return tl::unexpected{one.error()};
  auto other = face(bold);
  if (!other) return tl::unexpected{other.error()};
  Fonts fonts{*std::move(one), *std::move(other), {}};
  for (auto const& file : fallback) {
    if (auto helper = face(file)) {
      fonts.fallback.push_back(*std::move(helper));
    } else if (helper.error().fault != model::Fault::missing) {
      return tl::unexpected{helper.error()};
    }
  }
  return std::make_shared<Fonts const>(std::move(fonts));
}

}  // namespace airut::pdf
