#include "gateway/cli/csv_input.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "config/load.hpp"
#include "formats/csv/file.hpp"
#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "gateway/batches/csv_profile.hpp"
#include "gateway/billers.hpp"
#include "gateway/cli/settings_file.hpp"

namespace airut::gateway::cli {
namespace {

bool print_complaints(std::vector<config::Complaint> const& complaints) {
  for (auto const& one : complaints) fmt::print(stderr, "{}\n", one.text_with_place());
  return complaints.empty();
}

std::optional<csv::Profile> profile_of_file(std::string const& file) {
  auto const profile = config::load_csv_profile(file);
  if (!profile) {
    print_complaints(profile.error());
    return std::nullopt;
  }
  if (!print_complaints(csv_complaints(*profile))) return std::nullopt;
  return csv_profile(*profile);
}

std::optional<csv::Profile> profile_named(config::Settings const& settings,
                                          std::string const& name) {
  for (auto const& one : settings.csv_profiles) {
    if (one.name == name) return csv_profile(one);
  }
  fmt::print(stderr, "airut: {} has no [[csv_profile]] \"{}\"\n", settings.file.string(), name);
  return std::nullopt;
}

model::Findings headings_alone() {
  model::Finding one;
  one.code = "csv-empty";
  one.detail = "The file has no rows under its headings.";
  return {one};
}

}  // namespace

std::optional<CsvInput> CsvInput::open(Options const& options, CsvChoice const& choice) {
  CsvInput input;
  input.client_ = choice.client;
  bool const is_file = choice.profile.ends_with(".toml");
  std::optional<config::Settings> settings;
  if (!is_file || std::filesystem::exists(options.config)) {
    settings = read_settings(options);
    if (!settings) return std::nullopt;
    for (auto const& tenant : settings->tenants) {
      input.clients_.insert(input.clients_.end(), tenant.clients.begin(), tenant.clients.end());
    }
  }
  auto profile =
      is_file ? profile_of_file(choice.profile) : profile_named(*settings, choice.profile);
  if (!profile) return std::nullopt;
  input.profile_ = *std::move(profile);
  return input;
}

config::Client const* CsvInput::client_of(model::Submission const& submission) const {
  auto const& ref = submission.client_ref.empty() ? client_ : submission.client_ref;
  if (ref.empty()) return clients_.size() == 1 ? &clients_.front() : nullptr;
  auto const found = std::find_if(clients_.begin(), clients_.end(),
                                  [&](auto const& client) { return client.ref == ref; });
  return found == clients_.end() ? nullptr : &*found;
}

Checked CsvInput::checked(model::Submission submission) const {
  Checked checked{std::move(submission.invoice), {}};
  auto& invoice = *checked.invoice;
  rules::CompleteContext terms;
  if (auto const* client = client_of(submission)) {
    invoice.seller = seller_party(*client);
    if (!invoice.payment) invoice.payment.emplace();
    if (invoice.payment->accounts.empty()) invoice.payment->accounts = payment_accounts(*client);
    if (invoice.buyer.language.empty()) invoice.buyer.language = client->language;
    terms.payment_terms_days = client->payment_terms_days;
  }
  checked.findings = rules::complete(invoice, terms);
  auto more = rules::check(invoice, {});
  std::move(more.begin(), more.end(), std::back_inserter(checked.findings));
  return checked;
}

tl::expected<void, model::Findings> CsvInput::read(std::string const& name, std::string_view bytes,
                                                   Take const& take) const {
  auto const file = csv::File::open(bytes, profile_);
  if (!file) return tl::unexpected{file.error()};
  if (file->invoices() == 0) return tl::unexpected{headings_alone()};
  for (std::size_t i = 0; i < file->invoices(); ++i) {
    auto item = file->item(i);
    auto one = item.submission ? checked(*std::move(item.submission))
                               : Checked{std::nullopt, std::move(item.submission.error())};
    std::move(item.notes.begin(), item.notes.end(), std::back_inserter(one.findings));
    take(fmt::format("{}:{}", name, item.line), std::move(one));
  }
  return {};
}

}  // namespace airut::gateway::cli
