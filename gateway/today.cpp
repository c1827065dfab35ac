#include "gateway/today.hpp"

#include "gateway/claim/civil_day.hpp"

namespace airut::gateway {

model::Date today_of(Billers const& billers, std::string_view tenant, model::Instant now) {
  auto const* home = billers.tenant(tenant);
  return civil_day(home != nullptr ? home->country : std::string{}, now);
}

}  // namespace airut::gateway
