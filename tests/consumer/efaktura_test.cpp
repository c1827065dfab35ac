#include "tests/consumer/efaktura_house.hpp"

using namespace airut;
using tests::as;
using tests::run_to_end;
using tests::with_both;
using tests::EfakturaHouse;

TEST_CASE("an invoice is added to eFaktura for the recipient that was looked up") {
  with_both([](EfakturaHouse& house) {
    auto const outcome = house.send(1, "nin-no:01032300371");
    auto const& over = as<channels::HandedOver>(outcome);
    CHECK(over.evidence == channels::Evidence::accepted_by_operator);
    CHECK(over.receipt.find("Response") != std::string::npos);
    auto const documents = house.peer.documents();
    REQUIRE(documents.size() == 1);
    std::string const bytes{documents.begin()->value().at("bytes").as_string()};
    CHECK(bytes.find("<efakturaIdentifier>9001</efakturaIdentifier>") != std::string::npos);
    CHECK(bytes.find("<amount>250.43</amount>") != std::string::npos);
    CHECK(bytes.find("<kid>1234567890128</kid>") != std::string::npos);
    CHECK(bytes.find("&amp; Sønner") != std::string::npos);
    CHECK(bytes.find("01032300371") == std::string::npos);
  });
}

TEST_CASE("who cannot get eFaktura from this issuer goes by the next channel") {
  with_both([](EfakturaHouse& house) {
    auto const code = [&](std::string address) {
      return as<channels::Refused>(house.send(1, std::move(address))).trace.code;
    };
    CHECK(code("nin-no:15076500565") == "efaktura.recipient_unknown");
    CHECK(code("email:nobody@example.no") == "efaktura.recipient_unknown");
    CHECK(code("efaktura:1") == "efaktura.recipient_ambiguous");
    CHECK(code("efaktura:2") == "efaktura.no_agreement");
    CHECK(code("efaktura:3") == "efaktura.recipient_blocked_issuer");
    CHECK(house.peer.documents().empty());
  });
}

TEST_CASE("every fault of eFaktura leads to what the table says") {
  with_both([](EfakturaHouse& house) {
    for (auto const& answer : tests::shipped_answers().all()) {
      if (answer.service != "efaktura" || answer.call != "add") continue;
      if (answer.native == "200" || answer.native == "*") continue;
      CAPTURE(answer.native);
      bool const http = answer.native.size() == 3 && answer.native != "209";
      house.peer.behave(fmt::format(R"("add":"{}:{}")", http ? "http" : "fault", answer.native));
      auto const outcome = house.send();
      CHECK(channels::trace_of(outcome).native_code.find(answer.native) != std::string::npos);
      if (answer.verdict == config::Verdict::refused) {
        CHECK(as<channels::Refused>(outcome).trace.code == answer.code);
      } else if (answer.verdict == config::Verdict::later) {
        as<channels::Deferred>(outcome);
      } else {  // there, they say, and their status does not know it
        CHECK(as<channels::Refused>(outcome).trace.code == "efaktura.id_taken");
      }
    }
    house.peer.behave(R"("add":"fault:9999")");
    as<channels::Unsure>(house.send());
    CHECK(house.peer.documents().empty());
  });
}

TEST_CASE("an eFaktura whose answer was lost is there once, and the repetition says so") {
  with_both([](EfakturaHouse& house) {
    for (auto const* how : {"hang", "cut_before", "cut", "late"}) {
      CAPTURE(how);
      house.peer.behave(fmt::format(R"("add":"{}")", how));
      CHECK(as<channels::Unsure>(house.send()).trace.code == "transport.no_answer");
    }
    house.peer.behave({});
    as<channels::HandedOver>(house.send());
    as<channels::HandedOver>(house.send());
    CHECK(house.peer.documents().size() == 1);
    CHECK(run_to_end(house.channel.ask(house.parcel())) == channels::Arrival::arrived);
    CHECK(run_to_end(house.channel.ask(house.parcel(2))) == channels::Arrival::not_arrived);
    house.peer.behave(R"("status":"http:503")");
    CHECK(run_to_end(house.channel.ask(house.parcel())) == channels::Arrival::no_answer);
    house.peer.behave(R"("add":"twice")");
    as<channels::HandedOver>(house.send(3));
    house.peer.behave({});
    as<channels::HandedOver>(house.send(4));
    CHECK(house.peer.documents().size() == 3);
  });
}

