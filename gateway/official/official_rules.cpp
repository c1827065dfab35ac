#include "gateway/official/official_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::gateway {
namespace fs = std::filesystem;
namespace {

model::Problem problem(model::Fault fault, std::string text) { return {fault, std::move(text)}; }

model::Result<config::RuleProfile> read_profile(fs::path const& file) {
  auto profile = config::load_rule_profile(file);
  if (profile) return std::move(*profile);
  std::string text;
  for (auto const& one : profile.error()) {
    text += (text.empty() ? "" : "\n") + one.text_with_place();
  }
  return tl::unexpected{problem(model::Fault::malformed, std::move(text))};
}

// How narrow a match is: a set for one customization goes before one for all invoices.
std::size_t demands(config::RuleMatch const& match, DocumentTraits const& traits) {
  std::size_t longest = 0;
  for (auto const& start : match.customization) {
    if (traits.customization.starts_with(start)) longest = std::max(longest, start.size());
  }
  return longest * 2 + (match.process.empty() ? 0 : 1);
}

std::vector<fs::path> files_of(fs::path const& folder, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto const& entry : fs::directory_iterator{folder, error}) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool is_set_name(std::string_view name) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  return !name.empty() && name.front() != '.' &&
         name.find_first_not_of(plain) == std::string_view::npos;
}

}  // namespace

model::Result<config::RuleProfile> profile_of(fs::path const& folder) {
  auto const profiles = files_of(folder, ".toml");
  if (profiles.size() == 1) return read_profile(profiles.front());
  if (profiles.size() > 1) {
    return tl::unexpected{problem(model::Fault::unsupported,
                                  fmt::format("{} holds several profiles", folder.string()))};
  }
  config::RuleProfile profile;
  profile.folder = folder;
  profile.name = fs::absolute(folder).lexically_normal().filename().string();
  if (profile.name.empty()) profile.name = fs::absolute(folder).parent_path().filename().string();
  profile.rules = files_of(folder, ".sch");
  if (!profile.rules.empty()) return profile;
  auto const schemas = files_of(folder, ".xsd");
  if (schemas.size() == 1) {
    profile.schema = schemas.front();
    return profile;
  }
  return tl::unexpected{problem(
      model::Fault::missing,
      fmt::format("{} holds no .sch file{}", folder.string(),
                  schemas.empty() ? "" : "; a profile.toml says which .xsd is the schema"))};
}

model::Result<OfficialRules> OfficialRules::open(fs::path const& folder) {
  OfficialRules rules;
  std::error_code error;
  std::vector<fs::path> sets;
  for (auto const& entry : fs::directory_iterator{folder, error}) {
    if (fs::exists(entry.path() / "profile.toml")) sets.push_back(entry.path());
  }
  std::sort(sets.begin(), sets.end());
  for (auto const& set : sets) {
    auto profile = read_profile(set / "profile.toml");
    if (!profile) return tl::unexpected{profile.error()};
    rules.profiles_.push_back(std::move(*profile));
  }
  return rules;
}

model::Result<std::shared_ptr<RuleSet const>> OfficialRules::in_force(
    DocumentTraits const& traits, std::string const& day) const {
  auto best = profiles_.size();
  for (std::size_t i = 0; i < profiles_.size(); ++i) {
    auto const& one = profiles_[i];
    if (!one.in_force_on(day) || !matches(one.match, traits)) continue;
    auto const narrower = [&](config::RuleProfile const& other) {
      auto const here = demands(one.match, traits), there = demands(other.match, traits);
      return here != there ? here > there : one.valid_from > other.valid_from;
    };
    if (best == profiles_.size() || narrower(profiles_[best])) best = i;
  }
  if (best == profiles_.size()) return std::shared_ptr<RuleSet const>{};
  return compiled(best);
}

model::Result<std::shared_ptr<RuleSet const>> OfficialRules::by_name(std::string_view name) const {
  for (std::size_t i = 0; i < profiles_.size(); ++i) {
    if (profiles_[i].name == name) return compiled(i);
  }
  return tl::unexpected{
      problem(model::Fault::missing, fmt::format("no rule set is called {}", name))};
}

model::Result<std::shared_ptr<RuleSet const>> OfficialRules::compiled(std::size_t at) const {
  std::lock_guard const lock{compiled_->mutex};
  auto& kept = compiled_->sets[at];
  if (!kept) {
    auto made = RuleSet::compile(profiles_[at]);
    if (!made) return tl::unexpected{made.error()};
    kept = std::make_shared<RuleSet const>(std::move(*made));
  }
  return kept;
}

namespace {

// profile.toml for files that came without one.
std::string profile_text(Installation const& what, config::RuleProfile const& profile) {
  auto text =
      fmt::format("name = \"{}\"\nvalid_from = \"{}\"\nrules = [", what.name, what.valid_from);
  for (auto const& file : profile.rules) {
    text += fmt::format("{}\"{}\"", text.ends_with('[') ? "" : ", ", file.filename().string());
  }
  text += "]\n";
  if (!profile.schema.empty())
    text += fmt::format("schema = \"{}\"\n", profile.schema.filename().string());
  return text;
}

bool write_text(fs::path const& path, std::string const& text) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "wb"),
                                                       &std::fclose};
  return file && std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() &&
         std::fflush(file.get()) == 0;
}

}  // namespace

model::Result<config::RuleProfile> install(Installation const& what) {
  if (!is_set_name(what.name)) {
    return tl::unexpected{problem(model::Fault::malformed,
                                  "the name of a set has letters, digits, \"-\", \"_\" and \".\"")};
  }
  auto const to = what.rules_folder / what.name;
  if (fs::exists(to)) {
    return tl::unexpected{
        problem(model::Fault::unsupported, fmt::format("the set {} is there already", what.name))};
  }
  auto profile = profile_of(what.from);
  if (!profile) return profile;
  bool const bare = !fs::exists(what.from / "profile.toml");
  if (!bare && (profile->name != what.name ||
                (!what.valid_from.empty() && profile->valid_from != what.valid_from))) {
    return tl::unexpected{
        problem(model::Fault::malformed,
                fmt::format("profile.toml calls the set {} and says it is valid from \"{}\"",
                            profile->name, profile->valid_from))};
  }
  if (auto compiled = RuleSet::compile(*profile); !compiled) {
    return tl::unexpected{compiled.error()};
  }
  // Made beside, then renamed: a set is there whole or not at all.
  auto const beside = what.rules_folder / ("." + what.name + ".new");
  std::error_code error;
  fs::remove_all(beside, error);
  fs::create_directories(what.rules_folder, error);
  fs::copy(what.from, beside, fs::copy_options::recursive, error);
  bool good =
      !error && (!bare || write_text(beside / "profile.toml", profile_text(what, *profile)));
  if (good) fs::rename(beside, to, error);
  if (!good || error) {
    return tl::unexpected{
        problem(model::Fault::missing,
                fmt::format("{} cannot be written: {}", to.string(), error.message()))};
  }
  return read_profile(to / "profile.toml");
}

}  // namespace airut::gateway
