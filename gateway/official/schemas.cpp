#include "gateway/official/schemas.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace airut::gateway {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view schema_uri = "http://www.w3.org/2001/XMLSchema";

std::string bytes_of(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

Schemas::Schemas(fs::path const& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto const& entry : fs::recursive_directory_iterator{folder, error}) {
    if (entry.path().extension() == ".xsd") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (auto const& path : files) {
    auto const tree = xml::Tree::parse(bytes_of(path));
    if (!tree) continue;
    auto const* target = tree->attribute(tree->root(), "targetNamespace");
    for (auto child = tree->first_child(tree->root()); child != xml::none;
         child = tree->next_sibling(child)) {
      if ((*tree)[child].kind != xml::NodeKind::element) continue;
      auto const& name = tree->name((*tree)[child].name);
      auto const* declared = tree->attribute(child, "name");
      if (name.local != "element" || name.uri != schema_uri || declared == nullptr) continue;
      by_root_[{target ? std::string{target->value} : "", std::string{declared->value}}].push_back(
          path);
    }
  }
}

model::Result<xml::Schema const*> Schemas::of(xml::Tree const& document) {
  auto const& root = document.name(document[document.root()].name);
  auto const found = by_root_.find({std::string{root.uri}, std::string{root.local}});
  if (found == by_root_.end()) return nullptr;
  auto path = found->second.front();
  if (auto const* version = document.attribute(document.root(), "Version")) {
    for (auto const& one : found->second) {
      if (one.stem().string().ends_with(version->value)) path = one;
    }
  }
  auto known = loaded_.find(path);
  if (known == loaded_.end()) {
    auto schema = xml::Schema::load(path);
    if (!schema) return tl::unexpected{schema.error()};
    known = loaded_.emplace(path, std::move(*schema)).first;
  }
  return &known->second;
}

}  // namespace airut::gateway
