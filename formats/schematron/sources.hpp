#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xml/tree.hpp"

namespace airut::schematron {

inline constexpr std::string_view schematron_uri = "http://purl.oclc.org/dsdl/schematron";

// An element of a rule file, with the file it stands in.
struct Source {
  xml::Tree const* file = nullptr;
  xml::NodeId element = xml::none;
  std::filesystem::path const* path = nullptr;

  bool is(std::string_view uri, std::string_view local) const;
  bool is_rule(std::string_view local) const { return is(schematron_uri, local); }
};

// The files of one schema. include (of Schematron and of XInclude) is taken where it stands: what
// it names takes its place.
class Sources {
 public:
  // Throws ParseFault for a file that cannot be read or includes itself, here and below.
  Source open(std::filesystem::path const& path);
  std::vector<Source> children(Source const& parent);

  // Every file, for the namespaces declared in them.
  struct File {
    std::filesystem::path path;
    xml::Tree tree;
  };
  std::deque<File> const& files() const { return files_; }

 private:
  void expand(Source const& child, std::vector<Source>& all);

  std::deque<File> files_;
  std::size_t depth_ = 0;
};

}  // namespace airut::schematron
