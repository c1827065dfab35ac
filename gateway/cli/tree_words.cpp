#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/cli/tree.hpp"
#include "gateway/cli/words.hpp"

namespace airut::gateway::cli {
namespace {

int print_whole(std::string const& text, bool as_json) {
  json::Writer out;
  out.string(text);
  fmt::print("{}{}", as_json ? out.text() : text, as_json ? "\n" : "");
  return ok;
}

int print_commands(CLI::App const& app, bool as_json) {
  json::Writer out;
  out.begin_array();
  each_command(app, [&](CLI::App const& one, std::string const& path) {
    if (!commands_of(one).empty()) return;
    as_json ? out.string(path) : fmt::print("{}\n", path);
  });
  out.end_array();
  if (as_json) fmt::print("{}\n", out.text());
  return ok;
}

}  // namespace

std::vector<CLI::App const*> commands_of(CLI::App const& app) {
  return app.get_subcommands([](CLI::App const*) { return true; });
}

void each_command(CLI::App const& app,
                  std::function<void(CLI::App const&, std::string const& path)> const& visit) {
  std::function<void(CLI::App const&, std::string const&)> const walk =
      [&](CLI::App const& one, std::string const& path) {
        visit(one, path);
        for (auto const* below : commands_of(one)) {
          walk(*below, path.empty() ? below->get_name() : path + " " + below->get_name());
        }
      };
  walk(app, "");
}

std::vector<std::string> choices_of(CLI::Option const& option) {
  // CLI11 tells them only as it prints them: TEXT:{fi,sv,nb,en}.
  auto const type = option.get_type_name();
  auto const open = type.find(":{"), close = type.rfind('}');
  std::vector<std::string> words;
  if (open == type.npos || close == type.npos) return words;
  std::string word;
  for (char const c : type.substr(open + 2, close - open - 1)) {
    if (c != ',' && c != '}') {
      word += c;
    } else {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

void add_tree_commands(CLI::App& app, Words& words) {
  command(app, words, "commands", "List every command",
          [&] { return print_commands(app, words.options.json); });
  command(app, words, "completion", "Print what completes this command line in bash",
          [&] { return print_whole(bash_completion(app), words.options.json); });
  command(app, words, "manual", "Print the manual page, airut(1)",
          [&] { return print_whole(manual(app), words.options.json); });
}

}  // namespace airut::gateway::cli
