#pragma once

#include <string_view>

#include "gateway/billers.hpp"

namespace airut::gateway {

// The calendar day in the tenant's country: a business day is a day there.
model::Date today_of(Billers const& billers, std::string_view tenant, model::Instant now);

}  // namespace airut::gateway
