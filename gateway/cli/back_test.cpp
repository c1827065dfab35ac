#include "ledger/receivables/back_test.hpp"

#include <algorithm>
#include <cstdio>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/billers.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/place.hpp"
#include "gateway/cli/settings_file.hpp"
#include "ledger/journal/event.hpp"
#include "ledger/store/offline.hpp"

namespace airut::gateway::cli {
namespace {

namespace bj = boost::json;

int wrong(std::string_view text) {
  fmt::print(stderr, "airut: {}\n", text);
  return usage;
}

config::Tenant const* tenant_of(config::Settings const& settings, std::string const& id) {
  if (id.empty()) return settings.tenants.size() == 1 ? &settings.tenants.front() : nullptr;
  return Billers{settings}.tenant(id);
}

std::string text_at(bj::object const& object, char const* name) {
  auto const* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

// Feeds the tenant's events to the test; a sentence when one cannot be understood.
std::string feed(ledger::StorePlace const& data, std::string const& tenant,
                 ledger::BackTest& test) {
  std::string problem;
  ledger::export_journal(data, ledger::PersonalParts::left_out, [&](std::string const& line) {
    auto const value = bj::parse(line);
    auto const& event = value.as_object();
    if (text_at(event, "tenant") != tenant) return true;
    auto const fact =
        ledger::decode(text_at(event, "kind"), text_at(event, "body"), text_at(event, "personal"));
    if (!fact) {
      problem = fact.error().text;
      return false;
    }
    auto const booked = std::chrono::milliseconds{event.at("booked").as_int64()};
    test.take(*fact, model::Instant{booked});
    return true;
  });
  return problem;
}

std::string money(std::string const& currency, std::int64_t minor) {
  auto const known = model::Currency::parse(currency);
  return model::Money{minor, known.value_or(model::Currency{})}.text();
}

void write_sums(json::Writer& out, std::string_view name,
                std::map<std::string, ledger::BackTestSums> const& all) {
  out.key(name);
  out.begin_object();
  for (auto const& [currency, sums] : all) {
    out.key(currency);
    out.begin_object();
    out.key("letters");
    out.begin_object();
    for (auto const& [kind, count] : sums.letters) out.member(kind, count);
    out.end_object();
    out.member("fees", money(currency, sums.fees));
    out.member("interest", money(currency, sums.interest));
    out.member("compensation", money(currency, sums.compensation));
    out.end_object();
  }
  out.end_object();
}

void write_money_map(json::Writer& out, std::string_view name,
                     std::map<std::string, std::int64_t> const& all) {
  out.key(name);
  out.begin_object();
  for (auto const& [currency, minor] : all) out.member(currency, money(currency, minor));
  out.end_object();
}

void print_json(ledger::BackTestReport const& report) {
  json::Writer out;
  out.begin_object();
  out.member("events", report.events);
  out.member("claims", report.claims);
  write_sums(out, "would", report.would);
  write_sums(out, "was", report.was);
  write_money_map(out, "cash", report.cash);
  write_money_map(out, "beyond", report.beyond);
  write_money_map(out, "open", report.open);
  out.key("no_letter");
  out.begin_object();
  for (auto const& [reason, count] : report.no_letter) out.member(reason, count);
  out.end_object();
  out.end_object();
  fmt::print("{}\n", out.text());
}

void print_sums(char const* name, std::map<std::string, ledger::BackTestSums> const& all) {
  for (auto const& [currency, sums] : all) {
    std::string letters;
    for (auto const& [kind, count] : sums.letters) letters += fmt::format(" {} {}", count, kind);
    fmt::print("{} {}:{}; fees {}, interest {}, compensation {}\n", name, currency, letters,
               money(currency, sums.fees), money(currency, sums.interest),
               money(currency, sums.compensation));
  }
}

void print_text(ledger::BackTestReport const& report) {
  fmt::print("{} claims in {} events\n", report.claims, report.events);
  print_sums("would have been", report.would);
  print_sums("was", report.was);
  for (auto const& [currency, minor] : report.cash) {
    auto const beyond = report.beyond.find(currency);
    auto const open = report.open.find(currency);
    fmt::print("paid {} {}, of it beyond what would have been owed {}; open at the end {}\n",
               currency, money(currency, minor),
               money(currency, beyond == report.beyond.end() ? 0 : beyond->second),
               money(currency, open == report.open.end() ? 0 : open->second));
  }
}

}  // namespace

int policy_back_test(Options const& options, BackTestWords const& words) {
  auto const settings = read_settings(options);
  auto const law = settings ? read_law(*settings) : std::nullopt;
  if (!law) return configuration;
  auto const place = place_of(options.data.string());
  if (!place) return usage;
  auto const from = model::parse_date(words.from), until = model::parse_date(words.until);
  if (!from || !until || *until < *from) return wrong("--from and --until are days, YYYY-MM-DD");
  auto const* tenant = tenant_of(*settings, words.tenant);
  if (tenant == nullptr) return wrong("name one tenant of the configuration with --tenant");
  // The newest version of the name, whatever day it shall hold from.
  config::DunningPolicy const* policy = nullptr;
  for (auto const& one : tenant->policies) {
    bool const newer = policy == nullptr || !policy->valid_from ||
                       (one.valid_from && *one.valid_from > *policy->valid_from);
    if (one.name == words.policy && newer) policy = &one;
  }
  if (policy == nullptr) return wrong("the configuration has no such policy");
  ledger::BackTestWish wish{*policy, *from, *until, {}, words.all};
  for (auto const& client : tenant->clients) {
    auto& told = wish.clients[client.ref];
    told.country = client.seller.address.country;
    told.enforceable = client.directly_enforceable;
    for (auto const& own : client.accounts) told.accounts.push_back(own.iban);
  }
  ledger::BackTest test{std::move(wish), *law};
  if (auto const problem = feed(*place, tenant->id, test); !problem.empty()) {
    fmt::print(stderr, "airut: {}\n", problem);
    return findings;
  }
  auto const report = test.finish();
  options.json ? print_json(report) : print_text(report);
  return ok;
}

}  // namespace airut::gateway::cli
