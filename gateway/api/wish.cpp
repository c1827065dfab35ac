#include "gateway/api/wish.hpp"

#include "formats/json/object_reader.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {

std::map<std::string, std::string, std::less<>> read_wish(
    http::Request const& request, std::initializer_list<std::string_view> members) {
  auto const body = request.body.empty() ? std::string_view{"{}"} : std::string_view{request.body};
  auto const tree = json::Tree::parse(body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  std::map<std::string, std::string, std::less<>> wish;
  json::ObjectReader in{*tree, tree->root(), findings};
  for (auto const member : members) wish.emplace(member, in.text(member));
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

}  // namespace airut::gateway::api
