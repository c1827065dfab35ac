#pragma once

#include <memory>

#include "ledger/store/committer.hpp"
#include "ledger/store/readers.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// What a store runs on: the connections of one database engine, and the committer that writes.
class Engine {
 public:
  Engine() = default;
  virtual ~Engine() = default;
  Engine(Engine const&) = delete;
  Engine& operator=(Engine const&) = delete;

  virtual Readers& readers() = 0;
  virtual Committer& committer() = 0;
  virtual StoreFigures figures() = 0;
};

// Open or create the database and migrate it; throw as Store::open().
std::unique_ptr<Engine> open_sqlite(std::filesystem::path const& directory,
                                    StoreOptions const& options);
std::unique_ptr<Engine> open_postgresql(StorePlace const& place, StoreOptions const& options);

}  // namespace airut::ledger
