#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// The end of one tenant's chain.
struct Head {
  std::int64_t tenant = 0;  // its number; 0: not read yet
  std::int64_t seq = 0;
  model::Sha256 hash{};
  model::Instant booked{};
};

// A delivery that came into a state, or left it.
struct CountChange {
  std::int64_t tenant = 0;
  std::string channel, state;
  std::int64_t by = 0;
};

// What the committer remembers between commits instead of asking the database, the chains' ends and
// the invoice that was named last, and what it writes once a commit instead of once a fact: the
// counts of deliveries. Undone together with the rows.
struct Heads {
  std::map<std::string, Head, std::less<>> chains;
  std::vector<std::pair<Head*, Head>> changed;  // with the value before, newest last
  std::string invoice_id;                       // of the tenant below
  std::int64_t invoice_tenant = 0, invoice = 0, invoice_version = 0;
  bool version_waits = false;  // that invoice's row has not got its version yet
  std::vector<CountChange> counts;
  bool broken = false;  // append() threw in this work: its rows are half there

  // The tenant's head, read or begun when it is not known yet.
  Head& of(Connection& connection, std::string_view tenant);
  void advance(Head& head, Event const& event);

  struct Mark {
    std::size_t changed = 0, counts = 0;
  };
  Mark mark() const { return {changed.size(), counts.size()}; }
  void undo(Mark to);
  void keep() { changed.clear(); }
  void forget();  // all of it, to be read again

  // Before the commit: what waits until now.
  void write_counts(Connection& connection);

  static Heads* of(Transaction& tx) { return tx.heads_; }
};

}  // namespace airut::ledger
