#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "config/settings.hpp"

namespace airut::config {

// One thing wrong with airut.toml, at its place.
struct Complaint {
  std::string file;          // empty: the text names the place itself
  int line = 0, column = 0;  // 0: nobody knows
  std::string text;
  std::string text_with_place() const;  // "airut.toml:12:3: ..."
};

// How environment variables are read; nullopt when not set.
using Environment = std::function<std::optional<std::string>(std::string const&)>;
Environment process_environment();

// Reads and checks airut.toml. The error holds every complaint: syntax (then the only one), unknown
// keys with the nearest known one, wrong types and ranges, names that point nowhere, secrets that
// cannot be read. Relative paths are taken from the file's own directory.
tl::expected<Settings, std::vector<Complaint>> load(std::filesystem::path const& file,
                                                    Environment const& environment);

// A file that holds one profile and nothing else, its keys at the top.
tl::expected<CsvProfile, std::vector<Complaint>> load_csv_profile(
    std::filesystem::path const& file);

// The settings as text, secrets as ***.
std::string show(Settings const& settings);

}  // namespace airut::config
