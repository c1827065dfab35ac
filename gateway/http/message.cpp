#include "gateway/http/message.hpp"

#include <algorithm>

namespace airut::gateway::http {

namespace {

std::string_view find(std::vector<std::pair<std::string, std::string>> const& pairs,
                      std::string_view name) {
  for (auto const& [key, value] : pairs)
    if (key == name) return value;
  return {};
}

}  // namespace

std::string_view method_text(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::delete_:
      return "DELETE";
  }
  return "";
}

std::string lower_case(std::string_view text) {
  std::string out{text};
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool Principal::may(std::string_view scope) const {
  return std::any_of(scopes.begin(), scopes.end(),
                     [&](auto const& one) { return one == "*" || one == scope; });
}

std::string_view Request::header(std::string_view name) const { return find(headers, name); }
std::string_view Request::parameter(std::string_view name) const { return find(query, name); }

}  // namespace airut::gateway::http
