#include "tests/consumer/vipps_house.hpp"

using namespace airut;
using tests::as;
using tests::run_to_end;
using tests::vipps_parcel;
using tests::VippsHouse;

TEST_CASE("an invoice is put into Vipps as its contract wants it") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  auto const outcome = house.send();
  auto const& over = as<channels::HandedOver>(outcome);
  CHECK(over.evidence == channels::Evidence::accepted_by_operator);
  CHECK(over.receipt.find(tests::first_vipps_id) != std::string::npos);
  CHECK(house.peer.history(tests::first_vipps_id) == "created");
  CHECK(house.peer.violations().empty());
  CHECK(over.receipt.find("01032300371") == std::string::npos);
}

TEST_CASE("the same delivery put twice is one invoice, and another one under its id is told") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  as<channels::HandedOver>(house.send());
  as<channels::HandedOver>(house.send());
  CHECK(house.peer.count() == 1);
  SUBCASE("a conflict about what is ours after all is a hand-over") {
    house.peer.behave(R"("add":"http:409")");
    as<channels::HandedOver>(house.send());
  }
  SUBCASE("other terms are another invoice") {
    house.peer.test("/test/tamper", R"({"id":")" + tests::first_vipps_id + R"("})");
    CHECK(as<channels::Refused>(house.send()).trace.code == "vipps.id_taken");
  }
  SUBCASE("a conflict that cannot be looked into is unsure") {
    house.peer.behave(R"("add":"http:409","status":"http:500")");
    as<channels::Unsure>(house.send());
  }
  CHECK(house.peer.count() == 1);
}

TEST_CASE("a recipient whom Vipps does not know goes by the next channel, unnamed") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  auto const unknown = house.send(vipps_parcel(1, "nin-no:15076500565"));
  auto const& refused = as<channels::Refused>(unknown);
  CHECK(refused.trace.code == "vipps.not_reachable");
  CHECK(refused.trace.excerpt.find("15076500565") == std::string::npos);
  CHECK(refused.trace.excerpt.find("***") != std::string::npos);
  auto const wrong = house.send(vipps_parcel(1, "msisdn:47123"));
  CHECK(as<channels::Refused>(wrong).trace.code == "vipps.recipient_invalid");
  CHECK(house.peer.count() == 0);
}

TEST_CASE("before the invoice leaves every failure is one of nothing taken") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  for (auto const* how :
       {"http:500", "http:429", "http:503", "cut", "cut_before", "hang", "garbage"}) {
    CAPTURE(how);
    house.peer.behave(fmt::format(R"("recipient":"{}")", how));
    auto const outcome = house.send();
    CHECK(as<channels::Deferred>(outcome).trace.code == "transport.unreachable");
  }
  house.peer.behave(R"("recipient":"http:429")");
  CHECK(as<channels::Deferred>(house.send()).retry_after == std::chrono::seconds{77});
  house.peer.behave(R"("recipient":"http:403")");
  CHECK(as<channels::Refused>(house.send()).trace.code == "transport.not_authorised");
  CHECK(house.peer.count() == 0);
}

TEST_CASE("every answer to the invoice itself leads to what the table says") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  auto const with = [&](std::string const& how) {
    house.peer.behave(fmt::format(R"("add":"{}")", how));
    return house.send();
  };
  CHECK(as<channels::Refused>(with("http:400")).trace.code == "vipps.request_invalid");
  CHECK(as<channels::Refused>(with("http:403")).trace.code == "transport.not_authorised");
  CHECK(as<channels::Deferred>(with("http:429")).trace.code == "transport.unreachable");
  CHECK(as<channels::Deferred>(with("http:503")).trace.code == "transport.unreachable");
  CHECK(as<channels::Unsure>(with("http:500")).trace.code == "transport.no_answer");
  CHECK(house.peer.count() == 0);
  for (auto const* how : {"hang", "cut_before", "cut", "late"}) {
    CAPTURE(how);
    CHECK(as<channels::Unsure>(with(how)).trace.code == "transport.no_answer");
  }
  CHECK(house.peer.history(tests::first_vipps_id) == "created");
  as<channels::HandedOver>(with("twice"));
  // The second answer, where it is met at all, is no answer to the next invoice.
  house.peer.behave({});
  if (std::holds_alternative<channels::Deferred>(house.send(vipps_parcel(2))))
    as<channels::HandedOver>(house.send(vipps_parcel(2)));
  CHECK(house.peer.count() == 2);
}

