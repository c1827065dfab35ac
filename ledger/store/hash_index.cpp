#include "ledger/store/hash_index.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::ledger {
namespace {

constexpr std::size_t run_from = 32768;  // so many fresh ones are worth a run through the table
constexpr std::size_t slice_most = 1024;

// To look whether a row is still there costs more than all else about its place, so that it is done
// only where rows are dropped.
std::string add_text(HashIndex::Names const& names) {
  if (!names.drops_rows)
    return fmt::format("INSERT INTO {} (hash, number) VALUES (?,?) ON CONFLICT DO NOTHING",
                       names.places);
  return fmt::format(
      "INSERT INTO {} (hash, number) SELECT ?, number FROM {} WHERE number = ?"
      " ON CONFLICT DO NOTHING",
      names.places, names.rows);
}

}  // namespace

HashIndex::HashIndex(Names names)
    : names_(names),
      find_place_(fmt::format("SELECT number FROM {} WHERE hash = ?", names.places)),
      find_row_(fmt::format("SELECT number FROM {} WHERE number > ? AND number <= ? AND {} = ?",
                            names.rows, names.hash)),
      add_place_(add_text(names)) {}

std::int64_t HashIndex::read_mark(Connection& connection) const {
  Query mark{connection, "SELECT value FROM state WHERE name = ?"};
  return mark.bind(names_.mark).next() ? mark.take<std::int64_t>() : 0;
}

void HashIndex::load(Connection& connection) {
  std::lock_guard const lock{mutex_};
  auto const until = read_mark(connection);
  writer_ = &connection;
  fresh_.clear();
  last_ = until;
  Query row{connection,
            fmt::format("SELECT {}, number FROM {} WHERE number > ?", names_.hash, names_.rows)};
  row.bind(until);
  while (row.next()) {
    std::int64_t hash = 0, number = 0;
    row.take(hash, number);
    fresh_.emplace(hash, number);
    last_ = std::max(last_, number);
  }
}

std::int64_t HashIndex::add(std::int64_t hash) {
  std::lock_guard const lock{mutex_};
  fresh_.emplace(hash, ++last_);
  return last_;
}

std::vector<std::int64_t> HashIndex::fresh_ones(std::int64_t hash) const {
  std::vector<std::int64_t> numbers;
  auto const [from, to] = fresh_.equal_range(hash);
  for (auto at = from; at != to; ++at) numbers.push_back(at->second);
  return numbers;
}

std::vector<std::int64_t> HashIndex::find_fresh(std::int64_t hash) const {
  std::lock_guard const lock{mutex_};
  return fresh_ones(hash);
}

std::vector<std::int64_t> HashIndex::find(Connection& connection, std::int64_t hash) const {
  std::vector<std::int64_t> numbers;
  std::int64_t moved_until = 0;
  {
    std::lock_guard const lock{mutex_};
    moved_until = moved_until_;
    numbers = fresh_ones(hash);
  }
  Query place{connection, find_place_};
  place.bind(hash);
  while (place.next()) numbers.push_back(place.take<std::int64_t>());
  if (moved_until > 0 && &connection != writer_) find_left(connection, hash, moved_until, numbers);
  return numbers;
}

// A reader whose moment is before the end of a move has its places neither in memory nor all in the
// table.
void HashIndex::find_left(Connection& connection, std::int64_t hash, std::int64_t until,
                          std::vector<std::int64_t>& numbers) const {
  auto const mark = read_mark(connection);
  if (mark >= until) return;
  Query row{connection, find_row_};
  row.bind(mark, until, hash);
  while (row.next()) numbers.push_back(row.take<std::int64_t>());
}

void HashIndex::take_run() {
  run_.assign(fresh_.begin(), fresh_.end());
  std::sort(run_.begin(), run_.end());
  run_last_ = last_;
  moved_ = 0;
}

std::size_t HashIndex::slice_end() const { return std::min(moved_ + slice_most, run_.size()); }

bool HashIndex::begin_slice() {
  std::lock_guard const lock{mutex_};
  if (is_moving_) return false;
  if (run_.empty() && fresh_.size() >= run_from) take_run();
  is_moving_ = !run_.empty();
  return is_moving_;
}

void HashIndex::write_slice(Connection& connection) const {
  std::lock_guard const lock{mutex_};
  for (auto at = moved_; at < slice_end(); ++at) {
    auto const& [hash, number] = run_[at];
    Query place{connection, add_place_};
    place.bind(hash, number).run();
  }
  if (slice_end() < run_.size()) return;
  Query mark{connection,
             "INSERT INTO state (name, value) VALUES (?1,?2)"
             " ON CONFLICT (name) DO UPDATE SET value = ?2"};
  mark.bind(names_.mark, run_last_).run();
}

void HashIndex::place_all(Connection& connection) const {
  {
    Query places{connection,
                 fmt::format("INSERT INTO {0} (hash, number) SELECT {2}, number FROM {1}"
                             " WHERE number > ? ORDER BY {2}, number ON CONFLICT DO NOTHING",
                             names_.places, names_.rows, names_.hash)};
    places.bind(read_mark(connection)).run();
  }
  Query mark{connection, fmt::format("INSERT INTO state (name, value) VALUES (?1,"
                                     " (SELECT coalesce(max(number), 0) FROM {0}))"
                                     " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                                     names_.rows)};
  mark.bind(names_.mark).run();
}

void HashIndex::end_slice(bool kept) {
  std::lock_guard const lock{mutex_};
  is_moving_ = false;
  if (!kept) return;
  moved_ = slice_end();
  if (moved_ < run_.size()) return;
  run_.clear();
  moved_until_ = run_last_;
  std::erase_if(fresh_, [&](auto const& place) { return place.second <= run_last_; });
}

}  // namespace airut::ledger
