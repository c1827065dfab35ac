// Two access points, of which one does not answer.
#include <doctest/doctest.h>

#include "tests/peppol/house.hpp"

using namespace airut;
using tests::as, tests::letter, tests::run_to_end;

namespace {

constexpr auto with_the_dead = "0192:991825827", with_the_living = "0192:991825828";

// The network's own access point lives; the other, of a second network, has stopped.
struct TwoPoints : tests::PeppolHouse {
  TwoPoints() {
    network.enter(with_the_living);
    network.enter(with_the_dead,
                  fmt::format(R"("at":"https://localhost:{}/as4")", other.access_point_port()));
    other.stop();
  }
  std::string code_of(std::string const& recipient, int number) {
    return channels::trace_of(send(recipient, number)).code;
  }
  bool is_let_through(int number) {
    return !run_to_end(channel.prepare(letter(with_the_dead, number)));
  }
  tests::PeppolNetwork other;
};

bool is_over(channels::Outcome const& outcome) {
  return std::holds_alternative<channels::HandedOver>(outcome);
}

}  // namespace

TEST_CASE("an access point rests alone, and after its rest one message tries it") {
  if (!tests::PeppolNetwork::available()) return;
  TwoPoints points;
  for (int number = 1; number <= 5; ++number) {
    CHECK(points.code_of(with_the_dead, number) == "as4.connection_failed");
    CHECK(is_over(points.send(with_the_living, 100 + number)));
  }
  // It rests: nothing is offered to it, though it would answer again.
  points.other.start();
  auto const hindered = points.send(with_the_dead, 6);
  CHECK(as<channels::Deferred>(hindered).retry_after == std::chrono::seconds{60});
  CHECK(points.other.messages().empty());
  CHECK(is_over(points.send(with_the_living, 106)));
  CHECK(points.network.messages().size() == 6);

  points.now += std::chrono::seconds{61};
  REQUIRE(points.is_let_through(6));
  // While that one is under way nobody else is let through, but to the other.
  CHECK_FALSE(points.is_let_through(7));
  CHECK_FALSE(points.is_let_through(8));
  CHECK(is_over(points.send(with_the_living, 107)));
  CHECK(is_over(run_to_end(points.channel.deliver(letter(with_the_dead, 6)))));
  CHECK(points.other.messages().size() == 1);
  // It answered: all may come.
  REQUIRE(points.is_let_through(7));
  REQUIRE(points.is_let_through(8));
  CHECK(is_over(run_to_end(points.channel.deliver(letter(with_the_dead, 7)))));
  CHECK(is_over(run_to_end(points.channel.deliver(letter(with_the_dead, 8)))));
  CHECK(points.other.messages().size() == 3);
}

TEST_CASE("a trial that fails begins the rest anew, one that never left lets another try") {
  if (!tests::PeppolNetwork::available()) return;
  TwoPoints points;
  for (int number = 1; number <= 5; ++number) points.send(with_the_dead, number);
  points.now += std::chrono::seconds{61};
  CHECK(points.code_of(with_the_dead, 6) == "as4.connection_failed");
  CHECK_FALSE(points.is_let_through(7));
  points.now += std::chrono::seconds{59};
  CHECK_FALSE(points.is_let_through(7));
  points.now += std::chrono::seconds{2};
  REQUIRE(points.is_let_through(7));
  // The attempt could not be committed.
  boost::asio::io_context context;
  boost::asio::co_spawn(context, points.channel.discard(letter(with_the_dead, 7)),
                        [](std::exception_ptr) {});
  context.run();
  points.other.start();
  CHECK(is_over(points.send(with_the_dead, 8)));
  CHECK(points.other.messages().size() == 1);
}
