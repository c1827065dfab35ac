#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "formats/json/writer.hpp"
#include "gateway/cli/beside_store.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/settings_file.hpp"
#include "gateway/restored.hpp"
#include "gateway/store_at.hpp"
#include "ledger/store/backup.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/offline.hpp"

namespace airut::gateway::cli {

namespace fs = std::filesystem;

namespace {

struct Restored {
  std::optional<model::Instant> newest;
  std::vector<PassedOver> passed;
  std::vector<ledger::DeliveryCount> waiting;
};

// Nothing of another store may stay: SQLite would read its log into the copy.
std::string hindrance(fs::path const& directory) {
  std::error_code ignored;
  for (auto const* name : {"airut.db", "airut.db-wal", "airut.db-shm"}) {
    if (fs::exists(directory / name, ignored))
      return fmt::format(
          "{} holds {}: move what is left of the lost store away first; a copy that "
          "is in its place already is marked without FROM",
          directory.string(), name);
  }
  return {};
}

struct Owner {
  uid_t user = 0;
  gid_t group = 0;
};

// Whose the folder is, or, where it is root's or not there, the nearest above it that is not.
std::optional<Owner> owner_of(fs::path const& directory) {
  for (auto at = fs::absolute(directory).lexically_normal();; at = at.parent_path()) {
    struct stat folder{};
    if (::stat(at.c_str(), &folder) == 0 && folder.st_uid != 0)
      return Owner{folder.st_uid, folder.st_gid};
    if (at == at.parent_path()) return std::nullopt;
  }
}

void give_to(Owner const& owner, fs::path const& path) {
  if (::lchown(path.c_str(), owner.user, owner.group) != 0)
    fmt::print(stderr, "airut: {} stays root's\n", path.string());
}

// What root puts back is for the daemon's user.
void give_to_owner(fs::path const& directory) {
  std::error_code ignored;
  if (::geteuid() != 0 || !fs::is_directory(directory, ignored)) return;
  auto const owner = owner_of(directory);
  if (!owner) {
    fmt::print(stderr,
               "airut: {0} is root's, and so is what stands in it: a daemon of another user cannot "
               "open it. Before the start: chown -R airut: {0}\n",
               directory.string());
    return;
  }
  give_to(*owner, directory);
  for (auto const& entry : fs::recursive_directory_iterator{directory, ignored})
    give_to(*owner, entry.path());
}

bool may_have_left(std::string const& state) {
  constexpr std::array<std::string_view, 5> open{"scheduled", "queued", "dispatching", "deferred",
                                                 "unknown"};
  return std::find(open.begin(), open.end(), state) != open.end();
}

Restored go_on(config::Settings const& settings, config::Codes const& codes, std::int64_t by) {
  auto place = store_at(settings);
  if (!place) throw ledger::StoreLost{place.error()};
  place->patience = std::chrono::seconds{0};
  auto const store = ledger::Store::open(*place, {.readers = 1, .existing = true});
  Restored restored;
  store->look([&](ledger::Snapshot& view) {
    restored.newest = ledger::newest_event(view);
    restored.waiting = ledger::count_deliveries(view);
  });
  std::erase_if(restored.waiting, [](auto const& one) { return !may_have_left(one.state); });
  auto const now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  store->write_now([&](ledger::Transaction& tx) {
    restored.passed = go_on_restored(tx, settings, codes, by, now);
  });
  store->close();
  return restored;
}

std::string json_of(Restored const& restored) {
  json::Writer out;
  out.begin_object();
  if (restored.newest) out.member("newest_event", model::instant_text(*restored.newest));
  out.key("series");
  out.begin_array();
  for (auto const& one : restored.passed) {
    out.begin_object();
    out.member("tenant", one.tenant);
    out.member("whose", one.whose);
    out.member("what", one.what);
    out.member("last", one.last);
    out.member("next", one.next);
    out.member("short", one.is_short_of);
    out.end_object();
  }
  out.end_array();
  out.key("may_have_left");
  out.begin_array();
  for (auto const& one : restored.waiting) {
    out.begin_object();
    out.member("channel", one.channel);
    out.member("state", one.state);
    out.member("deliveries", one.count);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).text();
}

void tell_restored(Restored const& restored, std::string const& place) {
  fmt::print("The newest event of the copy is of {}. What happened since is not in it.\n",
             restored.newest ? model::instant_text(*restored.newest) : "no day");
  for (auto const& one : restored.passed)
    fmt::print("{}, {}: {} go on at {}; the copy knows them to {}.{}\n", one.tenant, one.whose,
               one.what, one.next, one.last,
               one.is_short_of ? " The series has no room for more: give it another prefix." : "");
  for (auto const& one : restored.waiting)
    fmt::print("{} deliveries of {} were {} and may have left since.\n", one.count, one.channel,
               one.state);
  fmt::print(
      "Before the start:\n"
      "  airut store check --data {}\n"
      "  What waited at the moment of the copy goes out at the start. Where sending twice does "
      "harm,"
      "\n  ask the other side first, and leave its channel out of airut.toml until you know.\n"
      "After it:\n"
      "  Send again what was accepted since the copy, with the same Idempotency-Key.\n"
      "  Import the bank files since then again: what is known is passed over.\n"
      "  Let those who pull /v1/events begin again behind the newest event above.\n"
      "  The deviation store.restored stays open for each tenant until somebody closes it.\n",
      place);
}

}  // namespace

int store_restore(Options const& options, StoreRestore const& asked) {
  auto const begin = read_beginning(options);
  if (!begin) return configuration;
  auto const& [settings, codes, law] = *begin;
  bool const is_server = settings.store.engine == config::StoreEngine::postgresql;
  if (is_server && !asked.from.empty()) {
    fmt::print(
        stderr,
        "airut: PostgreSQL has its own tools to bring a backup back: use them, then run this "
        "without FROM.\n");
    return usage;
  }
  auto const& directory = settings.data_directory;
  if (!asked.from.empty()) {
    if (auto const why = hindrance(directory); !why.empty()) {
      fmt::print(stderr, "airut: {}\n", why);
      return unavailable;
    }
    copy_beside(asked.from, directory);
    ledger::back_up(asked.from, directory);
  }
  auto const restored = go_on(settings, codes, asked.skip_numbers);
  give_to_owner(directory);
  if (options.json)
    fmt::print("{}\n", json_of(restored));
  else
    tell_restored(restored, is_server ? "postgresql:..." : directory.string());
  return ok;
}

}  // namespace airut::gateway::cli
