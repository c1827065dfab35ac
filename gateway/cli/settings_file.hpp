#pragma once

#include <filesystem>
#include <optional>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "config/settings.hpp"
#include "gateway/cli/commands.hpp"

namespace airut::gateway::cli {

// The tables that came with this binary.
std::filesystem::path tables_directory();

// airut.toml, read and checked; its mistakes go to stderr. Tables are looked for beside the binary
// and in /usr/share/airut when the file names none; code_lists.tsv of the overlay is in force for
// every check of this process from then on.
std::optional<config::Settings> read_settings(Options const& options);
std::optional<config::Codes> read_codes(config::Settings const& settings);
std::optional<config::Law> read_law(config::Settings const& settings);

// What `airut serve` begins with.
struct Beginning {
  config::Settings settings;
  config::Codes codes;
  config::Law law;
};
// All of it, and tried as far as it goes without a port and without the store: every complaint goes
// to stderr, and there is nothing to begin with then.
std::optional<Beginning> read_beginning(Options const& options);

}  // namespace airut::gateway::cli
