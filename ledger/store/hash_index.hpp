#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/store/query.hpp"

namespace airut::ledger {

// Finds rows of a table by a hash that they have. Hashes are random: an index of the database would
// have every new row touch a page of its own, in every commit. So the newest rows' hashes stand in
// memory, and go to a table of places many at a time and in order. After a crash they are read
// again from the rows behind the mark.
// A place may be stale, also that of a row that was undone: whoever follows it looks at the row
// itself. Places of rows that were dropped do not go to the table.
// Thread-safe, but for what is said to be the writer's.
class HashIndex {
 public:
  // The table with "number INTEGER PRIMARY KEY", its column with the hash, the table of places
  // (hash, number), and the name of the mark in the table of states. Texts for ever.
  struct Names {
    std::string_view rows, hash, places, mark;
    bool drops_rows = false;  // rows do not stay for ever
  };
  explicit HashIndex(Names names);

  void load(Connection& connection);  // the writer's

  // The writer's: a number for a new row, never given before, whose hash is known from now on.
  std::int64_t add(std::int64_t hash);

  // Numbers of rows that may have the hash.
  std::vector<std::int64_t> find(Connection& connection, std::int64_t hash) const;

  // The same among those in memory only.
  std::vector<std::int64_t> find_fresh(std::int64_t hash) const;

  // Moving places to their table, slice by slice, each in a commit. true: there is one to write.
  bool begin_slice();
  void write_slice(Connection& connection) const;  // may be undone and repeated
  void end_slice(bool kept);

  // Places of all rows that have none yet, in one go: for a table that was filled without add().
  void place_all(Connection& connection) const;

 private:
  using Place = std::pair<std::int64_t, std::int64_t>;  // hash, number

  std::int64_t read_mark(Connection& connection) const;
  void find_left(Connection& connection, std::int64_t hash, std::int64_t until,
                 std::vector<std::int64_t>& numbers) const;
  std::vector<std::int64_t> fresh_ones(std::int64_t hash) const;
  void take_run();
  std::size_t slice_end() const;

  Names const names_;
  std::string const find_place_, find_row_, add_place_;
  Connection const* writer_ = nullptr;
  mutable std::mutex mutex_;
  std::unordered_multimap<std::int64_t, std::int64_t> fresh_;
  std::int64_t last_ = 0;         // number given last
  std::int64_t moved_until_ = 0;  // number up to which the memory was given back since the start
  std::vector<Place> run_;        // what is being moved, by hash
  std::int64_t run_last_ = 0;
  std::size_t moved_ = 0;  // of the run
  bool is_moving_ = false;
};

// The two hashes that every acceptance brings.
struct HashIndexes {
  HashIndex documents{{"documents", "prefix", "document_places", "document_places_until"}};
  HashIndex answers{{"answers", "hash", "answer_places", "answer_places_until", true}};
};

}  // namespace airut::ledger
