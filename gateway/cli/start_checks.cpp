#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

#include <boost/asio/thread_pool.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "channels/finvoice_bank/identity.hpp"
#include "config/plain_text.hpp"
#include "config/retention.hpp"
#include "config/saft_grouping.hpp"
#include "formats/pki/certificate.hpp"
#include "gateway/claim/missing_law.hpp"
#include "gateway/cli/settings_checks.hpp"
#include "gateway/cli/tls_files.hpp"
#include "gateway/http/server.hpp"
#include "gateway/load_tools.hpp"
#include "gateway/make_channels.hpp"
#include "gateway/store_at.hpp"

namespace airut::gateway::cli {
namespace {

namespace fs = std::filesystem;

// What the work throws, else "".
std::string fault_of(std::function<void()> const& work) {
  try {
    work();
  } catch (std::exception const& fault) {
    return fault.what();
  }
  return {};
}

// The files by which a channel speaks TLS as a client.
struct FilesOfTls {
  TlsFiles operator()(config::EmailSettings const& own) const { return {own.ca_file, {}, {}}; }
  TlsFiles operator()(config::HttpSettings const& own) const {
    return {own.ca_file, own.certificate, own.private_key};
  }
  TlsFiles operator()(config::EfakturaSettings const& own) const {
    return {own.ca_file, own.certificate, own.private_key};
  }
  TlsFiles operator()(config::VippsSettings const& own) const { return {own.ca_file, {}, {}}; }
  TlsFiles operator()(config::PeppolSettings const& own) const { return {own.ca_file, {}, {}}; }
  TlsFiles operator()(config::BankWsSettings const& own) const {
    return {own.ca_file, own.tls_certificate, own.tls_private_key};
  }
  TlsFiles operator()(auto const&) const { return {}; }
};

// What a channel reads of its own: whoever looks at the settings alone need not be able to.
struct OwnFiles {
  using Paths = std::vector<fs::path>;
  Paths operator()(config::EmailSettings const& own) const {
    return {own.ca_file, own.bounce_maildir};
  }
  Paths operator()(config::SftpSettings const& own) const {
    return {own.private_key, own.public_key};
  }
  Paths operator()(config::HttpSettings const& own) const {
    return {own.ca_file, own.certificate, own.private_key};
  }
  Paths operator()(config::EfakturaSettings const& own) const {
    return {own.ca_file, own.certificate, own.private_key};
  }
  Paths operator()(config::VippsSettings const& own) const { return {own.ca_file}; }
  Paths operator()(config::PeppolSettings const& own) const {
    return {own.certificate, own.private_key, own.trust, own.ca_file};
  }
  Paths operator()(config::BankWsSettings const& own) const {
    Paths all{own.identity, own.sender_identity, own.encryption_identity, own.trust,
              own.ca_file,  own.tls_certificate, own.tls_private_key};
    all.insert(all.end(), own.revocation_lists.begin(), own.revocation_lists.end());
    return all;
  }
  Paths operator()(config::PrintSettings const& own) const {
    return std::visit(*this, own.printer);
  }
  Paths operator()(config::AvtaleGiroSettings const& own) const {
    return std::visit(*this, own.clearing_house);
  }
  Paths operator()(auto const&) const { return {}; }
};

// Of the first that is there, or may be, and cannot be read; "" for none.
std::string unreadable(std::vector<fs::path> const& paths) {
  for (auto const& one : paths) {
    if (one.empty() || ::access(one.c_str(), R_OK) == 0 || errno == ENOENT) continue;
    auto const why = std::error_code{errno, std::generic_category()};
    return fmt::format("{} cannot be read: {}", one.string(), why.message());
  }
  return {};
}

// Besides what the channels read.
std::vector<fs::path> files_besides(config::Settings const& settings) {
  std::vector<fs::path> all{settings.tables_directory, settings.tables_overlay,
                            settings.template_directory};
  for (auto const& tenant : settings.tenants)
    for (auto const& client : tenant.clients) all.push_back(client.logo);
  return all;
}

std::string text_of(fs::path const& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// What a bank's channel opens at its first message. An identity that is not there yet is made by
// `airut bank renew`.
std::string bank_fault(config::BankWsSettings const& bank) {
  std::error_code ignored;
  for (auto const& pair : {bank.identity, bank.sender_identity, bank.encryption_identity}) {
    if (pair.empty() || !fs::exists(pair, ignored)) continue;  // files that must be there are
    if (auto const own = channels::BankIdentity{pair}.current(); !own) return own.error();
  }
  if (!fs::exists(bank.bank_encryption, ignored)) return {};  // fetched with our first pair
  auto const theirs = pki::Certificate::from_text(text_of(bank.bank_encryption));
  return theirs ? std::string{} : bank.bank_encryption.string() + ": " + theirs.error().text;
}

void check_channels(config::Settings const& settings, config::Law const& law,
                    config::Places const& at, Complaints& out) {
  config::OperatorAnswers answers;
  if (auto const fault = fault_of([&] { answers = load_answers(settings); }); !fault.empty())
    return out.push_back({{}, 0, 0, fault});
  Clock const clock;
  boost::asio::thread_pool pool{1};
  channels::BankClients banks;
  auto faults = channel_faults({settings, answers, law, clock, pool, banks});
  pool.join();
  for (auto const& channel : settings.channels) {
    if (auto why = unreadable(std::visit(OwnFiles{}, channel.transport)); !why.empty())
      faults.insert_or_assign(channel.name, std::move(why));
    if (faults.count(channel.name) != 0) continue;
    auto fault = tls_fault(std::visit(FilesOfTls{}, channel.transport));
    auto const* bank = std::get_if<config::BankWsSettings>(&channel.transport);
    if (fault.empty() && bank != nullptr) fault = bank_fault(*bank);
    if (!fault.empty()) faults.emplace(channel.name, std::move(fault));
  }
  for (auto const& [channel, fault] : faults) out.push_back(at.at_channel(channel, fault));
}

// The operator's tables that Airut reads; no other file of his folder has a meaning.
std::set<std::string> const& own_tables() {
  static std::set<std::string> const names{
      "allocation.tsv",       "bank_file_types.tsv",     "bank_profiles.tsv",
      "channel_timers.tsv",   "bank_response_codes.tsv", "clearing_rules.tsv",
      "clearing_words.tsv",   "code_lists.tsv",          "collection_costs.tsv",
      "collection_law.tsv",   "compensation.tsv",        "cost_ceilings.tsv",
      "deviation_codes.tsv",  "e_invoice_duties.tsv",    "fee_caps.tsv",
      "feedback_codes.tsv",   "feedback_layouts.tsv",    "holidays.tsv",
      "interest_margins.tsv", "interest_rates.tsv",      "law_changes.tsv",
      "operator_answers.tsv", "pair_outcomes.tsv",       "reminder_law.tsv",
      "retention.tsv",        "saft_grouping.tsv"};
  return names;
}

void warn_of_tables(config::Settings const& settings, std::vector<std::string>& out) {
  std::error_code ignored;
  if (settings.tables_overlay.empty()) return;
  for (auto const& entry : fs::directory_iterator{settings.tables_overlay, ignored}) {
    auto const& path = entry.path();
    if (path.extension() != ".tsv" || own_tables().count(path.filename().string()) != 0) continue;
    out.push_back(fmt::format("{} is read by nobody: no table has that name.", path.string()));
  }
}

// Where keys and invoices would go over a network in plain text.
void warn_of_listeners(config::Settings const& settings, std::vector<std::string>& out) {
  for (auto const& [name, listener] :
       {std::pair{"api", &settings.api}, std::pair{"admin", &settings.admin}}) {
    if (!listener->certificate.empty() || config::is_loopback_host(listener->address)) continue;
    out.push_back(fmt::format(
        "listen.{}: {} at {} is no loopback address and speaks plain HTTP: whoever is on the "
        "network can read {}. Give certificate and private_key, or listen at 127.0.0.1 behind a "
        "proxy that has them.",
        name, listener->port, listener->address,
        std::string_view{name} == "api" ? "keys and invoices" : "its figures and reports"));
  }
}

// How long a channel waits for an answer at most.
struct Patience {
  std::chrono::seconds operator()(config::PrintSettings const& own) const {
    return std::visit(*this, own.printer);
  }
  std::chrono::seconds operator()(config::AvtaleGiroSettings const& own) const {
    return std::visit(*this, own.clearing_house);
  }
  std::chrono::seconds operator()(config::DirectorySettings const&) const { return {}; }
  std::chrono::seconds operator()(config::PortalSettings const&) const { return {}; }
  std::chrono::seconds operator()(auto const& own) const { return own.timeout; }
};

// The systemd unit gives a stop 345 s (gateway/package/airut.service): half a minute for requests,
// what has left as long as its channel waits, and the last commits.
void warn_of_stopping(config::Settings const& settings, std::vector<std::string>& out) {
  constexpr std::chrono::seconds shipped{345}, besides{45};
  for (auto const& channel : settings.channels) {
    auto const needs = std::visit(Patience{}, channel.transport) + besides;
    if (needs <= shipped) continue;
    out.push_back(fmt::format(
        "channel {}: with this timeout a stop may need {} s, and the systemd unit as shipped gives "
        "{}: what is under way would be cut off and be unknown. systemctl edit airut, "
        "TimeoutStopSec={}.",
        channel.name, needs.count(), shipped.count(), needs.count()));
  }
}

// Whose certificate Airut renews by itself needs a folder that it may write.
void warn_of_renewal(config::Channel const& channel, config::BankWsSettings const& bank,
                     std::vector<std::string>& out) {
  auto const folder = bank.identity.has_parent_path() ? bank.identity.parent_path() : fs::path{"."};
  std::error_code fault;
  if (!fs::exists(bank.identity, fault))
    out.push_back(fmt::format("channel {}: identity {} is not there yet; airut bank renew makes it",
                              channel.name, bank.identity.string()));
  auto const place = bank.identity.string();
  bool const read_only_there = place.starts_with("/etc/") || place.starts_with("/usr/");
  if (!read_only_there && ::access(folder.c_str(), W_OK | X_OK) == 0) return;
  out.push_back(fmt::format(
      "channel {}: {} cannot be written by the daemon (under the systemd unit /etc and /usr never "
      "can), so airut bank renew will be refused; keep identity in /var/lib/airut/bank",
      channel.name, folder.string()));
}

// The certificate that a channel shows to others.
fs::path shown_by(config::Channel const& channel) {
  auto const* peppol = std::get_if<config::PeppolSettings>(&channel.transport);
  return peppol != nullptr ? peppol->certificate
                           : std::visit(FilesOfTls{}, channel.transport).certificate;
}

// One that has ended stops what shows it and nothing else: no start is refused for it.
void warn_of_ends(config::Settings const& settings, std::vector<std::string>& out) {
  auto const now = std::chrono::system_clock::now();
  auto const look = [&](std::string const& whose, fs::path const& file) {
    auto const shown = pki::Certificate::from_text(file.empty() ? std::string{} : text_of(file));
    if (!shown || now <= shown->not_after()) return;
    out.push_back(fmt::format("{}: the certificate {} has ended, {}: the other side will refuse it",
                              whose, file.string(), model::instant_text(shown->not_after())));
  };
  look("listen.api", settings.api.certificate);
  look("listen.admin", settings.admin.certificate);
  for (auto const& channel : settings.channels) look("channel " + channel.name, shown_by(channel));
}

void warn_of_places(config::Settings const& settings, std::vector<std::string>& out) {
  for (auto const& channel : settings.channels) {
    std::error_code fault;
    auto const* own = std::get_if<config::DirectorySettings>(&channel.transport);
    if (own != nullptr && !fs::is_directory(own->path, fault))
      out.push_back(fmt::format("channel {}: {} is not there", channel.name, own->path.string()));
    auto const* bank = std::get_if<config::BankWsSettings>(&channel.transport);
    if (bank != nullptr) warn_of_renewal(channel, *bank, out);
  }
}

// Keys that may report on the cases of several collection agencies.
void warn_of_unbound_keys(config::Tenant const& tenant, std::vector<std::string>& out) {
  std::set<std::string> agencies;
  for (auto const& client : tenant.clients) agencies.insert(client.collection_partner);
  for (auto const& key : tenant.keys) agencies.insert(key.agency);
  agencies.erase("");
  if (agencies.size() < 2) return;
  for (auto const& key : tenant.keys) {
    auto const& own = key.scopes;
    bool const reports = std::find(own.begin(), own.end(), "collection:report") != own.end();
    if (!reports || !key.agency.empty()) continue;
    out.push_back(fmt::format(
        "key {} may report on the cases of every collection agency; name its own with agency",
        key.id));
  }
}

}  // namespace

void check_start(config::Settings const& settings, config::Law const& law,
                 config::Codes const& codes, config::Places const& at, Complaints& out) {
  if (auto why = unreadable(files_besides(settings)); !why.empty())
    out.push_back(at.anywhere(std::move(why)));
  for (auto const* listener : {&settings.api, &settings.admin}) {
    if (auto fault = fault_of([&] { http::try_certificate(*listener); }); !fault.empty())
      out.push_back(at.at_table("listen", std::move(fault)));
  }
  if (auto fault = fault_of([&] { std::ignore = load_feedback(settings, codes); }); !fault.empty())
    out.push_back({{}, 0, 0, std::move(fault)});
  auto const& shipped = settings.tables_directory;
  auto const& own = settings.tables_overlay;
  if (auto const table = config::Retention::load(shipped, own); !table)
    out.push_back({{}, 0, 0, table.error()});
  if (auto const table = config::SaftGrouping::load(shipped, own); !table)
    out.push_back({{}, 0, 0, table.error()});
  auto fault = fault_of([&] { std::ignore = load_tools(settings); });
  bool const told = std::any_of(out.begin(), out.end(), [&](auto const& one) {
    return one.text == fault;  // templates and banks have checks of their own
  });
  if (!fault.empty() && !told) out.push_back(at.anywhere(std::move(fault)));
  check_channels(settings, law, at, out);
  if (auto const place = store_at(settings); !place)
    out.push_back(at.at_table("store", "store.connection: " + place.error()));
}

std::vector<std::string> warnings_of(config::Settings const& settings) {
  std::vector<std::string> warnings;
  warn_of_listeners(settings, warnings);
  warn_of_places(settings, warnings);
  warn_of_ends(settings, warnings);
  warn_of_stopping(settings, warnings);
  warn_of_tables(settings, warnings);
  for (auto const& tenant : settings.tenants) warn_of_unbound_keys(tenant, warnings);
  return warnings;
}

}  // namespace airut::gateway::cli
