#include "config/rule_profile.hpp"

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/table.hpp"

namespace airut::config {
namespace {

void take_day(Section& in, std::string_view key, std::string& day) {
  in.take(key, day);
  if (!day.empty() && !parse_day(day)) in.wrong(key, fmt::format("{} is a day, YYYY-MM-DD", key));
}

void read_match(Section& above, RuleMatch& match) {
  auto const* table = above.table("match");
  if (table == nullptr) return;
  Section in{*table, above.reading(), "match"};
  in.take("root", match.root);
  in.take("customization", match.customization);
  in.take("process", match.process);
  in.finish();
}

// A table whose keys are rule ids: it has no unknown keys.
void read_severity(Section& above, std::map<std::string, std::string>& severity) {
  auto const* table = above.table("severity");
  if (table == nullptr) return;
  for (auto const& [id, flag] : *table) {
    auto const text = flag.value_exact<std::string>();
    if (text) severity[std::string{id.str()}] = *text;
    if (!text) above.wrong("severity", fmt::format("the flag of {} must be a text", id.str()));
  }
}

void read_rule_policy(Section& above, RuleProfile& profile) {
  auto const* table = above.table("policy");
  if (table == nullptr) return;
  Section in{*table, above.reading(), "policy"};
  in.take("reject", profile.reject);
  if (auto const* clients = in.table("client")) {
    for (auto const& [client, flags] : *clients) {
      auto const* list = flags.as_table();
      if (list == nullptr) {
        in.wrong("client", fmt::format("write [policy.client.{}]", client.str()));
        continue;
      }
      Section one{*list, above.reading(), fmt::format("policy.client.{}", client.str())};
      one.take("reject", profile.reject_for[std::string{client.str()}]);
      one.finish();
    }
  }
  in.finish();
}

void read_rule_files(Section& in, RuleProfile& profile) {
  std::vector<std::string> names;
  in.take("rules", names);
  for (auto const& name : names) {
    auto const path = profile.folder / name;
    if (!std::filesystem::exists(path)) in.wrong("rules", fmt::format("{} is not there", name));
    profile.rules.push_back(path);
  }
  in.take("schema", profile.schema);
  if (names.empty() && profile.schema.empty())
    in.wrong("rules", "rules must name at least one file where there is no schema");
  if (!profile.schema.empty() && !std::filesystem::exists(profile.schema)) {
    in.wrong("schema", fmt::format("{} is not there", profile.schema.string()));
  }
}

}  // namespace

tl::expected<RuleProfile, std::vector<Complaint>> load_rule_profile(
    std::filesystem::path const& file) {
  auto const environment = process_environment();
  Reading reading{file, environment, {}};
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (toml::parse_error const& fault) {
    reading.complain(fault.source(), std::string{fault.description()});
    return tl::unexpected{std::move(reading.complaints)};
  }
  Section in{root, reading, file.filename().string()};
  RuleProfile profile;
  profile.folder = file.parent_path();
  in.take_needed("name", profile.name);
  take_day(in, "valid_from", profile.valid_from);
  take_day(in, "valid_to", profile.valid_to);
  in.take("exclude", profile.exclude);
  read_rule_files(in, profile);
  read_match(in, profile.match);
  read_severity(in, profile.severity);
  read_rule_policy(in, profile);
  in.finish();
  if (!reading.complaints.empty()) return tl::unexpected{std::move(reading.complaints)};
  return profile;
}

}  // namespace airut::config
