#include "ledger/store/backup.hpp"

#include <memory>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "ledger/store/sqlite.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using Database = std::unique_ptr<sqlite3, Close>;

[[noreturn]] void lose(fs::path const& file, std::string_view why) {
  throw StoreLost{fmt::format("{}: {}", file.string(), why)};
}

Database opened(fs::path const& file, int flags) {
  sqlite3* db = nullptr;
  auto const code = sqlite3_open_v2(file.c_str(), &db, flags, nullptr);
  Database held{db};
  if (code != SQLITE_OK) lose(file, sqlite3_errstr(code));
  return held;
}

// All of it in one step: a view of one moment, which holds up no writer.
void copy_pages(sqlite3* from, sqlite3* to, fs::path const& file) {
  auto* copying = sqlite3_backup_init(to, "main", from, "main");
  if (copying == nullptr) lose(file, sqlite3_errmsg(to));
  auto const stepped = sqlite3_backup_step(copying, -1);
  auto const ended = sqlite3_backup_finish(copying);
  if (stepped != SQLITE_DONE) lose(file, sqlite3_errstr(stepped));
  if (ended != SQLITE_OK) lose(file, sqlite3_errstr(ended));
}

void sync(fs::path const& path, int flags) {
  auto const file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) lose(path, "cannot be opened");
  bool const done = ::fsync(file) == 0;
  ::close(file);
  if (!done) lose(path, "the disk does not take it");
}

}  // namespace

void need_place_of_copy(fs::path const& from, fs::path const& to) {
  std::error_code fault;
  if (!fs::exists(from / "airut.db", fault)) lose(from, "holds no store");
  if (fs::exists(to / "airut.db", fault)) lose(to, "holds a store already");
}

BackedUp back_up(fs::path const& from, fs::path const& to) {
  need_place_of_copy(from, to);
  std::error_code fault;
  auto const source = from / "airut.db", target = to / "airut.db", early = to / "airut.db.part";
  fs::create_directories(to, fault);
  fs::permissions(to, fs::perms::owner_all, fault);
  fs::remove(early, fault);
  {
    SqliteConnection const set_up{source, Access::read_only};  // the library as the store has it
    auto const reading = opened(source, SQLITE_OPEN_READONLY);
    auto const writing = opened(early, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    copy_pages(reading.get(), writing.get(), early);
  }
  fs::permissions(early, fs::perms::owner_read | fs::perms::owner_write, fault);
  sync(early, O_RDWR);
  fs::rename(early, target, fault);
  if (fault) lose(target, fault.message());
  sync(to, O_RDONLY | O_DIRECTORY);
  return {static_cast<std::int64_t>(fs::file_size(target, fault))};
}

}  // namespace airut::ledger
