#pragma once

#include <functional>
#include <optional>
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
  form,      // of a page, URL-encoded: at most 64 KiB
};

// What a route takes and gives, for the OpenAPI document. Schemas are names of its components.
struct Says {
  std::string_view gives;                       // schema of the answer; "" when it is no JSON
  int status = 200;                             // of a good answer
  std::string_view takes{};                     // schema of a JSON body
  std::string_view media = "application/json";  // of the answer
  std::vector<std::string_view> takes_media{};  // besides application/json
  bool is_list = false;                         // {data: [gives], has_more, next_cursor}
  bool if_match = false;                        // the header is needed
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
  Says says{};
};

using Routes = std::vector<Route>;

// What a path leads to.
struct Match {
  Route const* route = nullptr;  // nullptr: no such path or method
  std::vector<std::string> parameters;
  std::string allowed;  // methods of the path when only the method is wrong
};
// method nullopt: one that no route has.
Match match(Routes const& routes, std::optional<Method> method, std::string_view path);

// OpenAPI 3.1 of the table.
struct Described {
  std::string_view version, server_url;
  std::string_view schemas;  // JSON object: name to schema
};
std::string openapi(Routes const& routes, Described const& described);

}  // namespace airut::gateway::http
