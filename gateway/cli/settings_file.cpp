#include "gateway/cli/settings_file.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "config/load.hpp"

namespace airut::gateway::cli {

std::filesystem::path tables_directory() {
  std::error_code fault;
  auto const self = std::filesystem::read_symlink("/proc/self/exe", fault);
  auto const beside = self.parent_path().parent_path().parent_path() / "config" / "tables";
  if (!fault && std::filesystem::exists(beside)) return beside;
  return "/usr/share/airut/tables";
}

std::optional<config::Settings> read_settings(Options const& options) {
  auto settings = config::load(options.config, config::process_environment());
  if (!settings) {
    for (auto const& one : settings.error()) fmt::print(stderr, "{}\n", one.text_with_place());
    return std::nullopt;
  }
  if (settings->tables_directory.empty()) settings->tables_directory = tables_directory();
  return *std::move(settings);
}

std::optional<config::Codes> read_codes(config::Settings const& settings) {
  auto codes = config::Codes::load(settings.tables_directory, settings.tables_overlay);
  if (!codes) {
    fmt::print(stderr, "{}\n", codes.error());
    return std::nullopt;
  }
  return *std::move(codes);
}

std::optional<config::Law> read_law(config::Settings const& settings) {
  auto law = config::Law::load(settings.tables_directory, settings.tables_overlay);
  if (!law) {
    fmt::print(stderr, "{}\n", law.error());
    return std::nullopt;
  }
  return *std::move(law);
}

}  // namespace airut::gateway::cli
