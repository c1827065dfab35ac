#pragma once

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

// Of one currency, in the client's own account numbers. The error is a sentence: an account that
// the client has not mapped, or one that the grouping (when given) does not know.
tl::expected<bookkeeping::BookFile, std::string> book_file(
    ledger::Snapshot& view, std::string const& tenant, ledger::books::Basis const& basis,
    config::Client const& client, model::Date today, config::SaftGrouping const* grouping);

}  // namespace airut::gateway
