#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "formats/model/date.hpp"
#include "ledger/journal/event.hpp"
#include "ledger/store/store_place.hpp"

namespace airut::ledger {

class Connection;  // to the database, with its prepared statements (ledger/store/query.hpp)
class Engine;      // what the store runs on (ledger/store/engine.hpp)
struct Heads;      // last seq, hash and booked per tenant (ledger/store/heads.hpp)

// A consistent view of committed rows. Valid only inside the call that gave it.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection) : connection_(connection) {}
  Connection& connection() const { return connection_; }

 private:
  Connection& connection_;
};

// Where facts are added. Sees its own writes. Many transactions of different callers share one
// commit: a transaction that throws is rolled back alone. For that the others are undone and run
// again, so work must be repeatable: it may be called twice and must leave nothing behind but rows.
class Transaction : public Snapshot {
 public:
  using Snapshot::Snapshot;

  // Appends the fact to the tenant's journal and projects it, in the order of the calls.
  // booked is raised to the tenant's last booked moment when it lies before it.
  // Texts that are not UTF-8 are scrubbed. Returns the event's id. Throws std::logic_error when the
  // fact breaks an invariant (an invoice number taken twice, a component below zero, a delivery
  // that is in another state); the whole work is then undone, also when it catches the exception.
  std::string append(std::string_view tenant, std::string_view actor, model::Instant booked,
                     FactView fact);

 private:
  friend class Committer;
  friend struct Heads;
  Heads* heads_ = nullptr;
};

struct StoreOptions {
  std::size_t queue_max = 8192;  // writes waiting for the committer; above: write() refuses
  std::size_t readers = 4;       // read connections
  bool sync = true;              // false only in benchmarks that say so
  bool half_moved = false;       // opens also what a move has not filled yet (move.hpp)
  bool existing = false;         // opens what is there; StoreLost instead of making a new one
  bool even_moved = false;       // opens also what has moved to another place (move.hpp)
};

struct StoreFigures {
  std::uint64_t commits = 0, transactions = 0, refused = 0, queue = 0;
  std::uint64_t failed_commits = 0;     // lost to the disk since opening
  bool lost_newest = false;             // the newest commit was
  bool must_start_anew = false;         // no commit of this process will ever be taken again
  bool reads_lost = false;              // the server does not answer those who read
  std::uint64_t wal_bytes = 0;          // size of the write-ahead log now
  std::uint64_t wal_bytes_written = 0;  // since opening
};

// The one memory of the house: journal, projections, documents, on embedded SQLite (WAL) or on
// PostgreSQL. One committer thread writes; it takes everything that queues during the last sync
// into one transaction and one sync, without a timer.
// Thread-safe. Lost resources (disk full, I/O error, no way to the server) reach done() as
// StoreLost.
class Store {
 public:
  // Opens or creates the database and migrates it. Throws StoreLost when the disk or the server
  // will not, StoreLocked when another process holds it.
  static std::unique_ptr<Store> open(StorePlace const& place, StoreOptions options);
  ~Store();  // commits what is queued, then closes
  Store(Store const&) = delete;
  Store& operator=(Store const&) = delete;

  // Queues work for the next commit. done runs on a thread of the store's after the commit is on
  // disk, with the exception of work or of the commit when it failed, else nullptr. false, and
  // neither is called, when the queue is full.
  // An exception thrown by work undoes that work alone (but costs the whole batch a second run, so
  // a duplicate or a stale ETag is better told by a captured variable). done must be short and must
  // not throw; those of two works may run at once.
  [[nodiscard]] bool write(std::function<void(Transaction&)> work,
                           std::function<void(std::exception_ptr)> done);

  // write() and wait; for tests, tools and start-up. Rethrows; a full queue is StoreLost. Never
  // call it from done.
  void write_now(std::function<void(Transaction&)> const& work);

  // Runs f with a read connection on the calling thread; waits while all are busy, and at the end
  // until all that f may have seen is on disk: what is told to others stays true. Throws StoreLost
  // once the disk has refused a part of the log: f may have seen that part.
  template <class F>
  auto read(F&& f) -> std::invoke_result_t<F, Snapshot&> {
    using Seen = std::invoke_result_t<F, Snapshot&>;
    OnDisk at_the_end{*this};
    if constexpr (std::is_void_v<Seen>) {
      look(std::forward<F>(f));
      at_the_end.wait();
    } else {
      Seen seen = look(std::forward<F>(f));
      at_the_end.wait();
      return seen;
    }
  }

  // Does not wait for the disk: for deciding what to write. That comes to the disk after what was
  // seen.
  template <class F>
  auto look(F&& f) -> std::invoke_result_t<F, Snapshot&> {
    Reader reader{*this};
    return std::forward<F>(f)(reader.snapshot());
  }

  StoreFigures figures() const;

  // Commits what is queued and answers it; write() refuses from now on. Whoever is answered must
  // still be there: before that ends.
  void close();

  // Drops every projection and builds it again from the journal. Used by `airut journal replay`;
  // the caller sees to it that nothing else uses the store. When the process dies on the way,
  // the next open() begins again. Throws StoreDamaged when an event cannot be understood.
  void replay();

 private:
  class Reader {
   public:
    explicit Reader(Store& store);
    ~Reader();
    Reader(Reader const&) = delete;
    Reader& operator=(Reader const&) = delete;
    Snapshot& snapshot();

   private:
    Store& store_;
    Connection* connection_;
    Snapshot snapshot_;
  };
  struct OnDisk {
    ~OnDisk();
    void wait();
    Store& store;
    bool is_there = false;
  };
  explicit Store(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

class StoreLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
// A row or a document is not what was written, or not there. It stays so however often it is asked
// for: of a store that is lost for a while this is no kind.
class StoreDamaged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
class StoreLocked : public StoreLost {
 public:
  using StoreLost::StoreLost;
};
// The way to a database server was lost: what was under way may be there or not.
class ConnectionLost : public StoreLost {
 public:
  using StoreLost::StoreLost;
};

}  // namespace airut::ledger
