#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/model/sha256.hpp"
#include "gateway/http/token_bucket.hpp"

namespace airut::gateway::http {

enum class Method { get, post, put, patch, delete_ };
std::string_view method_text(Method method);    // "GET" ...
std::string lower_case(std::string_view text);  // ASCII letters only

// Who a key stands for.
struct Principal {
  std::string tenant;
  std::string key_id;                // key_..., the actor in the journal
  std::vector<std::string> scopes;   // "*" is every scope
  std::vector<std::string> clients;  // empty: every client of the tenant
  std::string agency;                // not "": sees and tells cases of this partner alone
  bool live = true;
  std::shared_ptr<TokenBucket> bucket;  // empty: no limit of rate
  bool may(std::string_view scope) const;
};

// A request as a handler sees it: authorised, within its limits, decoded.
struct Request {
  Method method = Method::get;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;    // percent-decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  // lower-case names
  std::vector<std::string> path_parameters;                  // what {id} stood for
  std::string body;
  std::optional<model::Sha256> body_digest;    // where somebody has made it
  std::string remote;                          // peer address
  std::string request_id;                      // req_...
  std::string language = "en";                 // fi, sv, nb or en, from Accept-Language
  std::shared_ptr<Principal const> principal;  // empty on public routes

  std::string_view header(std::string_view lower_case_name) const;  // "" when absent
  std::string_view parameter(std::string_view name) const;          // of the query, "" when absent
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string problem_code{};  // set: body is a problem that problem_document() completes
};

}  // namespace airut::gateway::http
