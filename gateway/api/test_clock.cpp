#include "gateway/api/reply.hpp"
#include "gateway/api/wish.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

asio::awaitable<http::Response> move_clock(House& house, http::Request request) {
  auto const wish = read_wish(request, {"now"});
  auto const moment = model::parse_instant(wish.at("now"));
  if (!moment) co_return http::problem(422, "date-format", "now is a moment, RFC 3339.");
  if (*moment < house.clock.now()) {
    co_return http::problem(409, "clock-backwards", "The test clock only goes forward.");
  }
  house.clock.advance(*moment - house.clock.now());
  house.dispatcher.wake();
  json::Writer out;
  out.begin_object();
  out.member("now", model::instant_text(house.clock.now()));
  out.end_object();
  co_return reply(std::move(out));
}

}  // namespace

void add_test_clock_route(House& house, http::Routes& routes) {
  routes.push_back(
      {http::Method::post,
       "/v1/test/clock",
       "test:write",
       http::Body::json,
       false,
       "Test",
       "Move the test clock forward; only in a gateway with test_clock",
       {},
       [&house](http::Request request) { return move_clock(house, std::move(request)); },
       {.gives = "Clock", .takes = "ClockWish"}});
}

}  // namespace airut::gateway::api
