#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/finding.hpp"
#include "formats/model/money.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "ledger/store/store.hpp"

// The biller's own ledger is the true one: what it tells of payments, credits, losses and due dates
// is taken over, each event once, by the id that it has there.
namespace airut::gateway {

struct FeedItem {
  std::string id;    // in the biller's ledger
  std::string kind;  // payment, credit, write_off, due_date
  std::string invoice_number;
  std::string amount;                   // decimal text; not for due_date
  std::optional<model::Date> day;       // that it counts from; of a payment: the value day
  std::optional<model::Date> due_date;  // the new one
  std::string reason;
};

struct FeedOutcome {
  std::string id;
  std::string outcome;  // taken, repeated, refused
  std::string result;   // id of what it became
  std::string problem;  // why it was refused, a sentence
};

// CSV with the header line id,kind,invoice_number,amount,day,due_date,reason, in any order of the
// columns; a comma or a semicolon between them. Findings with their lines for anything else.
tl::expected<std::vector<FeedItem>, model::Findings> read_feed_csv(std::string_view text);

// Takes one item. Told again with the same content it is repeated, with another it is refused; a
// refused item leaves nothing behind and may come again. So does one that meets a fault: it is that
// item's alone.
FeedOutcome take_feed_item(ledger::Transaction& tx, ClaimContext const& context,
                           std::string const& client, FeedItem const& item);

}  // namespace airut::gateway
