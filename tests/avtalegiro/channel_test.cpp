#include <filesystem>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <doctest/doctest.h>

#include "channels/avtalegiro/avtalegiro.hpp"
#include "channels/directory/directory.hpp"
#include "formats/netsgiro/claims.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

std::string transmission() {
  netsgiro::Claim claim;
  claim.amount = 53125;
  claim.due = *model::parse_date("2026-10-20");
  claim.kid = "0001004220260013";
  netsgiro::ClaimTransmission file{"12345678", 1, {{1, "86011117947", false, {claim}}}};
  return netsgiro::write_claims(file).value().bytes;
}

}  // namespace

TEST_CASE("only whole transmissions of 80 characters and CR LF leave for the clearing house") {
  auto const good = transmission();
  CHECK(channels::is_transmission(good));
  CHECK_FALSE(channels::is_transmission(""));
  CHECK_FALSE(channels::is_transmission(good.substr(0, good.size() - 82)));
  CHECK_FALSE(channels::is_transmission(good.substr(82)));
  auto unix_ends = good;
  unix_ends[80] = ' ';
  CHECK_FALSE(channels::is_transmission(unix_ends));
  auto wide = good;  // a letter of two bytes pushes the rest out of its place
  wide.insert(30, "\xC3");
  CHECK_FALSE(channels::is_transmission(wide));
}

TEST_CASE("a file that is no transmission is refused before anything is written") {
  tests::TempDirectory const home;
  boost::asio::thread_pool pool{1};
  channels::AvtaleGiroChannel channel{
      std::make_unique<channels::DirectoryChannel>(home.path(), pool)};
  channels::Parcel parcel;
  parcel.delivery_id = parcel.message_id = "trm_1";
  parcel.files = {{"12345678-0000001.txt", "text/plain", "NY000010"}};
  CHECK(std::holds_alternative<channels::Refused>(tests::run_to_end(channel.deliver(parcel))));
  CHECK(std::filesystem::is_empty(home.path()));
  parcel.files.front().bytes = transmission();
  CHECK(std::holds_alternative<channels::HandedOver>(tests::run_to_end(channel.deliver(parcel))));
  auto const file = home.path() / "trm_1-12345678-0000001.txt";
  CHECK(tests::slurp(file) == transmission());
}
