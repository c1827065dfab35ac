#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "config/settings.hpp"
#include "gateway/http/keys.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/target.hpp"

namespace airut::gateway::http {

using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

// What may be said of a request when its header has come: where it leads, who sends it, or why it
// goes no further.
struct Admission {
  Match found;
  std::optional<Target> target;
  std::shared_ptr<Principal const> principal;
  std::vector<std::pair<std::string, std::string>> headers;  // of the answer, whatever it is
  std::optional<Response> refusal;
  bool misframed = false;  // where the next request begins cannot be known: the connection ends
  std::uint64_t body_limit = 0;  // bytes
};

Admission admit(Parser const& parser, Routes const& routes, Keys const& keys,
                config::Limits const& limits);

// The method, nullopt for one that no route has. HEAD is a GET whose body stays here.
std::optional<Method> method_of(boost::beast::http::verb verb);

}  // namespace airut::gateway::http
