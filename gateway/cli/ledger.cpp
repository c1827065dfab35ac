#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/place.hpp"
#include "gateway/cli/settings_file.hpp"
#include "ledger/audit/audit.hpp"
#include "ledger/store/book_checks.hpp"
#include "ledger/store/invariants.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway::cli {
namespace {

int print_report(Options const& options, ledger::audit::Report const& report) {
  if (options.json) {
    json::Writer out;
    out.begin_object();
    out.member("events", report.events);
    out.member("claims", report.claims);
    out.member("letters", report.letters);
    out.member_if("unreadable", report.unreadable);
    out.key("findings");
    out.begin_array();
    for (auto const& one : report.findings) {
      out.begin_object();
      out.member("tenant", one.tenant);
      out.member("invoice_number", one.invoice_number);
      out.member("letter_id", one.letter_id);
      out.member("rule", one.rule);
      out.member("text", one.text);
      out.end_object();
    }
    out.end_array();
    out.end_object();
    fmt::print("{}\n", out.text());
  } else {
    for (auto const& one : report.findings) {
      fmt::print("{} invoice {} letter {}: {}: {}\n", one.tenant, one.invoice_number, one.letter_id,
                 one.rule, one.text);
    }
    if (!report.unreadable.empty()) fmt::print("{}\n", report.unreadable);
    fmt::print("{} letters on {} claims checked, {} findings\n", report.letters, report.claims,
               report.findings.size());
  }
  return report.findings.empty() && report.unreadable.empty() ? ok : findings;
}

void append(std::vector<std::string>& to, std::vector<std::string> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

std::vector<std::string> unlawful_letters(ledger::StorePlace const& place, config::Law const& law) {
  std::stringstream lines;
  ledger::export_journal(place, ledger::PersonalParts::left_out, [&](std::string const& line) {
    return static_cast<bool>(lines << line << '\n');
  });
  std::vector<std::string> broken;
  for (auto const& one : ledger::audit::audit(lines, law).findings)
    broken.push_back(fmt::format("tenant {}, invoice {}, letter {}: {}: {}", one.tenant,
                                 one.invoice_number, one.letter_id, one.rule, one.text));
  return broken;
}

}  // namespace

int ledger_check(Options const& options, std::string const& overlay) {
  auto const law = config::Law::load(tables_directory(), overlay);
  if (!law) {
    fmt::print(stderr, "airut: {}\n", law.error());
    return configuration;
  }
  auto const place = place_of(options.data.string());
  if (!place) return usage;
  std::vector<std::string> broken;
  {
    auto const store = ledger::Store::open(*place, {.existing = true});
    store->read([&](ledger::Snapshot& view) {
      append(broken, ledger::broken_invariants(view));
      append(broken, ledger::broken_books(view));
      if (auto chain = ledger::broken_chain(view); !chain.empty()) broken.push_back(chain);
    });
  }
  append(broken, unlawful_letters(*place, *law));
  if (options.json) {
    json::Writer out;
    out.begin_object();
    out.key("broken");
    out.begin_array();
    for (auto const& one : broken) out.string(one);
    out.end_array();
    out.end_object();
    fmt::print("{}\n", out.text());
  } else {
    for (auto const& one : broken) fmt::print("{}\n", one);
    fmt::print("{} invariants broken\n", broken.size());
  }
  return broken.empty() ? ok : findings;
}

int ledger_audit(Options const& options, std::string const& file, std::string const& overlay) {
  auto const law = config::Law::load(tables_directory(), overlay);
  if (!law) {
    fmt::print(stderr, "airut: {}\n", law.error());
    return configuration;
  }
  if (!options.data.empty()) {
    auto const place = place_of(options.data.string());
    if (!place) return usage;
    std::stringstream lines;
    ledger::export_journal(*place, ledger::PersonalParts::left_out, [&](std::string const& line) {
      return static_cast<bool>(lines << line << '\n');
    });
    return print_report(options, ledger::audit::audit(lines, *law));
  }
  if (file == "-") return print_report(options, ledger::audit::audit(std::cin, *law));
  std::ifstream in{file, std::ios::binary};
  if (!in) {
    fmt::print(stderr, "airut: {} cannot be read\n", file);
    return unavailable;
  }
  return print_report(options, ledger::audit::audit(in, *law));
}

}  // namespace airut::gateway::cli
