#include "config/codes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "config/table.hpp"

namespace airut::config {

namespace {

constexpr std::array<std::pair<CodeClass, std::string_view>, 10> class_names{{
    {CodeClass::transient, "transient"},
    {CodeClass::outcome_unknown, "outcome_unknown"},
    {CodeClass::permanent, "permanent"},
    {CodeClass::address, "address"},
    {CodeClass::consent, "consent"},
    {CodeClass::content, "content"},
    {CodeClass::funds, "funds"},
    {CodeClass::capacity, "capacity"},
    {CodeClass::security, "security"},
    {CodeClass::internal, "internal"},
}};

std::string take_code(TableRow const& row, std::vector<DeviationCode>& codes) {
  DeviationCode code;
  for (auto const& [name, cell] : row) {
    if (name == "code") code.code = cell;
    if (name == "action") code.action = cell;
    if (name == "handler") code.handler = cell;
    if (name.starts_with("title_")) code.title[name.substr(6)] = cell;
    if (name.starts_with("explanation_")) code.explanation[name.substr(12)] = cell;
  }
  auto const found = row.find("class");
  auto const parsed = found == row.end() ? std::nullopt : parse_code_class(found->second);
  if (!parsed) return "the class is none of the ten known ones";
  if (code.code.empty() || code.action.empty() || code.handler.empty())
    return "code, action and handler must be given";
  code.code_class = *parsed;
  auto const same = std::find_if(codes.begin(), codes.end(),
                                 [&](auto const& one) { return one.code == code.code; });
  if (same == codes.end())
    codes.push_back(std::move(code));
  else
    *same = std::move(code);
  return {};
}

// "120s", "48h", "3d", "3bd" or "-".
std::optional<std::pair<std::chrono::seconds, bool>> duration(std::string_view text) {
  using std::chrono::seconds;
  if (text == "-") return std::pair{seconds{0}, false};
  std::int64_t count = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc{} || count < 0 || count > 100'000) return std::nullopt;
  auto const unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit == "s") return std::pair{seconds{count}, false};
  if (unit == "h") return std::pair{seconds{count * 3600}, false};
  if (unit == "d") return std::pair{seconds{count * 86400}, false};
  if (unit == "bd") return std::pair{seconds{count * 86400}, true};
  return std::nullopt;
}

// Also "due-7d": so many days before the document is due, as a time that is negative.
std::optional<std::pair<std::chrono::seconds, bool>> silence_time(std::string_view text) {
  constexpr std::string_view before_due = "due-";
  if (!text.starts_with(before_due)) return duration(text);
  auto const before = duration(text.substr(before_due.size()));
  if (!before || before->second || !text.ends_with('d') || before->first.count() == 0)
    return std::nullopt;
  return std::pair{-before->first, false};
}

std::string take_timers(TableRow const& row,
                        std::map<std::string, ChannelTimers, std::less<>>& timers) {
  auto cell = [&](std::string_view name) {
    auto const found = row.find(name);
    if (found == row.end()) return decltype(duration({})){};
    return name == "silence" ? silence_time(found->second) : duration(found->second);
  };
  auto const channel = row.find("channel");
  auto const dispatch = cell("dispatch_time"), silence = cell("silence"),
             transient = cell("transient_max");
  if (channel == row.end() || !dispatch || !silence || !transient)
    return "channel, dispatch_time, silence and transient_max must be given (120s, 48h, 3d, 3bd, "
           "-)";
  if (silence->first.count() < 0 && channel->second != "portal")
    return "silence counts from the due day (due-7d) for portal alone";
  timers[channel->second] = {dispatch->first, silence->first, silence->second, transient->first};
  return {};
}

std::optional<Half> parse_half(std::string_view text) {
  constexpr std::array<std::string_view, 4> words{"waiting", "accepted", "refused", "unknown"};
  auto const found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Half>(found - words.begin());
}

std::string take_pair(TableRow const& row, std::map<std::pair<Half, Half>, PairAction>& pairs) {
  auto const cell = [&](std::string_view name) {
    auto const found = row.find(name);
    return found == row.end() ? std::string{} : found->second;
  };
  auto const claim = parse_half(cell("claim")), presentation = parse_half(cell("presentation"));
  auto const action = cell("action");
  bool const known = action == "each_alone" || action == "present_anew";
  if (!claim || !presentation || !known)
    return "claim and presentation are waiting, accepted, refused or unknown; action is each_alone "
           "or present_anew";
  pairs[{*claim, *presentation}] =
      action == "present_anew" ? PairAction::present_anew : PairAction::each_alone;
  return {};
}

}  // namespace

std::string_view code_class_text(CodeClass code_class) {
  return class_names.at(static_cast<std::size_t>(code_class)).second;
}

std::optional<CodeClass> parse_code_class(std::string_view text) {
  for (auto const& [value, name] : class_names)
    if (name == text) return value;
  return std::nullopt;
}

tl::expected<Codes, std::string> Codes::load(std::filesystem::path const& shipped,
                                             std::filesystem::path const& overlay) {
  Codes codes;
  auto take_one = [&](TableRow const& row) { return take_code(row, codes.codes_); };
  auto take_timer = [&](TableRow const& row) { return take_timers(row, codes.timers_); };
  auto take_halves = [&](TableRow const& row) { return take_pair(row, codes.pairs_); };
  for (auto const& directory : {shipped, overlay}) {
    if (directory.empty()) continue;
    bool const needed = directory == shipped;
    auto const pair_file = directory / "pair_outcomes.tsv";
    if (needed || std::filesystem::exists(pair_file))
      if (auto wrong = read_table(pair_file, take_halves); !wrong.empty())
        return tl::unexpected{std::move(wrong)};
    auto const code_file = directory / "deviation_codes.tsv";
    auto const timer_file = directory / "channel_timers.tsv";
    if (needed || std::filesystem::exists(code_file))
      if (auto wrong = read_table(code_file, take_one); !wrong.empty())
        return tl::unexpected{std::move(wrong)};
    if (needed || std::filesystem::exists(timer_file))
      if (auto wrong = read_table(timer_file, take_timer); !wrong.empty())
        return tl::unexpected{std::move(wrong)};
  }
  auto const& known = codes.codes_;
  auto const unknown = std::find_if(known.begin(), known.end(), [](auto const& one) {
    return one.code == "internal.unknown_code";
  });
  if (unknown == known.end())
    return tl::unexpected{std::string{"deviation_codes.tsv lacks internal.unknown_code"}};
  codes.unknown_ = *unknown;
  return codes;
}

DeviationCode const& Codes::find(std::string_view code) const {
  auto const found =
      std::find_if(codes_.begin(), codes_.end(), [&](auto const& one) { return one.code == code; });
  return found == codes_.end() ? unknown_ : *found;
}

// A combination without a row: neither half is touched for the other's sake.
PairAction Codes::pair_action(Half claim, Half presentation) const {
  auto const found = pairs_.find({claim, presentation});
  return found == pairs_.end() ? PairAction::each_alone : found->second;
}

ChannelTimers const& Codes::timers(std::string_view channel) const {
  auto const found = timers_.find(channel);
  return found == timers_.end() ? fallback_ : found->second;
}

}  // namespace airut::config
