#include "ledger/store/store.hpp"

#include <future>

#include <fmt/format.h>

#include "ledger/store/engine.hpp"
#include "ledger/store/move.hpp"
#include "ledger/store/replay.hpp"

namespace airut::ledger {

std::unique_ptr<Store> Store::open(StorePlace const& place, StoreOptions options) {
  if (!place.is_postgresql() && !options.even_moved) {
    if (auto const other = moved_to(place.directory); !other.empty()) {
      throw StoreLost{fmt::format("{} has moved to {}; to use it all the same remove {}/moved-to",
                                  place.name(), other, place.directory.string())};
    }
  }
  auto engine = place.is_postgresql() ? open_postgresql(place, options)
                                      : open_sqlite(place.directory, options);
  std::unique_ptr<Store> store{new Store{std::move(engine)}};
  if (!options.half_moved && store->read([](Snapshot& view) { return move_begun(view); })) {
    throw StoreLost{place.name() + " is the target of a move that has not ended; move again"};
  }
  if (store->read([](Snapshot& view) { return replay_begun(view); })) store->replay();
  return store;
}

Store::Store(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Store::~Store() = default;

bool Store::write(std::function<void(Transaction&)> work,
                  std::function<void(std::exception_ptr)> done) {
  return engine_->committer().push({std::move(work), std::move(done)});
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

void Store::close() { engine_->committer().close(); }

StoreFigures Store::figures() const { return engine_->figures(); }

void Store::replay() {
  write_now([](Transaction& tx) { begin_replay(tx); });
  // The next events are read while these are projected.
  auto const read_after = [this](std::int64_t key, std::vector<EventToProject> room) {
    return std::async(std::launch::async, [this, key, room = std::move(room)]() mutable {
      return look([&](Snapshot& view) { return events_to_project(view, key, std::move(room)); });
    });
  };
  std::vector<EventToProject> done;
  for (auto next = read_after(0, {});;) {
    auto events = next.get();
    if (events.empty()) break;
    next = read_after(events.back().at.key, std::move(done));
    write_now([&](Transaction& tx) {
      for (auto const& event : events) project(tx, event);
    });
    done = std::move(events);
  }
  bool more = true;
  while (more) {
    write_now([&](Transaction& tx) { more = end_replay(tx); });
  }
}

Store::Reader::Reader(Store& store)
    : store_(store), connection_(&store.engine_->readers().take()), snapshot_(*connection_) {
  try {
    connection_->begin_view();
  } catch (...) {
    store_.engine_->readers().give_back(*connection_);
    throw;
  }
}

Store::Reader::~Reader() {
  try {
    connection_->end_view();
  } catch (std::exception const&) {
    // Nothing was written; the view ends with the statement.
  }
  store_.engine_->readers().give_back(*connection_);
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
  store.engine_->committer().wait_for_disk();
}

Snapshot& Store::Reader::snapshot() { return snapshot_; }

}  // namespace airut::ledger
