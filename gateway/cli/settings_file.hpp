#pragma once

#include <filesystem>
#include <optional>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "config/settings.hpp"
#include "formats/paper/designs.hpp"
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
// The shipped templates and the operator's with their fonts; complaints go to stderr.
std::optional<paper::Designs> read_designs(config::Settings const& settings);
// Whether the templates are good and each client's are there and draw what he uses them for.
bool check_templates(config::Settings const& settings);

// Whether the tables know the banks of the channels, and what is to be fetched there.
bool check_banks(config::Settings const& settings);

}  // namespace airut::gateway::cli
