#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "gateway/http/message.hpp"

namespace airut::gateway::http {

enum class Body {
  none,
  json,      // at most Limits::json_body_bytes
  document,  // at most Limits::file_body_bytes
};

// One line of the route table, which drives dispatch, authorisation and the OpenAPI document.
struct Route {
  Method method = Method::get;
  std::string_view pattern;  // "/v1/invoices/{id}"
  std::string_view scope;    // "" is public
  Body body = Body::none;
  bool idempotency_key = false;  // the header is required
  std::string_view tag, summary;
  std::vector<std::string_view> parameters;  // query parameters
  std::function<boost::asio::awaitable<Response>(Request)> handle;
};

using Routes = std::vector<Route>;

// What a path leads to.
struct Match {
  Route const* route = nullptr;  // nullptr: no such path or method
  std::vector<std::string> parameters;
  std::string allowed;  // methods of the path when only the method is wrong
};
Match match(Routes const& routes, Method method, std::string_view path);

// OpenAPI 3.1 of the table.
std::string openapi(Routes const& routes, std::string_view version);

}  // namespace airut::gateway::http
