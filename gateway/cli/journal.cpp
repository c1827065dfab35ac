#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/remote.hpp"
#include "ledger/journal/export.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway::cli {
namespace {

int report(Options const& options, ledger::VerifyReport const& found) {
  auto const& broken = found.first_break;
  if (options.json) {
    json::Writer out;
    out.begin_object();
    out.member("whole", !broken.has_value());
    out.member("events", found.events);
    out.member("tenants", found.tenants);
    out.member("last_hash", found.last_hash);
    out.key("heads");
    out.begin_array();
    for (auto const& head : found.heads) {
      out.begin_object();
      out.member("tenant", head.tenant);
      out.member("seq", head.seq);
      out.member("hash", head.hash);
      out.end_object();
    }
    out.end_array();
    if (broken) {
      out.member("line", broken->line);
      out.member("tenant", broken->tenant);
      out.member("seq", broken->seq);
      out.member("what", broken->what);
    }
    out.end_object();
    fmt::print("{}\n", out.text());
  } else if (broken) {
    fmt::print("line {}: tenant {}, event {}: {}\n", broken->line, broken->tenant, broken->seq,
               broken->what);
  } else {
    fmt::print("whole: {} events of {} tenants, last hash {}\n", found.events, found.tenants,
               found.last_hash);
    for (auto const& head : found.heads) {
      fmt::print("  {}: ends with event {}, hash {}\n", head.tenant, head.seq, head.hash);
    }
  }
  return broken ? findings : ok;
}

}  // namespace

int journal_verify(Options const& options, std::string const& file) {
  if (!options.data.empty()) {
    std::stringstream lines;
    ledger::export_directory(options.data, lines, true);
    return report(options, ledger::verify_export(lines));
  }
  if (file == "-") return report(options, ledger::verify_export(std::cin));
  std::ifstream in{file, std::ios::binary};
  if (!in) {
    fmt::print(stderr, "airut: {} cannot be read\n", file);
    return unavailable;
  }
  return report(options, ledger::verify_export(in));
}

int journal_export(Options const& options, std::string const& out, bool personal) {
  if (!options.data.empty()) {
    std::ostringstream lines;
    ledger::export_directory(options.data, lines, personal);
    return write_file(out, lines.str()) ? ok : unavailable;
  }
  auto const reply = ask(
      options,
      {"GET", std::string{"/v1/journal/export"} + (personal ? "?personal=true" : ""), "", "", ""});
  if (!reply) return unavailable;
  if (reply->status != 200) return print_refusal(*reply);
  return write_file(out, reply->body) ? ok : unavailable;
}

int journal_replay(Options const& options) {
  auto const store = ledger::Store::open(options.data, {});
  store->replay();
  if (options.json) {
    fmt::print("{{\"replayed\":true}}\n");
  } else {
    fmt::print("The projections were built again from the journal.\n");
  }
  return ok;
}

}  // namespace airut::gateway::cli
