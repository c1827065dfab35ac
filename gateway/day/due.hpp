#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"

namespace airut::gateway {

// Whether a time of today's, in the country, has come since the day was run last (none: never).
bool day_is_due(std::vector<std::chrono::minutes> const& times, std::string_view country,
                std::optional<model::Instant> since, model::Instant now);

}  // namespace airut::gateway
