#include "gateway/system_routes.hpp"

#include <boost/asio/awaitable.hpp>

#include "gateway/http/problem.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

asio::awaitable<http::Response> show_problem(http::Request request) {
  auto page = http::problem_page(request.path_parameters.at(0), request.language);
  if (page.empty()) co_return http::problem(404, "not-found", "There is no such problem.");
  http::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(page);
  co_return response;
}

}  // namespace

http::Route public_route(std::string_view pattern, std::string_view summary, std::string_view media,
                         std::function<http::Response()> answer) {
  http::Route route;
  route.pattern = pattern;
  route.tag = "System";
  route.summary = summary;
  route.says.media = media;
  route.handle = [answer = std::move(answer)](http::Request) -> asio::awaitable<http::Response> {
    co_return answer();
  };
  return route;
}

http::Route health_route() {
  return public_route("/healthz", "The process runs", "text/plain",
                      [] { return http::Response{200, "text/plain", "ok\n", {}}; });
}

http::Route problem_route() {
  auto route = public_route("/problems/{code}", "What a problem is about", "text/html", nullptr);
  route.handle = show_problem;
  return route;
}

}  // namespace airut::gateway
