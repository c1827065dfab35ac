#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/target.hpp"

namespace airut::gateway::http {

// A parameter as a route declares it: "name", or "name=word|word" with all that it may say.
struct Parameter {
  std::string_view name;
  std::vector<std::string_view> words;  // empty: any text
  bool is_flag() const { return words.size() == 2 && words.front() == "true"; }
};
Parameter parameter_of(std::string_view declared);

// Why the query of a request is refused: a parameter that the route does not take (what was meant
// for a filter or a dry run must not be lost), one that is given twice, a word that it does not
// have, a client_ref that is none of the tenant's billing clients. nullopt when it is good.
std::optional<Response> judge_query(Route const& route, Target const& target,
                                    Principal const& principal,
                                    std::vector<std::string> const& billing_clients);

}  // namespace airut::gateway::http
