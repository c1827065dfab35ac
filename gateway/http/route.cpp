#include "gateway/http/route.hpp"

namespace airut::gateway::http {

namespace {

std::string_view next_part(std::string_view& path) {
  auto const end = path.find('/', 1);
  auto const part = path.substr(1, end == path.npos ? path.npos : end - 1);
  path = end == path.npos ? std::string_view{} : path.substr(end);
  return part;
}

bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& parameters) {
  parameters.clear();
  while (!pattern.empty() && !path.empty()) {
    auto const wanted = next_part(pattern), given = next_part(path);
    if (wanted.starts_with('{')) {
      if (given.empty()) return false;
      parameters.emplace_back(given);
    } else if (wanted != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

Match match(Routes const& routes, std::optional<Method> method, std::string_view path) {
  Match found;
  std::vector<std::string> parameters;
  for (auto const& route : routes) {
    if (!fits(route.pattern, path, parameters)) continue;
    if (route.method == method) return {&route, std::move(parameters), {}};
    if (!found.allowed.empty()) found.allowed += ", ";
    found.allowed += method_text(route.method);
  }
  return found;
}

}  // namespace airut::gateway::http
