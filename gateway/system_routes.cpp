#include "gateway/system_routes.hpp"

#include <exception>
#include <tuple>

#include <boost/asio/awaitable.hpp>

#include "gateway/http/problem.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/try_writing.hpp"

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

http::Response readiness(ledger::Store& store, DiskFloor const& disk) {
  if (!disk.has_room()) return http::problem(503, "disk-floor", "The disk is nearly full.", true);
  auto const figures = store.figures();
  if (figures.must_start_anew || figures.reads_lost)
    return http::problem(503, "store-lost", "The store does not take invoices.", true);
  if (figures.lost_newest) {
    // Only a write can tell that it takes them again.
    std::ignore = store.write(ledger::try_writing, [](std::exception_ptr) {});
    return http::problem(503, "store-lost", "The store does not take invoices.", true);
  }
  store.read([](ledger::Snapshot& view) { return ledger::next_channel_waiting(view, {}); });
  return {200, "text/plain", "ready\n", {}};
}

http::Route problem_route() {
  auto route = public_route("/problems/{code}", "What a problem is about", "text/html", nullptr);
  route.handle = show_problem;
  return route;
}

}  // namespace airut::gateway
