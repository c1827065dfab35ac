#include "gateway/cli/settings_file.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "config/load.hpp"
#include "formats/rules/code_list_overlay.hpp"
#include "gateway/batches/csv_profile.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/settings_checks.hpp"

namespace airut::gateway::cli {

std::filesystem::path tables_directory() {
  std::error_code fault;
  auto const folder = std::filesystem::read_symlink("/proc/self/exe", fault).parent_path();
  // In a build folder of the sources, and where the program is installed.
  for (auto const& beside : {folder.parent_path().parent_path() / "config" / "tables",
                             folder.parent_path() / "share" / "airut" / "tables"}) {
    if (!fault && std::filesystem::exists(beside)) return beside;
  }
  return "/usr/share/airut/tables";
}

namespace {

// false: its mistake is on stderr.
bool put_code_lists_in_force(config::Settings const& settings) {
  auto const file = settings.tables_overlay / "code_lists.tsv";
  if (settings.tables_overlay.empty() || !std::filesystem::exists(file)) return true;
  auto const rows = read_file(file.string());
  if (!rows) return false;
  auto lists = rules::shipped_under(*rows);
  if (lists) {
    rules::put_in_force(*std::move(lists));
    return true;
  }
  fmt::print(stderr, "{}:{}\n", file.string(), lists.error());
  return false;
}

}  // namespace

std::optional<config::Settings> read_settings(Options const& options) {
  auto settings = config::load(options.config, config::process_environment());
  if (!settings) {
    for (auto const& one : settings.error()) fmt::print(stderr, "{}\n", one.text_with_place());
    return std::nullopt;
  }
  bool good = true;
  for (auto const& profile : settings->csv_profiles) {
    for (auto const& one : csv_complaints(profile)) {
      good = false;
      fmt::print(stderr, "{}\n", one.text_with_place());
    }
  }
  for (auto const& profile : settings->bank_csv_profiles) {
    for (auto const& one : bank_csv_complaints(profile)) {
      good = false;
      fmt::print(stderr, "{}\n", one.text_with_place());
    }
  }
  if (!good) return std::nullopt;
  if (settings->tables_directory.empty()) settings->tables_directory = tables_directory();
  if (!put_code_lists_in_force(*settings)) return std::nullopt;
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

std::optional<Beginning> read_beginning(Options const& options) {
  auto settings = read_settings(options);
  if (!settings) return std::nullopt;
  auto codes = read_codes(*settings);
  auto law = read_law(*settings);
  if (!codes || !law) return std::nullopt;
  config::Places const places{settings->file};
  Complaints complaints;
  check_templates(*settings, places, complaints);
  check_banks(*settings, places, complaints);
  check_sellers(*settings, places, complaints);
  check_scopes(*settings, places, complaints);
  check_start(*settings, *law, *codes, places, complaints);
  for (auto const& one : complaints) fmt::print(stderr, "{}\n", one.text_with_place());
  if (!complaints.empty()) return std::nullopt;
  return Beginning{*std::move(settings), *std::move(codes), *std::move(law)};
}

}  // namespace airut::gateway::cli
