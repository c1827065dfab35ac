#include "config/feedback_tables.hpp"

#include <algorithm>
#include <array>

#include "config/table.hpp"

namespace airut::config {
namespace {

using Effect = FeedbackMeaning::Effect;

constexpr std::array<std::string_view, 4> evidence_levels{
    "handed_over", "accepted_by_operator", "delivered_to_recipient", "acknowledged_by_buyer"};

Effect effect_of(std::string const& word) {
  if (word == "nothing") return Effect::nothing;
  if (word == "duplicate") return Effect::duplicate;
  bool const level =
      std::find(evidence_levels.begin(), evidence_levels.end(), word) != evidence_levels.end();
  return level ? Effect::evidence : Effect::deviation;
}

std::string take_meaning(TableRow const& row,
                         std::map<std::pair<std::string, std::string>, FeedbackMeaning>& all) {
  auto const profile = stated(row, "profile"), code = stated(row, "code");
  FeedbackMeaning meaning;
  meaning.word = stated(row, "effect");
  meaning.effect = effect_of(meaning.word);
  for (auto const* language : {"fi", "sv", "nb", "en"})
    meaning.title[language] = stated(row, std::string{"title_"} + language);
  if (profile.empty() || code.empty() || meaning.word.empty())
    return "profile, code and effect must be given";
  bool const odd =
      meaning.effect == Effect::deviation && meaning.word.find('.') == std::string::npos;
  if (odd) return "effect is an evidence level, a deviation code, duplicate or nothing";
  all[{profile, code}] = std::move(meaning);
  return {};
}

std::string take_layout(TableRow const& row,
                        std::map<std::string, FeedbackLayout, std::less<>>& all) {
  FeedbackLayout layout{stated(row, "syntax"),     stated(row, "delimiter"), stated(row, "record"),
                        stated(row, "message_id"), stated(row, "status"),    stated(row, "text")};
  auto const profile = stated(row, "profile");
  auto const& syntax = layout.syntax;
  if (syntax != "csv" && syntax != "json" && syntax != "xml") return "syntax is csv, json or xml";
  if (profile.empty() || layout.message_id.empty() || layout.status.empty())
    return "profile, message_id and status must be given";
  if (syntax == "xml" && layout.record.empty()) return "xml needs the name of its record";
  if (layout.delimiter.size() > 1) return "delimiter is one character, or - to find it out";
  all[profile] = std::move(layout);
  return {};
}

}  // namespace

tl::expected<FeedbackTables, std::string> FeedbackTables::load(
    std::filesystem::path const& shipped, std::filesystem::path const& overlay) {
  FeedbackTables tables;
  auto const meaning = [&](TableRow const& row) { return take_meaning(row, tables.meanings_); };
  auto const layout = [&](TableRow const& row) { return take_layout(row, tables.layouts_); };
  for (auto const& directory : {shipped, overlay}) {
    if (directory.empty()) continue;
    auto const codes = directory / "feedback_codes.tsv",
               layouts = directory / "feedback_layouts.tsv";
    bool const needed = directory == shipped;
    if (needed || std::filesystem::exists(codes))
      if (auto wrong = read_table(codes, meaning); !wrong.empty()) return tl::unexpected{wrong};
    if (needed || std::filesystem::exists(layouts))
      if (auto wrong = read_table(layouts, layout); !wrong.empty()) return tl::unexpected{wrong};
  }
  return tables;
}

std::optional<FeedbackMeaning> FeedbackTables::meaning(std::string_view profile,
                                                       std::string_view code) const {
  auto found = meanings_.find({std::string{profile}, std::string{code}});
  if (found == meanings_.end()) found = meanings_.find({std::string{profile}, "*"});
  return found == meanings_.end() ? std::nullopt : std::optional{found->second};
}

bool FeedbackTables::has_word(std::string_view profile, std::string_view code) const {
  return meanings_.contains({std::string{profile}, std::string{code}});
}

std::optional<FeedbackLayout> FeedbackTables::layout(std::string_view profile) const {
  auto const found = layouts_.find(profile);
  return found == layouts_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<std::string> FeedbackTables::deviation_codes() const {
  std::vector<std::string> codes;
  for (auto const& [key, meaning] : meanings_)
    if (meaning.effect == Effect::deviation) codes.push_back(meaning.word);
  return codes;
}

}  // namespace airut::config
