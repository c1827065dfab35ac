#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "config/load.hpp"

namespace airut::config {

// Which documents a set of official rules is for. An empty list says nothing about its part.
struct RuleMatch {
  std::vector<std::string> root;           // local names of the outermost element
  std::vector<std::string> customization;  // beginnings of the specification identifier (BT-24)
  std::vector<std::string> process;        // business process types (BT-23), whole
};

// A set of official rule files and how it is used, as profile.toml says it.
struct RuleProfile {
  std::string name;
  std::filesystem::path folder;  // where profile.toml lies; the files are taken from there
  RuleMatch match;
  std::filesystem::path schema;                 // W3C schema checked first; may be empty
  std::vector<std::filesystem::path> rules;     // Schematron files, in order; or the schema alone
  std::vector<std::string> exclude;             // rule ids left out
  std::map<std::string, std::string> severity;  // other flags by rule id
  std::string valid_from, valid_to;  // days in force, "YYYY-MM-DD", the last included; "": open

  // Flags that make a document invalid, and other lists for some billing clients by reference.
  std::vector<std::string> reject{"fatal", "error"};
  std::map<std::string, std::vector<std::string>> reject_for;

  bool in_force_on(std::string const& day) const {
    return (valid_from.empty() || valid_from <= day) && (valid_to.empty() || day <= valid_to);
  }
  std::vector<std::string> const& rejecting(std::string const& client) const {
    auto const own = reject_for.find(client);
    return own == reject_for.end() ? reject : own->second;
  }
};

// Reads profile.toml. The error holds every complaint, files that are not there among them.
tl::expected<RuleProfile, std::vector<Complaint>> load_rule_profile(
    std::filesystem::path const& file);

}  // namespace airut::config
