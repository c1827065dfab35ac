#include "config/answers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "config/table.hpp"

namespace airut::config {
namespace {

constexpr std::array<std::pair<std::string_view, Verdict>, 7> verdicts{{
    {"taken", Verdict::taken},
    {"there", Verdict::there},
    {"later", Verdict::later},
    {"refused", Verdict::refused},
    {"unsure", Verdict::unsure},
    {"too_late", Verdict::too_late},
    {"withdrawn", Verdict::withdrawn},
}};

std::optional<Verdict> verdict_of(std::string_view word) {
  for (auto const& [name, value] : verdicts)
    if (name == word) return value;
  return std::nullopt;
}

std::string take_answer(TableRow const& row, std::vector<OperatorAnswer>& rows) {
  auto const cell = [&](std::string_view name) {
    auto const found = row.find(name);
    return found == row.end() || found->second == "-" ? std::string{} : found->second;
  };
  auto const verdict = verdict_of(cell("verdict"));
  if (!verdict) return "the verdict is none of the known ones";
  OperatorAnswer answer{cell("service"),  cell("call"), cell("native"),        *verdict,
                        cell("evidence"), cell("code"), cell("final") == "yes"};
  if (answer.service.empty() || answer.call.empty() || answer.native.empty())
    return "service, call and native must be given";
  bool const bad = *verdict == Verdict::later || *verdict == Verdict::refused;
  if (bad && answer.code.empty()) return "what is not taken needs a code";
  auto const same = std::find_if(rows.begin(), rows.end(), [&](auto const& one) {
    return one.service == answer.service && one.call == answer.call && one.native == answer.native;
  });
  if (same == rows.end())
    rows.push_back(std::move(answer));
  else
    *same = std::move(answer);
  return {};
}

}  // namespace

tl::expected<OperatorAnswers, std::string> OperatorAnswers::load(
    std::filesystem::path const& shipped, std::filesystem::path const& overlay) {
  OperatorAnswers answers;
  answers.unknown_.code = "transport.no_answer";
  for (auto const& directory : {shipped, overlay}) {
    if (directory.empty()) continue;
    auto const file = directory / "operator_answers.tsv";
    if (directory != shipped && !std::filesystem::exists(file)) continue;
    auto wrong =
        read_table(file, [&](TableRow const& row) { return take_answer(row, answers.rows_); });
    if (!wrong.empty()) return tl::unexpected{std::move(wrong)};
  }
  return answers;
}

OperatorAnswer const& OperatorAnswers::find(std::string_view service, std::string_view call,
                                            std::string_view native) const {
  OperatorAnswer const* any = &unknown_;
  for (auto const& row : rows_) {
    if (row.service != service || row.call != call) continue;
    if (row.native == native) return row;
    if (row.native == "*") any = &row;
  }
  return *any;
}

}  // namespace airut::config
