#include "formats/schematron/sources.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "formats/schematron/instructions.hpp"

namespace airut::schematron {
namespace {

constexpr std::string_view xinclude_uri = "http://www.w3.org/2001/XInclude";
constexpr std::size_t files_max = 1'000;
constexpr std::size_t include_depth_max = 20;
constexpr std::uintmax_t size_max = 64 << 20;

std::string file_bytes(std::filesystem::path const& path) {
  std::error_code error;
  auto const size = std::filesystem::file_size(path, error);
  std::ifstream in{path, std::ios::binary};
  if (error || !in) throw ParseFault{fmt::format("{}: cannot be read", path.string())};
  if (size > size_max) throw ParseFault{fmt::format("{}: is too large", path.string())};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

bool Source::is(std::string_view uri, std::string_view local) const {
  auto const& name = file->name((*file)[element].name);
  return name.local == local && name.uri == uri;
}

Source Sources::open(std::filesystem::path const& path) {
  for (auto const& known : files_) {
    if (known.path == path) return {&known.tree, known.tree.root(), &known.path};
  }
  if (files_.size() >= files_max) throw ParseFault{"the rule files include too many others"};
  auto tree = xml::Tree::parse(file_bytes(path));
  if (!tree) {
    auto const& finding = tree.error().front();
    throw ParseFault{fmt::format("{}:{}: {}", path.string(), finding.line, finding.detail)};
  }
  auto const& kept = files_.emplace_back(File{path, std::move(*tree)});
  return {&kept.tree, kept.tree.root(), &kept.path};
}

std::vector<Source> Sources::children(Source const& parent) {
  std::vector<Source> all;
  auto const& file = *parent.file;
  for (auto node = file.first_child(parent.element); node != xml::none;
       node = file.next_sibling(node)) {
    if (file[node].kind == xml::NodeKind::element) expand({&file, node, parent.path}, all);
  }
  return all;
}

void Sources::expand(Source const& child, std::vector<Source>& all) {
  bool const includes = child.is_rule("include") || child.is(xinclude_uri, "include");
  if (!includes) {
    all.push_back(child);
    return;
  }
  auto const href = required_attribute(*child.file, child.element, "href");
  if (href.find("://") != std::string::npos) {
    refuse(*child.file, child.element, "only files of this machine can be included");
  }
  if (++depth_ > include_depth_max) {
    throw ParseFault{fmt::format("{}: files include each other too deeply", child.path->string())};
  }
  auto const root = open((child.path->parent_path() / href).lexically_normal());
  if (root.is_rule("schema")) {
    for (auto const& one : children(root)) all.push_back(one);
  } else {
    expand(root, all);
  }
  --depth_;
}

}  // namespace airut::schematron
