// What Vipps answers to the calls around the invoice, each once: the expectations stand here, so
// that a row of the shipped table that is changed or added is met by a case of its own.
#include <algorithm>
#include <array>

#include "tests/consumer/vipps_house.hpp"

using namespace airut;
using tests::as;
using tests::first_vipps_id;
using tests::run_to_end;
using tests::vipps_parcel;
using tests::VippsHouse;

namespace {

void vipps_behaves(VippsHouse& house, std::string_view call, std::string_view how) {
  house.peer.behave(fmt::format(R"("{}":"{}")", call, how));
}

// Every row of the call but success and the one for all others is among the cases.
template <class Cases>
void covers_vipps(std::string_view call, Cases const& cases) {
  for (auto const& row : tests::shipped_answers().all()) {
    bool const success = row.native.starts_with("20");
    if (row.service != "vipps" || row.call != call || row.native == "*" || success) continue;
    CAPTURE(row.native);
    CHECK(std::any_of(cases.begin(), cases.end(),
                      [&](auto const& one) { return one.how == "http:" + row.native; }));
  }
}

// How often a call other than a question came.
std::size_t puts(VippsHouse const& house, std::string_view end) {
  auto const log = house.peer.log();
  return static_cast<std::size_t>(std::count_if(log.begin(), log.end(), [&](auto const& one) {
    return one.at("method").as_string() == "PUT" &&
           std::string_view{one.at("path").as_string()}.ends_with(end);
  }));
}

}  // namespace

TEST_CASE("Vipps: each answer to the look-up is obeyed before the invoice is put") {
  if (!tests::VippsPeer::available()) return;
  struct Case {
    std::string_view how, code;
    bool refused;
  };
  constexpr std::array cases{Case{"http:400", "vipps.recipient_invalid", true},
                             Case{"http:401", "transport.not_authorised", true},
                             Case{"http:403", "transport.not_authorised", true},
                             Case{"http:404", "vipps.not_reachable", true},
                             Case{"http:429", "transport.unreachable", false},
                             Case{"http:500", "transport.unreachable", false},
                             Case{"http:418", "transport.unreachable", false},
                             Case{"late", "transport.unreachable", false}};
  covers_vipps("recipient", cases);
  VippsHouse house;
  for (auto const& one : cases) {
    CAPTURE(one.how);
    vipps_behaves(house, "recipient", one.how);
    auto const outcome = house.send();
    CHECK(std::holds_alternative<channels::Refused>(outcome) == one.refused);
    CHECK(std::holds_alternative<channels::Deferred>(outcome) == !one.refused);
    CHECK(channels::trace_of(outcome).code == one.code);
  }
  CHECK(puts(house, "") == 0);
  house.peer.behave({});
  as<channels::HandedOver>(house.send());
  CHECK(house.peer.count() == 1);
  CHECK(house.peer.violations().empty());
}

TEST_CASE("Vipps: each answer to the wish to revoke means what is documented") {
  if (!tests::VippsPeer::available()) return;
  using channels::Withdrawal;
  struct Case {
    std::string_view how;
    Withdrawal what;
    std::string_view code;
    std::size_t wishes;  // a conflict is looked at and wished once more
  };
  constexpr std::string_view refused = "vipps.revoke_refused", away = "transport.unreachable";
  constexpr std::array cases{Case{"http:400", Withdrawal::refused, refused, 1},
                             Case{"http:401", Withdrawal::refused, refused, 2},
                             Case{"http:403", Withdrawal::refused, refused, 1},
                             Case{"http:404", Withdrawal::done, "", 1},
                             Case{"http:409", Withdrawal::no_answer, "", 2},
                             Case{"http:429", Withdrawal::no_answer, away, 1},
                             Case{"http:500", Withdrawal::no_answer, "", 1},
                             Case{"hang", Withdrawal::no_answer, "", 1},
                             Case{"cut_before", Withdrawal::no_answer, "", 1}};
  covers_vipps("cancel", cases);
  VippsHouse house;
  as<channels::HandedOver>(house.send());
  house.look();
  for (auto const& one : cases) {
    CAPTURE(one.how);
    auto const before = puts(house, "/status/revoked");
    vipps_behaves(house, "cancel", one.how);
    auto const answer = house.withdraw();
    CHECK(answer.what == one.what);
    CHECK(answer.trace.code == one.code);
    CHECK(puts(house, "/status/revoked") == before + one.wishes);
  }
  CHECK(house.peer.history(first_vipps_id) == "created,pending");
  SUBCASE("late: it was done, and asked again it still is") {
    vipps_behaves(house, "cancel", "late");
    CHECK(house.withdraw().what == Withdrawal::no_answer);
    house.peer.behave({});
    CHECK(house.withdraw().what == Withdrawal::done);
  }
  SUBCASE("twice: done once") {
    vipps_behaves(house, "cancel", "twice");
    CHECK(house.withdraw().what == Withdrawal::done);
    house.peer.behave({});
    CHECK(house.withdraw().what == Withdrawal::done);
  }
  CHECK(house.peer.history(first_vipps_id) == "created,pending,revoked");
  CHECK(house.peer.violations().empty());
}

TEST_CASE("Vipps: an invoice that expired has come to its end, and needs no revoking") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  as<channels::HandedOver>(house.send());
  CHECK(house.look().value().evidence == channels::Evidence::delivered_to_recipient);
  house.peer.move(first_vipps_id, "expired");
  auto const seen = house.look().value();
  CHECK_FALSE(seen.evidence);
  CHECK(seen.final);
  CHECK(seen.trace.code == "vipps.expired");
  CHECK(seen.trace.native_code == "expired");
  CHECK(house.withdraw().what == channels::Withdrawal::done);
  CHECK(puts(house, "/status/revoked") == 0);
  CHECK(house.peer.history(first_vipps_id) == "created,pending,expired");
  CHECK(house.peer.violations().empty());
}

TEST_CASE("Vipps: answers about how it fares that are none, or come late, are no news") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  as<channels::HandedOver>(house.send());
  for (auto const* how : {"http:401", "http:429", "http:500", "late"}) {
    CAPTURE(how);
    vipps_behaves(house, "status", how);
    CHECK_FALSE(house.look());
    CHECK(run_to_end(house.channel.ask(vipps_parcel())) == channels::Arrival::no_answer);
    CHECK(house.withdraw().what == channels::Withdrawal::no_answer);
  }
  CHECK(house.peer.history(first_vipps_id).ends_with("pending"));
}

TEST_CASE("Vipps: what answers a call a second time is no answer to the next one") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
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
  vipps_behaves(house, "status", "again");
  CHECK(house.look().value().trace.code == "vipps.deleted_by_recipient");
  house.peer.behave({});
  auto const other = house.look(vipps_parcel(2)).value();
  CHECK(other.trace.code.empty());
  CHECK(other.evidence == channels::Evidence::delivered_to_recipient);
  // Nor is one that was revoked the answer to the wish to revoke another.
  as<channels::HandedOver>(house.send(vipps_parcel(3)));
  vipps_behaves(house, "cancel", "again");
  CHECK(house.withdraw(vipps_parcel(3)).what == channels::Withdrawal::done);
  vipps_behaves(house, "cancel", "http:400");
  CHECK(house.withdraw(vipps_parcel(2)).what == channels::Withdrawal::refused);
  CHECK(house.peer.violations().empty());
}
