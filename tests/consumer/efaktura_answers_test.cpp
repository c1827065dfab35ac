// What eFaktura answers to the calls around the document, each once: the expectations stand here,
// so that a row of the shipped table that is changed or added is met by a case of its own.
#include <algorithm>

#include "tests/consumer/efaktura_house.hpp"

using namespace airut;
using tests::as;
using tests::with_both;
using House = tests::EfakturaHouse;

namespace {

void behave(House& house, std::string_view call, std::string_view how) {
  house.peer.behave(fmt::format(R"("{}":"{}")", call, how));
}

}  // namespace

TEST_CASE("eFaktura: what answers a call a second time is no answer to the next one") {
  with_both([](House& house) {
    for (auto const* how : {"twice", "again"}) {
      CAPTURE(how);
      // The look-up's answer, which comes once more, is no receipt of a document that is refused.
      house.peer.behave(fmt::format(R"("lookup":"{}","add":"fault:5003")", how));
      auto const outcome = house.send();
      CHECK(as<channels::Refused>(outcome).trace.code == "efaktura.recipient_unknown");
    }
    CHECK(house.peer.documents().empty());
    house.peer.behave({});
    as<channels::HandedOver>(house.send(1));
    as<channels::HandedOver>(house.send(2));
    // Nor does the end of one document, told again, end another.
    house.peer.behave(R"("status":"again","state":"DELETED")");
    CHECK(house.look(1).value().trace.code == "efaktura.deleted_by_recipient");
    house.peer.behave({});
    auto const other = house.look(2).value();
    CHECK(other.trace.code.empty());
    CHECK(other.evidence == channels::Evidence::delivered_to_recipient);
    // Nor is one that was cancelled the answer to the wish to cancel another.
    behave(house, "cancel", "again");
    CHECK(house.withdraw(1).what == channels::Withdrawal::done);
    behave(house, "cancel", "fault:5005");
    CHECK(house.withdraw(2).what == channels::Withdrawal::too_late);
    auto const documents = house.peer.documents();
    CHECK(std::count_if(documents.begin(), documents.end(), [](auto const& one) {
            return one.value().at("cancelled").as_bool();
          }) == 1);
  });
}