TEST_CASE("an access token that is no longer taken is asked for anew") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  as<channels::HandedOver>(house.send());
  house.peer.test("/test/forget_tokens", "{}");
  as<channels::HandedOver>(house.send(vipps_parcel(2)));
  SUBCASE("keys that are refused hold the delivery") {
    house.peer.test("/test/forget_tokens", "{}");
    house.peer.behave(R"("token":"http:401")");
    CHECK(as<channels::Refused>(house.send(vipps_parcel(3))).trace.code ==
          "transport.not_authorised");
  }
  SUBCASE("a token service that is away is waited for") {
    house.peer.test("/test/forget_tokens", "{}");
    house.peer.behave(R"("token":"http:500")");
    as<channels::Deferred>(house.send(vipps_parcel(3)));
  }
  CHECK(house.peer.count() == 2);
}

TEST_CASE("a stranger's certificate is refused before anything is said") {
  if (!tests::VippsPeer::available()) return;
  tests::VippsPeer peer;
  boost::asio::thread_pool pool{2};
  auto settings = peer.settings();
  settings.ca_file = "/etc/ssl/certs/ca-certificates.crt";
  channels::VippsChannel channel{settings, tests::shipped_answers(), pool};
  auto const outcome = run_to_end(channel.deliver(vipps_parcel()));
  CHECK(as<channels::Refused>(outcome).trace.code == "transport.tls_failed");
  CHECK(peer.log().empty());
}

TEST_CASE("each state of the contract's machine means what the table says") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  house.peer.behave(R"("validation":"stay")");
  as<channels::HandedOver>(house.send());
  auto const evidence = [&] { return house.look().value().evidence; };
  CHECK(evidence() == channels::Evidence::accepted_by_operator);
  house.peer.behave({});
  CHECK(evidence() == channels::Evidence::delivered_to_recipient);
  house.peer.move(tests::first_vipps_id, "approved");
  CHECK(evidence() == channels::Evidence::acknowledged_by_buyer);
  SUBCASE("out of order: an older state is evidence of less, and of nothing bad") {
    house.peer.behave(R"("stale":true)");
    CHECK(evidence() == channels::Evidence::delivered_to_recipient);
  }
  SUBCASE("twice the same") { CHECK(evidence() == channels::Evidence::acknowledged_by_buyer); }
  SUBCASE("deleted after it was approved") {
    house.peer.move(tests::first_vipps_id, "deleted");
    auto const seen = house.look().value();
    CHECK_FALSE(seen.evidence);
    CHECK(seen.trace.code == "vipps.deleted_by_recipient");
    CHECK(seen.final);
  }
  SUBCASE("what they took and do not know is lost, and a person is told") {
    house.peer.behave(R"("status":"http:404")");
    CHECK(house.look().value().trace.code == "vipps.lost");
  }
  SUBCASE("no answer is no news") {
    for (auto const* how : {"http:500", "hang", "cut", "garbage"}) {
      CAPTURE(how);
      house.peer.behave(fmt::format(R"("status":"{}")", how));
      CHECK_FALSE(house.look());
    }
  }
  CHECK(house.peer.violations().empty());
}

TEST_CASE("a rejected invoice says why") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  house.peer.behave(R"("validation":"rejected")");
  as<channels::HandedOver>(house.send());
  auto const seen = house.look().value();
  CHECK(seen.trace.code == "vipps.rejected");
  CHECK(seen.trace.native_code == "rejected");
  CHECK(seen.trace.excerpt.find("invalid-account-owner") != std::string::npos);
  CHECK(seen.final);
  CHECK(house.withdraw().what == channels::Withdrawal::done);  // nobody is shown it
}

TEST_CASE("an invoice is revoked by the state that was seen, once") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  as<channels::HandedOver>(house.send());
  SUBCASE("pending") {
    house.look();
    CHECK(house.withdraw().what == channels::Withdrawal::done);
    CHECK(house.withdraw().what == channels::Withdrawal::done);
    CHECK(house.peer.history(tests::first_vipps_id) == "created,pending,revoked");
    CHECK(house.look().value().trace.code == "vipps.revoked");
  }
  SUBCASE("approved is too late") {
    house.look();
    house.peer.move(tests::first_vipps_id, "approved");
    auto const answer = house.withdraw();
    CHECK(answer.what == channels::Withdrawal::too_late);
    CHECK(answer.trace.code == "vipps.too_late_to_revoke");
  }
  SUBCASE("the answer lost: asked again it is done") {
    house.peer.behave(R"("cancel":"cut")");
    CHECK(house.withdraw().what == channels::Withdrawal::no_answer);
    house.peer.behave({});
    CHECK(house.withdraw().what == channels::Withdrawal::done);
  }
  SUBCASE("what was never there is not shown to anybody") {
    CHECK(house.withdraw(vipps_parcel(7)).what == channels::Withdrawal::done);
  }
  SUBCASE("away") {
    house.peer.behave(R"("status":"http:500")");
    CHECK(house.withdraw().what == channels::Withdrawal::no_answer);
  }
  CHECK(house.peer.violations().empty());
}
