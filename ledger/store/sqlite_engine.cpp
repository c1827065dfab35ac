#include <algorithm>
#include <atomic>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "ledger/store/checkpointer.hpp"
#include "ledger/store/engine.hpp"
#include "ledger/store/hash_index.hpp"
#include "ledger/store/lock.hpp"
#include "ledger/store/schema.hpp"
#include "ledger/store/sqlite.hpp"
#include "ledger/store/statistics.hpp"

namespace airut::ledger {
namespace {

constexpr std::uint64_t page_bytes = 4096 + 24;  // a page in the log, with its header

// What the writer holds of the database in memory: what it does not hold it reads again for every
// payment and letter, and a transaction with more pages than that writes them twice.
class PageMemory {
 public:
  // Takes what the database is worth now. Call it between transactions.
  void fit(SqliteConnection& writer, std::uint64_t database_bytes) {
    auto const wanted = std::clamp(database_bytes / 6, least, most());
    if (wanted < taken_ + taken_ / 8) return;
    writer.execute(fmt::format("PRAGMA cache_size = -{}", wanted / 1024));
    taken_ = wanted;
  }

 private:
  static constexpr std::uint64_t mebi = 1024 * 1024, least = 64 * mebi;

  static std::uint64_t most() {
    auto const pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGESIZE);
    auto const machine = static_cast<std::uint64_t>(std::max(pages, 0L)) *
                         static_cast<std::uint64_t>(std::max(page, 0L));
    return std::clamp(machine / 8, least, 768 * mebi);
  }

  std::uint64_t taken_ = 0;
};

void set_up_writer(SqliteConnection& connection, bool sync) {
  connection.execute(
      "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;");
  connection.execute(sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
  migrate(connection);
  tell_planner(connection);
}

// Counts what the log holds and what was ever written to it.
class WalGauge {
 public:
  void tell(int pages) {
    auto const now = static_cast<std::uint64_t>(pages) * page_bytes;
    auto const before = size_.exchange(now);
    written_ += now >= before ? now - before : now;
  }
  std::uint64_t size() const { return size_; }
  std::uint64_t written() const { return written_; }

 private:
  std::atomic<std::uint64_t> size_ = 0, written_ = 0;
};

namespace fs = std::filesystem;

// Invoices are nobody's but the service's: its user and group alone, also of a store that an
// earlier Airut left open to all. What others own stays as it is.
void close_to_others(fs::path const& path) {
  std::error_code ignored;
  fs::permissions(path, fs::perms::others_all, fs::perm_options::remove, ignored);
}

fs::path made(fs::path const& directory, StoreOptions const& options) {
  auto const file = directory / "airut.db";
  std::error_code fault;
  if (options.existing && !fs::exists(file, fault))
    throw StoreLost{fmt::format("{} holds no store", directory.string())};
  if (fs::create_directories(directory, fault)) close_to_others(directory);
  if (fault)
    throw StoreLost{fmt::format("cannot make {}: {}", directory.string(), fault.message())};
  return directory;
}

// SQLite gives its log the rights of the database.
fs::path closed(fs::path file) {
  auto const made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (made >= 0) ::close(made);
  for (auto const* end : {"", "-wal", "-shm"}) close_to_others(file.string() + end);
  return file;
}

// In the order of their making; the committer ends first.
class SqliteEngine final : public Engine {
 public:
  SqliteEngine(std::filesystem::path const& directory, StoreOptions const& options)
      : lock_(made(directory, options)),
        file_(closed(directory / "airut.db")),
        writer_(file_, options.sync ? Access::writing : Access::read_write) {
    set_up_writer(writer_, options.sync);
    hashes_.documents.load(writer_);
    hashes_.answers.load(writer_);
    writer_.use(hashes_);
    for (std::size_t i = 0; i < std::max<std::size_t>(options.readers, 1); ++i)
      readers_.add(reader(), hashes_);
    checkpointer_.emplace(file_, gate_);
    writer_.before_begin([this] { memory_.fit(writer_, database_bytes()); });
    writer_.on_commit([this](int pages) {
      gauge_.tell(pages);
      checkpointer_->tell(pages);
    });
    committer_.emplace(writer_, gate_, options.sync ? file_.string() + "-wal" : "", options);
  }

  Readers& readers() override { return readers_; }
  Committer& committer() override { return *committer_; }

  StoreFigures figures() override {
    auto figures = committer_->figures();
    figures.wal_bytes = gauge_.size();
    figures.wal_bytes_written = gauge_.written();
    return figures;
  }

 private:
  std::unique_ptr<Connection> reader() const {
    auto connection = std::make_unique<SqliteConnection>(file_, Access::read_only);
    connection->execute("PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;");
    return connection;
  }

  std::uint64_t database_bytes() const {
    std::error_code ignored;
    auto const bytes = fs::file_size(file_, ignored);
    return ignored ? 0 : bytes;
  }

  DirectoryLock lock_;
  std::filesystem::path file_;
  SqliteConnection writer_;
  HashIndexes hashes_;
  WalGauge gauge_;
  PageMemory memory_;
  Gate gate_;
  Readers readers_;
  std::optional<Checkpointer> checkpointer_;
  std::optional<Committer> committer_;
};

}  // namespace

std::unique_ptr<Engine> open_sqlite(std::filesystem::path const& directory,
                                    StoreOptions const& options) {
  return std::make_unique<SqliteEngine>(directory, options);
}

}  // namespace airut::ledger
