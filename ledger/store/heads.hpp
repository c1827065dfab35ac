#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/standing.hpp"
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

// Items that came to a due day of a subledger, and what they owe, or the other way.
struct SumChange {
  std::int64_t subledger = 0;
  model::Date due_date{};
  std::int64_t items = 0, open = 0;
};

// What the committer remembers between commits instead of asking the database, the chains' ends and
// the invoice that was named last, and what it writes once a commit instead of once a fact: the
// counts of deliveries and the sums of what is open. Undone together with the rows.
struct Heads {
  std::map<std::string, Head, std::less<>> chains;
  std::vector<std::pair<Head*, Head>> changed;  // with the value before, newest last
  std::string invoice_id;                       // of the tenant below
  std::int64_t invoice_tenant = 0, invoice = 0, invoice_version = 0;
  std::int64_t invoice_payments = 0;  // how much of that version the invoice's item counts
  // That invoice's item before the fact that is under way, until it changes.
  std::optional<Standing> item;
  bool version_waits = false;  // that invoice's row has not got its version yet
  std::vector<CountChange> counts;
  std::vector<SumChange> open_changes;
  // Keys by tenant, client and currency, of those that were met.
  std::map<std::tuple<std::int64_t, std::string, std::string>, std::int64_t, std::less<>>
      subledgers;
  bool broken = false;  // append() threw in this work: its rows are half there

  // The tenant's head, read or begun when it is not known yet.
  Head& of(Connection& connection, std::string_view tenant);
  void advance(Head& head, Event const& event);

  struct Mark {
    std::size_t changed = 0, counts = 0, open_changes = 0;
  };
  Mark mark() const { return {changed.size(), counts.size(), open_changes.size()}; }
  void undo(Mark to);
  void keep() { changed.clear(); }
  void forget();  // all of it, to be read again

  // Before the commit: what waits until now.
  void write_waiting(Connection& connection);

  static Heads* of(Transaction& tx) { return tx.heads_; }

 private:
  void write_counts(Connection& connection);
  void write_sums(Connection& connection);
};

}  // namespace airut::ledger
