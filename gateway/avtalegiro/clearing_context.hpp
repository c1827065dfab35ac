#pragma once

#include <string>
#include <string_view>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "gateway/billers.hpp"
#include "gateway/dispatch/apply.hpp"

namespace airut::gateway {

// Its name in the tables and in the registers of mandates and claims.
inline constexpr std::string_view avtalegiro_scheme = "avtalegiro";

// What a step with the clearing house is taken with: one tenant, one channel, one moment.
struct ClearingContext {
  Billers const& billers;
  config::Codes const& codes;
  config::Law const& law;
  std::string tenant;
  std::string channel;  // its name
  config::AvtaleGiroSettings const& settings;
  model::Instant now{};
  std::string actor = "system";

  StepContext step() const { return {billers, codes, actor, now, &law}; }
};

}  // namespace airut::gateway
