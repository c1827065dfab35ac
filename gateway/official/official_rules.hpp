#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/result.hpp"
#include "gateway/official/rule_set.hpp"

namespace airut::gateway {

// The sets of official rules in a folder, one folder a set with its profile.toml
// (data_directory/rules). A set is compiled when it is first needed, then shared. Thread-safe.
class OfficialRules {
 public:
  OfficialRules() = default;  // no sets

  // Reads the profiles. Problem: one of them is not good; the text has every complaint. A folder
  // that is not there has no sets.
  static model::Result<OfficialRules> open(std::filesystem::path const& folder);

  // The set for a document on a day, "YYYY-MM-DD": the one that has been in force for the shortest
  // time, or, where several begin on one day, whose match asks most. nullptr: none is installed.
  // Problem: its files cannot be compiled.
  model::Result<std::shared_ptr<RuleSet const>> in_force(DocumentTraits const& traits,
                                                         std::string const& day) const;
  model::Result<std::shared_ptr<RuleSet const>> by_name(std::string_view name) const;

  std::vector<config::RuleProfile> const& profiles() const { return profiles_; }

 private:
  model::Result<std::shared_ptr<RuleSet const>> compiled(std::size_t at) const;

  struct Compiled {
    std::mutex mutex;
    std::map<std::size_t, std::shared_ptr<RuleSet const>> sets;
  };
  std::vector<config::RuleProfile> profiles_;
  std::shared_ptr<Compiled> compiled_ = std::make_shared<Compiled>();
};

// Copies the rule files of a folder (a profile.toml in it, or one made for its .sch files) to
// rules/<name>, after compiling them as a check. A set of that name must not be there yet.
struct Installation {
  std::filesystem::path from, rules_folder;
  std::string name, valid_from;
};
model::Result<config::RuleProfile> install(Installation const& installation);

// The profile of a folder: its profile.toml, else all its .sch files in the order of their names,
// else its only .xsd file.
model::Result<config::RuleProfile> profile_of(std::filesystem::path const& folder);

}  // namespace airut::gateway
