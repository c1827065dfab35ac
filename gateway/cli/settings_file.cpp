#include "gateway/cli/settings_file.hpp"

#include <chrono>
#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/bank_profiles.hpp"
#include "config/load.hpp"
#include "formats/rules/code_list_overlay.hpp"
#include "gateway/batches/csv_profile.hpp"
#include "gateway/cli/files.hpp"

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

std::optional<paper::Designs> read_designs(config::Settings const& settings) {
  auto designs = paper::Designs::load(settings.tables_directory / "templates",
                                      settings.template_directory, settings.font_directory);
  if (designs) return *std::move(designs);
  for (auto const& one : designs.error()) fmt::print(stderr, "{}\n", one.text_with_place());
  return std::nullopt;
}

bool check_templates(config::Settings const& settings) {
  auto const designs = read_designs(settings);
  if (!designs) return false;
  bool good = true;
  for (auto const& tenant : settings.tenants) {
    for (auto const& client : tenant.clients) {
      auto const& names = client.templates;
      for (auto const& [kind, name] : {std::pair{paper::Kind::invoice, &names.invoice},
                                       std::pair{paper::Kind::credit_note, &names.credit_note},
                                       std::pair{paper::Kind::reminder, &names.reminder},
                                       std::pair{paper::Kind::collection, &names.collection}}) {
        auto const* design = designs->find(*name);
        if (design != nullptr && design->layout.draws(kind)) continue;
        good = false;
        fmt::print(stderr, "{}: client {}: {} \"{}\" for {}; there are: {}\n",
                   settings.file.string(), client.ref,
                   design == nullptr ? "there is no template" : "the wrong template", *name,
                   paper::kind_name(kind), fmt::join(designs->names(), ", "));
      }
    }
  }
  return good;
}

bool check_banks(config::Settings const& settings) {
  auto const profiles =
      config::BankProfiles::load(settings.tables_directory, settings.tables_overlay);
  auto const complain = [&](std::string const& where, std::string const& text) {
    fmt::print(stderr, "{}: {}\n", where, text);
    return false;
  };
  if (!profiles) return complain("tables", profiles.error());
  auto const day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  bool good = true;
  for (auto const& channel : settings.channels) {
    auto const* bank = std::get_if<config::BankWsSettings>(&channel.transport);
    if (bank == nullptr) continue;
    auto const where = fmt::format("{}: channel {}", settings.file.string(), channel.name);
    auto const found = profiles->find(bank->bank, day);
    if (!found) good = complain(where, found.error());
    if (found && found->encryption && bank->bank_encryption.empty()) {
      good = complain(where, found->name + " needs bank_encryption");
    }
    for (auto const& meaning : bank->fetch) {
      if (auto const type = profiles->file_type(bank->bank, meaning, day); !type) {
        good = complain(where, type.error());
      }
    }
  }
  return good;
}

}  // namespace airut::gateway::cli
