#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

// What operators' status words and Finvoiceack codes mean, and how status files are laid out:
// config/tables/feedback_codes.tsv and feedback_layouts.tsv, overlaid by the operator's own rows.
namespace airut::config {

struct FeedbackMeaning {
  enum class Effect {
    evidence,   // word: the level that it proves
    deviation,  // word: a code of deviation_codes.tsv
    duplicate,  // they have the message id already: proof where it was offered more than once
    nothing,    // known, and says nothing
  };
  Effect effect = Effect::nothing;
  std::string word;
  std::map<std::string, std::string, std::less<>> title;  // by language: fi, sv, nb, en
};

// As in the table; formats/feedback reads by it.
struct FeedbackLayout {
  std::string syntax;  // csv, json, xml
  std::string delimiter, record, message_id, status, text;
};

class FeedbackTables {
 public:
  // The error is "file:line: what". An effect must be an evidence level, a deviation code's shape,
  // "duplicate" or "nothing"; whether the code exists is checked by the caller, who knows them.
  static tl::expected<FeedbackTables, std::string> load(std::filesystem::path const& shipped,
                                                        std::filesystem::path const& overlay);

  // By the code's row, else by the profile's row "*". nullopt: nobody has said what this means.
  std::optional<FeedbackMeaning> meaning(std::string_view profile, std::string_view code) const;
  // Whether a row is this very word's.
  bool has_word(std::string_view profile, std::string_view code) const;
  std::optional<FeedbackLayout> layout(std::string_view profile) const;
  // Every deviation code that a row names.
  std::vector<std::string> deviation_codes() const;

 private:
  std::map<std::pair<std::string, std::string>, FeedbackMeaning> meanings_;
  std::map<std::string, FeedbackLayout, std::less<>> layouts_;
};

}  // namespace airut::config
