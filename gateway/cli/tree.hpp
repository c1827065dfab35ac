#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

// The command line read off its own tree, so that no list of commands stands beside it.
namespace airut::gateway::cli {

// Below the program, in the order in which they were added.
std::vector<CLI::App const*> commands_of(CLI::App const& app);
// Visits the app and all below it, each with its words ("deviations resolve"; "" for the program).
void each_command(CLI::App const& app,
                  std::function<void(CLI::App const&, std::string const& path)> const& visit);
// What an option takes when only certain words are good; else empty.
std::vector<std::string> choices_of(CLI::Option const& option);

// Words of bash that complete the command line of `airut` (bash(1), Programmable Completion).
std::string bash_completion(CLI::App const& app);
// The manual page airut(1) in man(7).
std::string manual(CLI::App const& app);

}  // namespace airut::gateway::cli
