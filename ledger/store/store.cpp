#include "ledger/store/store.hpp"

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <vector>

#include <fmt/format.h>

#include "ledger/store/checkpointer.hpp"
#include "ledger/store/committer.hpp"
#include "ledger/store/hash_index.hpp"
#include "ledger/store/lock.hpp"
#include "ledger/store/replay.hpp"
#include "ledger/store/schema.hpp"

namespace airut::ledger {
namespace {

constexpr std::uint64_t page_bytes = 4096 + 24;  // a page in the log, with its header

void set_up_writer(Connection& connection, bool sync) {
  connection.execute(
      "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536;"
      "PRAGMA temp_store = MEMORY;");
  connection.execute(sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
  migrate(connection);
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

std::filesystem::path made(std::filesystem::path const& directory) {
  std::error_code fault;
  std::filesystem::create_directories(directory, fault);
  if (fault)
    throw StoreLost{fmt::format("cannot make {}: {}", directory.string(), fault.message())};
  return directory;
}

// Read connections, handed out one to a reader.
class Readers {
 public:
  Readers(std::filesystem::path const& file, std::size_t count, HashIndexes& hashes) {
    for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
      all_.push_back(std::make_unique<Connection>(file, Access::read_only));
      all_.back()->execute("PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;");
      all_.back()->use(hashes);
      free_.push_back(all_.back().get());
    }
  }
  Connection& take() {
    std::unique_lock lock{mutex_};
    returned_.wait(lock, [this] { return !free_.empty(); });
    auto* connection = free_.back();
    free_.pop_back();
    return *connection;
  }
  void give_back(Connection& connection) {
    {
      std::lock_guard const lock{mutex_};
      free_.push_back(&connection);
    }
    returned_.notify_one();
  }

 private:
  std::vector<std::unique_ptr<Connection>> all_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Connection*> free_;
};

}  // namespace

// In the order of their making; the committer ends first.
struct Store::Parts {
  Parts(std::filesystem::path const& directory, StoreOptions const& options)
      : lock(made(directory), DirectoryLock::Kind::writer),
        file(directory / "airut.db"),
        writer(file, options.sync ? Access::writing : Access::read_write) {
    set_up_writer(writer, options.sync);
    hashes.documents.load(writer);
    hashes.answers.load(writer);
    writer.use(hashes);
    readers.emplace(file, options.readers, hashes);
    checkpointer.emplace(file, gate);
    writer.on_commit([this](int pages) {
      gauge.tell(pages);
      checkpointer->tell(pages);
    });
    committer.emplace(writer, gate, file.string() + "-wal", options);
  }

  DirectoryLock lock;
  std::filesystem::path file;
  Connection writer;
  HashIndexes hashes;
  WalGauge gauge;
  Gate gate;
  std::optional<Readers> readers;
  std::optional<Checkpointer> checkpointer;
  std::optional<Committer> committer;
};

std::unique_ptr<Store> Store::open(std::filesystem::path const& directory, StoreOptions options) {
  std::unique_ptr<Store> store{new Store{std::make_unique<Parts>(directory, options)}};
  if (store->read([](Snapshot& view) { return replay_begun(view); })) store->replay();
  return store;
}

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::~Store() = default;

bool Store::write(std::function<void(Transaction&)> work,
                  std::function<void(std::exception_ptr)> done) {
  return parts_->committer->push({std::move(work), std::move(done)});
}

void Store::write_now(std::function<void(Transaction&)> const& work) {
  std::promise<void> promise;
  auto future = promise.get_future();
  auto const done = [&](std::exception_ptr const& failure) {
    failure ? promise.set_exception(failure) : promise.set_value();
  };
  if (!write(work, done)) throw StoreLost{"the queue of writes is full"};
  future.get();
}

StoreFigures Store::figures() const {
  auto figures = parts_->committer->figures();
  figures.wal_bytes = parts_->gauge.size();
  figures.wal_bytes_written = parts_->gauge.written();
  return figures;
}

void Store::replay() {
  write_now([](Transaction& tx) { begin_replay(tx); });
  std::optional<std::int64_t> after = 0;
  while (after) {
    std::optional<std::int64_t> next;
    write_now([&](Transaction& tx) { next = replay_some(tx, *after); });
    after = next;
  }
}

Store::Reader::Reader(Store& store)
    : store_(store), connection_(&store.parts_->readers->take()), snapshot_(*connection_) {
  try {
    Query{*connection_, "BEGIN"}.run();
  } catch (...) {
    store_.parts_->readers->give_back(*connection_);
    throw;
  }
}

Store::Reader::~Reader() {
  try {
    Query{*connection_, "COMMIT"}.run();
  } catch (std::exception const&) {
    // Nothing was written; the view ends with the statement.
  }
  store_.parts_->readers->give_back(*connection_);
}

Store::OnDisk::~OnDisk() {
  if (is_there) return;
  try {
    wait();
  } catch (StoreLost const&) {
    // The reader's own failure is on its way.
  }
}

void Store::OnDisk::wait() {
  is_there = true;
  store.parts_->committer->wait_for_disk();
}

Snapshot& Store::Reader::snapshot() { return snapshot_; }

}  // namespace airut::ledger
