#include "gateway/dispatch/seal.hpp"

#include <doctest/doctest.h>

using namespace airut;

namespace {

channels::Parcel parcel_with(std::string name) {
  channels::Parcel parcel;
  parcel.files = {{"invoice.pdf", "application/pdf", "%PDF"},
                  {std::move(name), "text/plain", "hours"}};
  return parcel;
}

std::string unpacked_text(ledger::PackedDocument const& one) {
  return ledger::unpack(one.packed.packing, one.packed.bytes, static_cast<std::size_t>(one.size));
}

}  // namespace

TEST_CASE("a parcel is opened as it was sealed, whatever its files are called") {
  // The names of attachments come out of UBL and CII as they stand there.
  auto const long_name = std::string(1001, 'a') + ".txt";
  for (std::string const& name : {std::string{"hours.txt"}, std::string{"ho\x7Furs.txt"},
                                  std::string{"ho\nurs.txt"}, std::string{" "}, long_name}) {
    CAPTURE(name);
    auto const packed = gateway::pack_parcel(parcel_with(name));
    auto const files = gateway::sealed_files(unpacked_text(packed.list));
    REQUIRE(files.size() == 2);
    CHECK(files[1].name == name);
    CHECK(files[1].digest == packed.files[1].name);
  }
}

TEST_CASE("what is no seal is not opened") {
  CHECK_THROWS(gateway::sealed_files("no seal"));
  CHECK_THROWS(gateway::sealed_files(R"({"files":[1]})"));
  CHECK_THROWS(gateway::sealed_files(R"({"files":[{"name":7}]})"));
}
