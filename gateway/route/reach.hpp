#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "gateway/route/router.hpp"

namespace airut::gateway {

// How a recipient is reached in a channel, or the word for why not.
struct Reach {
  std::string address, intermediary;
  std::string skip;  // "" when reachable
};

inline Reach unreachable(std::string reason) { return {{}, {}, std::move(reason)}; }

// Consumers in Norway, by what is known of them: eFaktura address, national id, mobile phone,
// e-mail address, in this order, as "scheme:value". The intermediary is the issuer's organisation
// number. Vipps knows national ids and phones alone, and takes a bill three days before it is due
// at the latest and a year at the earliest.
Reach reach_efaktura(RouteQuestion const& question);
Reach reach_vipps(RouteQuestion const& question);

// A Norwegian mobile number in any spelling as Vipps writes it: 47 and eight digits. "" for others.
std::string msisdn(std::string_view phone);

}  // namespace airut::gateway
