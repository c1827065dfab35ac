#include <fmt/format.h>

#include "gateway/cli/tree.hpp"

namespace airut::gateway::cli {
namespace {

// The words so far that name a command are its path; what may follow depends on it alone.
constexpr std::string_view script_head =
    R"sh(# Completes airut in bash; printed by `airut completion`.
_airut() {
  local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]} path= words= at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$path ${COMP_WORDS[at]}" in
)sh";
constexpr std::string_view script_middle = R"sh( path+=" ${COMP_WORDS[at]}" ;;
    esac
  done
  case "$path $last" in
)sh";
constexpr std::string_view script_case = R"sh(    *)
      case "$path" in
)sh";
constexpr std::string_view script_foot = R"sh(      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _airut airut
)sh";

std::string paths(CLI::App const& app) {
  std::string text;
  each_command(app, [&](CLI::App const&, std::string const& path) {
    if (!path.empty()) text += fmt::format("{}\" {}\"", text.empty() ? "      " : " | ", path);
  });
  return text + ")";
}

std::string chosen_words(CLI::App const& app) {
  std::string text;
  each_command(app, [&](CLI::App const& one, std::string const& path) {
    for (auto const* option : one.get_options()) {
      auto const choices = choices_of(*option);
      if (choices.empty() || option->get_positional()) continue;
      text += fmt::format("    \" {} --{}\") words=\"", path, option->get_lnames().front());
      for (auto const& choice : choices) text += choice + " ";
      text.back() = '"';
      text += " ;;\n";
    }
  });
  return text;
}

std::string following_words(CLI::App const& app) {
  std::string text;
  each_command(app, [&](CLI::App const& one, std::string const& path) {
    text += fmt::format("        \"{}{}\") words=\"", path.empty() ? "" : " ", path);
    for (auto const* below : commands_of(one)) text += below->get_name() + " ";
    for (auto const* option : one.get_options()) {
      for (auto const& name : option->get_lnames()) text += "--" + name + " ";
    }
    text.back() = '"';
    text += " ;;\n";
  });
  return text;
}

}  // namespace

std::string bash_completion(CLI::App const& app) {
  return fmt::format("{}{}{}{}{}{}{}", script_head, paths(app), script_middle, chosen_words(app),
                     script_case, following_words(app), script_foot);
}

}  // namespace airut::gateway::cli
