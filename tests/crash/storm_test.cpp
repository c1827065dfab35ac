// The whole flow in bad weather: killed at random moments while whatever the gateway talks to fails
// by chance. Nothing promised is lost, and nothing arrives twice but what the other side can tell.
#include <algorithm>

#include "tests/crash/finnish_house.hpp"
#include "tests/crash/norwegian_house.hpp"

using namespace airut::tests::crash;

namespace {

template <class House>
void weather_out() {
  if (!House::available()) return;
  House house;
  Storm storm{house};
  for (int left = storm_rounds(); left > 0; left -= rounds_at_once) {
    storm.rage(std::min(left, rounds_at_once));
    storm.pass();
  }
  storm.check();
}

}  // namespace

TEST_CASE("killed while bank, Peppol, mail and printer fail by chance, each has each thing once") {
  weather_out<FinnishHouse>();
}

TEST_CASE("killed while operators, eFaktura, Vipps and clearing fail by chance, each has it once") {
  weather_out<NorwegianHouse>();
}
