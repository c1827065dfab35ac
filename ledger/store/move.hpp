#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "ledger/store/store.hpp"
#include "ledger/store/store_place.hpp"

namespace airut::ledger {

// Copies all of a store into another place, whatever engine is here and there: the journal event by
// event with what it makes of the tables, the documents, and what is kept beside them. The source
// stays as it is. Until the end a mark stands in the target, and Store::open() refuses it.
// What the target has already of an earlier try is not copied again.
struct Move {
  StorePlace from, to;
  // false: the source may be in use; what is added to it while it is copied is left to a later
  // move. true: the source is locked, all of it is copied, both are compared row by row, and the
  // target is ready to be used. A source in a directory is marked there as moved.
  bool to_the_end = true;
  // Called now and then: what is copied or compared, and how far that is. total 0: not known.
  std::function<void(std::string_view what, std::int64_t done, std::int64_t total)> tell;
};

struct Moved {
  std::int64_t events = 0, documents = 0, answers = 0;  // copied now
};

// Throws StoreLost when either place cannot be read or written, the target holds something else, or
// both are not equal in the end; StoreLocked when one is in use.
Moved run_move(Move const& move);

// Where the store of an SQLite directory has moved to, as a move to the end has written it there;
// "" when it has not.
std::string moved_to(std::filesystem::path const& directory);

// Whether the store is a target that no move has filled to the end.
bool move_begun(Snapshot& view);

}  // namespace airut::ledger
