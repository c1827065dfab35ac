#include <algorithm>

#include "ledger/store/engine.hpp"
#include "ledger/store/hash_index.hpp"
#include "ledger/store/postgres_watch.hpp"
#include "ledger/store/postgres_writer.hpp"
#include "ledger/store/schema.hpp"

namespace airut::ledger {
namespace {

// In the order of their making; the committer ends first.
class PostgresEngine final : public Engine {
 public:
  PostgresEngine(StorePlace const& place, StoreOptions const& options) : writer_(place) {
    if (options.existing && writer_.schema_version() == 0)
      throw StoreLost{place.name() + " holds no store"};
    migrate(writer_);
    writer_.watch_growth();
    hashes_.documents.load(writer_);
    hashes_.answers.load(writer_);
    writer_.use(hashes_);
    watch_.emplace(place, writer_.epoch());
    writer_.heed(watch_->silent());
    for (std::size_t i = 0; i < std::max<std::size_t>(options.readers, 1); ++i) {
      auto reader = std::make_unique<PostgresConnection>(place);
      reader->heed(watch_->silent());
      readers_.add(std::move(reader), hashes_);
    }
    // A commit is on the server's disk when it ends.
    committer_.emplace(writer_, gate_, std::filesystem::path{}, options);
  }

  Readers& readers() override { return readers_; }
  Committer& committer() override { return *committer_; }
  StoreFigures figures() override {
    auto figures = committer_->figures();
    figures.must_start_anew = writer_.is_replaced() || watch_->replaced();
    figures.reads_lost = watch_->silent();
    return figures;
  }

 private:
  std::optional<PostgresWatch> watch_;  // the others heed it: it goes last
  PostgresWriter writer_;
  HashIndexes hashes_;
  Gate gate_;
  Readers readers_;
  std::optional<Committer> committer_;
};

}  // namespace

std::unique_ptr<Engine> open_postgresql(StorePlace const& place, StoreOptions const& options) {
  return std::make_unique<PostgresEngine>(place, options);
}

}  // namespace airut::ledger