TEST_CASE("a page of another server is no answer of eFaktura") {
  with_both([](EfakturaHouse& house) {
    house.peer.behave(R"("lookup":"garbage")");
    as<channels::Deferred>(house.send());
    house.peer.behave(R"("add":"garbage")");
    as<channels::Unsure>(house.send());
    house.peer.behave(R"("status":"garbage")");
    CHECK_FALSE(house.look());
    CHECK(house.peer.documents().empty());
  });
}

TEST_CASE("every state of eFaktura means what the table says") {
  with_both([](EfakturaHouse& house) {
    as<channels::HandedOver>(house.send());
    for (auto const& state : tests::shipped_answers().all()) {
      if (state.service != "efaktura" || state.call != "state" || state.native == "*") continue;
      CAPTURE(state.native);
      house.peer.behave(fmt::format(R"("state":"{}")", state.native));
      auto const seen = house.look().value();
      CHECK(seen.trace.native_code == state.native);
      CHECK(seen.trace.code == state.code);
      CHECK(seen.final == state.final);
      CHECK(seen.evidence.has_value() == (state.verdict == config::Verdict::taken));
      if (seen.evidence) CHECK(channels::evidence_text(*seen.evidence) == state.evidence);
    }
    house.peer.behave(R"("state":"SOMETHING_NEW")");
    auto const odd = house.look().value();
    CHECK_FALSE(odd.evidence);
    CHECK(odd.trace.code.empty());
    CHECK_FALSE(odd.final);
  });
}

TEST_CASE("an eFaktura is cancelled once, and not after it was paid") {
  with_both([](EfakturaHouse& house) {
    as<channels::HandedOver>(house.send());
    house.peer.behave(R"("cancel":"cut_before")");
    CHECK(house.withdraw().what == channels::Withdrawal::no_answer);
    house.peer.behave(R"("cancel":"cut")");
    CHECK(house.withdraw().what == channels::Withdrawal::no_answer);
    house.peer.behave({});
    CHECK(house.withdraw().what == channels::Withdrawal::done);
    CHECK(house.look().value().trace.code == "efaktura.cancelled");
    house.peer.behave(R"("cancel":"fault:5005")");
    auto const late = house.withdraw();
    CHECK(late.what == channels::Withdrawal::too_late);
    CHECK(late.trace.code == "efaktura.too_late_to_cancel");
    house.peer.behave(R"("cancel":"fault:5008")");
    CHECK(house.withdraw().what == channels::Withdrawal::refused);
  });
}

TEST_CASE("we are known to eFaktura by a token or by a certificate") {
  if (!tests::EfakturaPeer::available()) return;
  tests::EfakturaPeer peer;
  boost::asio::thread_pool pool{2};
  EfakturaHouse const sample{config::EfakturaFlow::issuer};
  auto const outcome = [&](config::EfakturaSettings const& settings) {
    channels::EfakturaChannel channel{settings, tests::shipped_answers(), pool};
    return run_to_end(channel.deliver(sample.parcel()));
  };
  auto settings = peer.settings();
  settings.token_url.clear();
  CHECK(as<channels::Refused>(outcome(settings)).trace.code == "transport.not_authorised");
  settings.certificate = peer.certificates().client();
  settings.private_key = peer.certificates().client_key();
  as<channels::HandedOver>(outcome(settings));
  auto stranger = peer.settings();
  stranger.ca_file = "/etc/ssl/certs/ca-certificates.crt";
  CHECK(as<channels::Refused>(outcome(stranger)).trace.code == "transport.tls_failed");
  stranger = peer.settings();
  stranger.client_secret->value = "wrong";
  CHECK(as<channels::Refused>(outcome(stranger)).trace.code == "transport.not_authorised");
}
