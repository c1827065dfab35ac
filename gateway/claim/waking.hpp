#pragma once

#include <string_view>
#include <vector>

#include "gateway/billers.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// Which items the day's run need look at: by how many letters they had, those for which the days of
// the tenant's shortest policy are over. Never later than what decide() says of an item.
std::vector<ledger::Waking> wakings(Billers const& billers, std::string_view tenant,
                                    model::Date as_of);

}  // namespace airut::gateway
