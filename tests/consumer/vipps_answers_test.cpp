// What Vipps answers to the calls around the invoice, each once: the expectations stand here, so
// that a row of the shipped table that is changed or added is met by a case of its own.
#include "tests/consumer/vipps_house.hpp"

using namespace airut;
using tests::as;
using tests::first_vipps_id;
using tests::vipps_parcel;
using House = tests::VippsHouse;

namespace {

void behave(House& house, std::string_view call, std::string_view how) {
  house.peer.behave(fmt::format(R"("{}":"{}")", call, how));
}

}  // namespace

TEST_CASE("Vipps: what answers a call a second time is no answer to the next one") {
  if (!tests::VippsPeer::available()) return;
  House house;
  for (auto const* how : {"twice", "again"}) {
    CAPTURE(how);
    // The look-up's answer, which comes once more, does not say that a refused invoice is there.
    house.peer.behave(fmt::format(R"("recipient":"{}","add":"http:400")", how));
    CHECK(as<channels::Refused>(house.send()).trace.code == "vipps.request_invalid");
  }
  CHECK(house.peer.count() == 0);
  house.peer.behave({});
  as<channels::HandedOver>(house.send());
  as<channels::HandedOver>(house.send(vipps_parcel(2)));
  // Nor does the end of one invoice, told again, end another.
  house.look();
  house.peer.move(first_vipps_id, "deleted");
  behave(house, "status", "again");
  CHECK(house.look().value().trace.code == "vipps.deleted_by_recipient");
  house.peer.behave({});
  auto const other = house.look(vipps_parcel(2)).value();
  CHECK(other.trace.code.empty());
  CHECK(other.evidence == channels::Evidence::delivered_to_recipient);
  // Nor is one that was revoked the answer to the wish to revoke another.
  as<channels::HandedOver>(house.send(vipps_parcel(3)));
  behave(house, "cancel", "again");
  CHECK(house.withdraw(vipps_parcel(3)).what == channels::Withdrawal::done);
  behave(house, "cancel", "http:400");
  CHECK(house.withdraw(vipps_parcel(2)).what == channels::Withdrawal::refused);
  CHECK(house.peer.violations().empty());
}
