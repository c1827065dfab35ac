#include "gateway/http/query.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/model/edit_distance.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::http {

namespace {

constexpr std::size_t shown_bytes = 60;  // of what the caller wrote
constexpr std::size_t names_shown = 20;

// The known name that a wrong one may have meant: one that it begins, else the nearest.
std::string suggestion(std::string_view wrong, std::vector<std::string_view> const& known) {
  std::string_view nearest;
  std::size_t least = 4;
  for (auto const candidate : known) {
    bool const begun = wrong.size() > 2 && candidate.starts_with(wrong);
    auto const edits = begun ? 0 : model::edit_distance(wrong, candidate);
    if (edits >= std::min(least, candidate.size())) continue;
    least = edits;
    nearest = candidate;
  }
  return nearest.empty() ? "" : fmt::format(" Did you mean \"{}\"?", nearest);
}

Response unknown_parameter(Route const& route, std::string_view name) {
  std::vector<std::string_view> known;
  for (auto const one : route.parameters) known.push_back(parameter_of(one).name);
  auto const taken = known.empty() ? std::string{"This address takes none."}
                                   : fmt::format("It takes {}.", fmt::join(known, ", "));
  return problem(
      400, "parameter-unknown",
      fmt::format("This address has no parameter \"{}\".{} {}", name.substr(0, shown_bytes),
                  name.size() > shown_bytes ? "" : suggestion(name, known), taken));
}

std::optional<Response> judge_word(Parameter const& parameter, std::string_view value) {
  auto const& words = parameter.words;
  bool const left_open = value.empty() && !parameter.is_flag();
  if (words.empty() || left_open || std::find(words.begin(), words.end(), value) != words.end())
    return std::nullopt;
  return problem(400, "parameter-invalid",
                 fmt::format("{} is {}, not \"{}\".", parameter.name, fmt::join(words, ", "),
                             value.substr(0, shown_bytes)));
}

// A key for some clients, or of an agency, is told of these alone, by whoever looks for their rows.
std::optional<Response> judge_client(std::string_view value, Principal const& principal,
                                     std::vector<std::string> const& all) {
  bool const sees_all = principal.clients.empty() && principal.agency.empty();
  if (value.empty() || !sees_all) return std::nullopt;
  if (std::find(all.begin(), all.end(), value) != all.end()) return std::nullopt;
  std::vector<std::string_view> const shown(
      all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), names_shown)));
  return problem(400, "parameter-invalid",
                 fmt::format("There is no billing client \"{}\". This tenant has {}{}.",
                             value.substr(0, shown_bytes),
                             all.empty() ? "none" : fmt::format("{}", fmt::join(shown, ", ")),
                             all.size() > names_shown ? " and others" : ""));
}

}  // namespace

Parameter parameter_of(std::string_view declared) {
  auto const equals = declared.find('=');
  Parameter parameter{declared.substr(0, equals), {}};
  if (equals == declared.npos) return parameter;
  for (auto words = declared.substr(equals + 1); !words.empty();) {
    auto const end = words.find('|');
    parameter.words.push_back(words.substr(0, end));
    words = end == words.npos ? std::string_view{} : words.substr(end + 1);
  }
  return parameter;
}

std::optional<Response> judge_query(Route const& route, Target const& target,
                                    Principal const& principal,
                                    std::vector<std::string> const& billing_clients) {
  auto const& query = target.query;
  for (auto at = query.begin(); at != query.end(); ++at) {
    auto const& [name, value] = *at;
    auto const known = std::find_if(route.parameters.begin(), route.parameters.end(),
                                    [&](auto const one) { return parameter_of(one).name == name; });
    if (known == route.parameters.end()) return unknown_parameter(route, name);
    if (std::any_of(query.begin(), at, [&](auto const& one) { return one.first == name; }))
      return problem(400, "parameter-invalid", fmt::format("{} is given twice.", name));
    if (auto wrong = judge_word(parameter_of(*known), value)) return wrong;
    if (name != "client_ref") continue;
    if (auto wrong = judge_client(value, principal, billing_clients)) return wrong;
  }
  return std::nullopt;
}

}  // namespace airut::gateway::http
