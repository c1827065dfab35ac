#include "ledger/store/store.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "formats/json/writer.hpp"
#include "gateway/cli/beside_store.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/parcel_files.hpp"
#include "gateway/cli/place.hpp"
#include "ledger/store/backup.hpp"
#include "ledger/store/document_checks.hpp"
#include "ledger/store/invariants.hpp"
#include "ledger/store/move.hpp"
#include "ledger/store/offline.hpp"

namespace airut::gateway::cli {
namespace {

// One line that tells how far it is, where somebody looks.
void tell_progress(std::string_view what, std::int64_t done, std::int64_t total) {
  if (total > 0) {
    fmt::print(stderr, "\r{:>16}  {} of {} ", what, done, total);
  } else {
    fmt::print(stderr, "\r{:>16}  {} ", what, done);
  }
}

struct CheckedStore {
  ledger::VerifyReport journal;
  ledger::DocumentsChecked documents;
  std::vector<std::string> broken;

  // A store without an event proves nothing: it may be the file of one whose log was left behind.
  bool whole() const {
    return journal.events > 0 && !journal.first_break && documents.broken == 0 && broken.empty();
  }
};

void print_check(CheckedStore const& checked, bool as_json) {
  auto const& chain = checked.journal.first_break;
  if (!as_json) {
    if (chain)
      fmt::print("the chain of {} breaks at {}: {}\n", chain->tenant, chain->seq, chain->what);
    for (auto const& one : checked.broken) fmt::print("{}\n", one);
    for (auto const& one : checked.documents.details) fmt::print("{}\n", one);
    fmt::print(
        "{} events of {} tenants, {} documents, {} of them damaged or gone, {} invariants"
        " broken\n",
        checked.journal.events, checked.journal.tenants, checked.documents.documents,
        checked.documents.broken, checked.broken.size());
    if (checked.journal.events == 0) fmt::print("There is no event in this store.\n");
    return;
  }
  json::Writer out;
  out.begin_object();
  out.member("whole", checked.whole());
  out.member("events", checked.journal.events);
  out.member("tenants", checked.journal.tenants);
  out.key("broken");
  out.begin_array();
  for (auto const& one : checked.broken) out.string(one);
  out.end_array();
  write_documents(out, checked.documents);
  out.end_object();
  fmt::print("{}\n", out.text());
}

}  // namespace

int store_migrate(Options const& options, StoreMove const& asked) {
  auto const from = place_of(asked.from), to = place_of(asked.to);
  if (!from || !to) return usage;
  ledger::Move move{*from, *to, !asked.while_running, {}};
  bool const is_watched = ::isatty(STDERR_FILENO) == 1;
  if (is_watched) move.tell = tell_progress;
  auto const moved = ledger::run_move(move);
  if (is_watched) fmt::print(stderr, "\n");
  if (options.json) {
    fmt::print("{{\"events\":{},\"documents\":{},\"answers\":{},\"finished\":{}}}\n", moved.events,
               moved.documents, moved.answers, move.to_the_end);
    return ok;
  }
  fmt::print("{} events, {} documents and {} answers copied.\n{}\n", moved.events, moved.documents,
             moved.answers,
             move.to_the_end ? "Both stores are equal; the new one is ready."
                             : "Stop the daemon and run this again without --while-running.");
  return ok;
}

int store_check(Options const& options) {
  auto const place = place_of(options.data.string());
  if (!place) return usage;
  auto const store = ledger::Store::open(*place, {.existing = true, .even_moved = true});
  CheckedStore checked;
  ledger::ExportVerifier verifier;
  store->read([&](ledger::Snapshot& view) {
    checked.documents = ledger::check_documents(view, files_of_parcel);
    ledger::export_journal(view, ledger::PersonalParts::whole,
                           [&](std::string const& line) { return verifier.take(line); });
    checked.broken = ledger::broken_invariants(view);
  });
  checked.journal = verifier.report();
  print_check(checked, options.json);
  return checked.whole() ? ok : findings;
}

int store_backup(Options const& options, std::string const& to) {
  auto const place = place_of(options.data.string());
  if (!place) return usage;
  if (place->is_postgresql()) {
    fmt::print(stderr, "airut: PostgreSQL has its own backups: pg_dump, or WAL archiving.\n");
    return usage;
  }
  ledger::need_place_of_copy(place->directory, to);
  // Bodies that came before the copy of the store, and those that came while it was made.
  copy_beside(place->directory, to);
  auto const copied = ledger::back_up(place->directory, to);
  copy_beside(place->directory, to);
  if (options.json) {
    fmt::print("{{\"bytes\":{}}}\n", copied.bytes);
  } else {
    fmt::print("{} bytes copied to {}; airut store check --data {} proves them whole.\n",
               copied.bytes, to, to);
  }
  return ok;
}

}  // namespace airut::gateway::cli
