#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "config/saft_grouping.hpp"
#include "config/settings.hpp"
#include "formats/bookkeeping/book_file.hpp"
#include "ledger/books/basis.hpp"
#include "ledger/store/store.hpp"

// A client's month as its accounting takes it.
namespace airut::gateway {

ledger::books::Closed closed_months(ledger::Snapshot& view, std::string const& tenant,
                                    std::string const& client);

// Made again from the whole journal of the tenant.
ledger::books::Basis month_of(ledger::Snapshot& view, std::string const& tenant,
                              std::string const& client, ledger::books::Period period);

// What the file of a month is for beside the client.
struct FileWish {
  // Of which currency; none: the client's, and then the month may have no other.
  std::optional<model::Currency> currency;
  model::Date today{};
  config::SaftGrouping const* grouping = nullptr;
};

struct FileRefusal {
  std::string code, text;
};

// Of one currency, in the client's own account numbers. Refused: account-unmapped, an account that
// the client has not mapped, or one that the grouping (when given) does not know;
// several-currencies, the month has another and none was named.
tl::expected<bookkeeping::BookFile, FileRefusal> book_file(ledger::Snapshot& view,
                                                           std::string const& tenant,
                                                           ledger::books::Basis const& basis,
                                                           config::Client const& client,
                                                           FileWish const& wish);

}  // namespace airut::gateway
