#include "gateway/load_tools.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "formats/paper/designs.hpp"
#include "formats/pdf/png.hpp"
#include "formats/pki/certificate.hpp"
#include "gateway/official/official_rules.hpp"

namespace airut::gateway {
namespace {

std::string slurp(std::filesystem::path const& path) {
  std::ifstream in{path, std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  if (!in || bytes.empty()) throw std::runtime_error{path.string() + " cannot be read"};
  return bytes;
}

bool makes_pdf(config::Settings const& settings) {
  return std::any_of(settings.channels.begin(), settings.channels.end(), [](auto const& one) {
    return one.format == "pdf" || std::holds_alternative<config::PortalSettings>(one.transport);
  });
}

paper::Designs load_designs(config::Settings const& settings) {
  auto designs = paper::Designs::load(settings.tables_directory / "templates",
                                      settings.template_directory, settings.font_directory);
  if (designs) return *std::move(designs);
  throw std::runtime_error{designs.error().front().text_with_place()};
}

std::shared_ptr<config::BankProfiles const> load_banks(config::Settings const& settings) {
  auto banks = config::BankProfiles::load(settings.tables_directory, settings.tables_overlay);
  if (!banks) throw std::runtime_error{banks.error()};
  return std::make_shared<config::BankProfiles const>(*std::move(banks));
}

}  // namespace

RenderTools load_tools(config::Settings const& settings) {
  RenderTools tools;
  auto official = OfficialRules::open(settings.data_directory / "rules");
  if (!official) throw std::runtime_error{official.error().text};
  tools.official = std::make_shared<OfficialRules const>(*std::move(official));
  tools.banks = load_banks(settings);
  if (!makes_pdf(settings)) return tools;
  tools.designs = std::make_shared<paper::Designs const>(load_designs(settings));
  for (auto const& tenant : settings.tenants) {
    for (auto const& client : tenant.clients) {
      if (client.logo.empty()) continue;
      auto logo = pdf::read_png(slurp(client.logo));
      if (!logo) throw std::runtime_error{client.logo.string() + ": " + logo.error().text};
      tools.logos.emplace(client.ref, std::make_shared<pdf::Picture const>(*std::move(logo)));
    }
  }
  return tools;
}

std::optional<model::Instant> certificate_end(config::Listener const& listener) {
  if (listener.certificate.empty()) return std::nullopt;
  auto const chain = pki::certificates_in(slurp(listener.certificate));
  if (!chain || chain->empty()) return std::nullopt;
  return chain->front().not_after();
}

config::OperatorAnswers load_answers(config::Settings const& settings) {
  auto answers = config::OperatorAnswers::load(settings.tables_directory, settings.tables_overlay);
  if (!answers) throw std::runtime_error{answers.error()};
  return *std::move(answers);
}

config::FeedbackTables load_feedback(config::Settings const& settings, config::Codes const& codes) {
  auto tables = config::FeedbackTables::load(settings.tables_directory, settings.tables_overlay);
  if (!tables) throw std::runtime_error{tables.error()};
  for (auto const& code : tables->deviation_codes()) {
    if (codes.find(code).code == code) continue;
    throw std::runtime_error{"feedback_codes.tsv: there is no deviation " + code};
  }
  return *std::move(tables);
}

}  // namespace airut::gateway
