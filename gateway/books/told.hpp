#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/store.hpp"

// The outbound feed: what the shadow ledger knows of money that the biller's own ledger has not
// told itself.
namespace airut::gateway {

struct ToldItem {
  std::int64_t seq = 0;  // of the event
  std::string event_id;
  // payment, reversal, credit, write_off, rounding, waiver, cancelled, fee, interest, cost,
  // correction, return, settlement, remittance (of payments that an agency reported and that were
  // told then), waiting (money that no item has yet; negative: one has it now, or it was taken
  // back)
  std::string kind;
  std::string invoice_number, component;  // "" when about no item
  model::Money amount;                    // positive: what is owed shrinks, or money goes out
  model::Date day{};                      // that it counts from
  std::string source;                     // pay_..., ltr_..., ret_..., col_...
};

struct Told {
  std::vector<ToldItem> items;
  std::int64_t next_seq = 0;  // to go on after
  bool has_more = false;
};

// A client's items of events after seq, about limit of them; those that its own ledger told are
// left out.
Told told_after(ledger::Snapshot& view, std::string const& tenant, std::string const& client,
                std::int64_t seq, std::size_t limit);

}  // namespace airut::gateway
