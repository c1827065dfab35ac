#include <cstdio>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/parcel_files.hpp"
#include "gateway/cli/place.hpp"
#include "gateway/cli/remote.hpp"
#include "ledger/journal/export.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway::cli {
namespace {

void print_documents(ledger::DocumentsChecked const& documents) {
  for (auto const& one : documents.details) fmt::print("{}\n", one);
  fmt::print("{} documents, {} of them damaged or gone\n", documents.documents, documents.broken);
}

// documents: nullptr where there is an export alone, which names them and has none.
int report(Options const& options, ledger::VerifyReport const& found,
           ledger::DocumentsChecked const* documents = nullptr) {
  auto const& broken = found.first_break;
  bool const lacks = documents != nullptr && documents->broken > 0;
  if (options.json) {
    json::Writer out;
    out.begin_object();
    out.member("whole", !broken.has_value() && !lacks);
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
    if (documents != nullptr) write_documents(out, *documents);
    out.end_object();
    fmt::print("{}\n", out.text());
  } else if (broken) {
    fmt::print("line {}: tenant {}, event {}: {}\n", broken->line, broken->tenant, broken->seq,
               broken->what);
  } else {
    fmt::print("{}: {} events of {} tenants, last hash {}\n",
               lacks ? "the chain is whole" : "whole", found.events, found.tenants,
               found.last_hash);
    for (auto const& head : found.heads) {
      fmt::print("  {}: ends with event {}, hash {}\n", head.tenant, head.seq, head.hash);
    }
  }
  if (documents != nullptr && !options.json) print_documents(*documents);
  return broken || lacks ? findings : ok;
}

// Where an export goes: a file, or standard output for "-" and "".
class Sink {
 public:
  explicit Sink(std::string const& name) : name_(name) {
    if (!name.empty() && name != "-") file_.open(name, std::ios::binary | std::ios::trunc);
  }
  bool put(std::string_view bytes) {
    out().write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return static_cast<bool>(out());
  }
  // Says why not on stderr.
  bool finish() {
    if (out().flush()) return true;
    fmt::print(stderr, "airut: {} cannot be written\n", is_standard() ? "standard output" : name_);
    return false;
  }

 private:
  std::ostream& out() { return file_.is_open() || !is_standard() ? file_ : std::cout; }
  bool is_standard() const { return name_.empty() || name_ == "-"; }

  std::string name_;
  std::ofstream file_;
};

// Stretch by stretch, so that neither side holds the whole journal.
int export_from_daemon(Options const& options, Sink& sink, bool personal) {
  std::string after = "0";
  while (!after.empty()) {
    auto const path =
        fmt::format("/v1/journal/export?after={}{}", after, personal ? "&personal=true" : "");
    auto const reply = ask(options, {"GET", path, "", "", ""});
    if (!reply) return unavailable;
    if (reply->status != 200) return print_refusal(options, *reply);
    if (!sink.put(reply->body)) break;
    after = reply->header("airut-next");
  }
  return sink.finish() ? ok : unavailable;
}

}  // namespace

int journal_verify(Options const& options, std::string const& file) {
  if (!options.data.empty()) {
    auto const place = place_of(options.data.string());
    if (!place) return usage;
    ledger::ExportVerifier verifier;
    ledger::DocumentsChecked documents;
    ledger::look_at(*place, [&](ledger::Snapshot& view) {
      ledger::export_journal(view, ledger::PersonalParts::whole,
                             [&](std::string const& line) { return verifier.take(line); });
      documents = ledger::check_documents(view, files_of_parcel);
    });
    return report(options, verifier.report(), &documents);
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
  Sink sink{out};
  if (options.data.empty()) return export_from_daemon(options, sink, personal);
  auto const place = place_of(options.data.string());
  if (!place) return usage;
  auto const parts =
      personal ? ledger::PersonalParts::without_secrets : ledger::PersonalParts::left_out;
  ledger::export_journal(*place, parts,
                         [&](std::string const& line) { return sink.put(line) && sink.put("\n"); });
  return sink.finish() ? ok : unavailable;
}

int journal_replay(Options const& options) {
  auto const place = place_of(options.data.string());
  if (!place) return usage;
  auto const store = ledger::Store::open(*place, {.existing = true});
  store->replay();
  if (options.json) {
    fmt::print("{{\"replayed\":true}}\n");
  } else {
    fmt::print("The projections were built again from the journal.\n");
  }
  return ok;
}

}  // namespace airut::gateway::cli
