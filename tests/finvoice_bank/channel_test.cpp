#include <doctest/doctest.h>

#include "channels/finvoice_bank/finvoice_bank.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/support/bank_peer.hpp"
#include "tests/support/real_now.hpp"

using namespace airut;
using channels::Arrival;
using tests::as;
using tests::real_now;
using tests::run_to_end;

namespace {

struct ChannelHouse {
  explicit ChannelHouse(std::string bank = "saastopankki") : peer(std::move(bank)) {}

  tests::BankPeer peer;
  boost::asio::thread_pool pool{2};
  model::Instant now = real_now();
  channels::FinvoiceBankChannel channel{
      std::make_shared<channels::BankClient>(peer.settings(), peer.profiles(),
                                             [this] { return now; }),
      pool};

  channels::Parcel parcel(std::string bytes = "<Finvoice>\xE4</Finvoice>") const {
    auto one = tests::sample_parcel("003712345671");
    one.created = now;
    one.files = {{"invoice.xml", "application/xml", std::move(bytes)}};
    return one;
  }
  channels::Outcome send() { return run_to_end(channel.deliver(parcel())); }
  channels::Outcome send(std::string const& how) {
    peer.behave("UploadFile", how);
    return send();
  }
  Arrival look() { return run_to_end(channel.ask(parcel())); }
};

std::string code_of(channels::Outcome const& outcome) { return channels::trace_of(outcome).code; }

}  // namespace

TEST_SUITE("finvoice_bank/channel") {
  TEST_CASE("a file reaches each kind of bank, and the signed answer is the receipt") {
    if (!tests::BankPeer::available()) return;
    for (auto const* bank : {"saastopankki", "testipankki", "salapankki"}) {
      CAPTURE(bank);
      ChannelHouse house{bank};
      auto const outcome = house.send();
      auto const requests = house.peer.requests();
      INFO((requests.empty() ? "" : requests.back().at("text")));
      auto const& over = as<channels::HandedOver>(outcome);
      CHECK(over.evidence == channels::Evidence::handed_over);
      CHECK(over.receipt.find("uploadFileout") != std::string::npos);
      CHECK(over.trace.code.empty());
      REQUIRE(house.peer.uploads() == 1);
      CHECK(house.peer.upload(0) == "<Finvoice>\xE4</Finvoice>");
      auto const state = tests::slurp(house.peer.file("state.json"));
      CHECK(state.find("\"dlv_01.xml\"") != std::string::npos);
      CHECK(state.find("\"VL\"") != std::string::npos);
    }
  }

  TEST_CASE("large content goes in gzip, what is larger than the bank takes goes not at all") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house{"testipankki"};
    std::string large(200000, 'x');
    auto const outcome = run_to_end(house.channel.deliver(house.parcel(large)));
    CHECK(as<channels::HandedOver>(outcome).trace.code.empty());
    CHECK(house.peer.upload(0) == large);
    CHECK(tests::slurp(house.peer.file("state.json")).find("\"compressed\": \"true\"") !=
          std::string::npos);
    auto const refused = run_to_end(house.channel.deliver(house.parcel(std::string(1000001, 'x'))));
    CHECK(as<channels::Refused>(refused).trace.code == "bank.content_refused");
    CHECK(house.peer.uploads() == 1);
  }

  TEST_CASE("each response code leads where its table says") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house;
    using Kind = std::size_t;  // index in Outcome
    constexpr Kind deferred = 1, refused = 2, unsure = 3;
    struct Row {
      char const* how;
      Kind kind;
      char const* code;
    };
    for (auto const& row :
         {Row{"code:02", refused, "bank.signature_refused"},
          Row{"code:12", refused, "bank.request_refused"},
          Row{"code:13", refused, "bank.not_authorised"},
          Row{"code:23", unsure, "bank.processing_failed"},
          Row{"code:25", refused, "bank.content_refused"},
          Row{"code:26", deferred, "bank.out_of_order"}, Row{"code:31", unsure, "bank.duplicate"},
          Row{"code:32", unsure, "bank.duplicate"}, Row{"code:36", deferred, "bank.out_of_order"},
          Row{"code:99", unsure, "bank.unknown_code"},
          Row{"header:07", refused, "bank.not_authorised"},
          Row{"unsigned_header:04", refused, "bank.signature_refused"},
          Row{"fault_client", refused, "bank.request_refused"},
          Row{"fault_server", unsure, "bank.processing_failed"},
          Row{"http503", deferred, "transport.unreachable"},
          Row{"http502", unsure, "bank.invalid_response"},
          Row{"html", unsure, "bank.invalid_response"}}) {
      CAPTURE(row.how);
      auto const outcome = house.send(row.how);
      CHECK(outcome.index() == row.kind);
      CHECK(code_of(outcome) == row.code);
    }
  }

  TEST_CASE("nothing but the bank's own answer to this question is taken for success") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house;
    CHECK(as<channels::HandedOver>(house.send("good")).trace.code.empty());
    for (auto const* how : {"unsigned", "unsigned_document", "unsigned_message", "stranger",
                            "changed", "replayed", "other_request", "other_customer"}) {
      CAPTURE(how);
      auto const outcome = house.send(how);
      CHECK(as<channels::Unsure>(outcome).trace.code == "bank.invalid_response");
    }
    CHECK(house.peer.uploads() == 9);
  }

  TEST_CASE("a bank that says that there is nothing must sign that, too") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house{"testipankki"};
    house.now += std::chrono::hours{1};
    house.peer.behave("DownloadFileList", "unsigned_header:24");
    CHECK(house.look() == Arrival::no_answer);
    house.peer.behave("DownloadFileList", "good");
    CHECK(house.look() == Arrival::not_arrived);
  }

  TEST_CASE("a cut, a silence, a late and a doubled answer end as they must") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house;
    CHECK(as<channels::HandedOver>(house.send("good")).trace.code.empty());
    CHECK(as<channels::Unsure>(house.send("cut")).trace.code == "transport.no_answer");
    CHECK(house.peer.uploads() == 2);
    CHECK(as<channels::Unsure>(house.send("hang")).trace.code == "transport.no_answer");
    CHECK(as<channels::HandedOver>(house.send("late")).trace.code.empty());
    CHECK(as<channels::HandedOver>(house.send("twice")).trace.code.empty());
    house.peer.stop();
    CHECK(as<channels::Deferred>(house.send("good")).trace.code == "transport.unreachable");
  }

  TEST_CASE("a bank that cannot prove who it is gets nothing") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house;
    house.peer.stop();
    house.peer.start("tls-stranger");
    CHECK(as<channels::Refused>(house.send()).trace.code == "transport.tls_failed");
    CHECK(house.peer.requests().empty());
  }

  TEST_CASE("a client certificate is shown where the bank wants one") {
    if (!tests::BankPeer::available()) return;
    tests::BankPeer peer;
    peer.stop();
    peer.start("tls", true);
    boost::asio::thread_pool pool{1};
    auto settings = peer.settings();
    channels::BankClient without{settings, peer.profiles(), real_now};
    CHECK(without.list({"TO", "NEW", {}, {}}).verdict != config::BankVerdict::empty);
    settings.tls_certificate = peer.file("customer.pem");
    settings.tls_private_key = peer.file("customer.key");
    channels::BankClient with{settings, peer.profiles(), real_now};
    CHECK(with.list({"TO", "NEW", {}, {}}).verdict == config::BankVerdict::empty);
  }

  TEST_CASE("an answer that was lost is looked for in the bank's list of what was sent") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house{"testipankki"};
    CHECK(as<channels::Unsure>(house.send("cut")).trace.code == "transport.no_answer");
    CHECK(house.look() == Arrival::arrived);
    ChannelHouse lost{"testipankki"};
    CHECK(as<channels::Refused>(lost.send("code:25")).trace.code == "bank.content_refused");
    // The list may lag behind: not there is believed after a while only.
    CHECK(lost.look() == Arrival::no_answer);
    lost.now += std::chrono::minutes{16};
    CHECK(lost.look() == Arrival::not_arrived);
    lost.peer.behave("DownloadFileList", "stranger");
    CHECK(lost.look() == Arrival::no_answer);
    lost.peer.behave("DownloadFileList", "code:13");
    CHECK(lost.look() == Arrival::cannot_tell);
    ChannelHouse silent;  // this bank has no such list
    CHECK(silent.look() == Arrival::cannot_tell);
  }

  TEST_CASE("attachments go in a file of another kind and name, and are looked for by themselves") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house{"testipankki"};
    auto parcel = house.parcel();
    parcel.files.push_back({"attachments.xml", "application/xml", "<FinvoiceAttachments/>"});
    auto const deliver = [&] { return run_to_end(house.channel.deliver(parcel)); };
    CHECK(as<channels::HandedOver>(deliver()).receipt.find("uploadFileout") != std::string::npos);
    CHECK(house.peer.upload(0) == "<Finvoice>\xE4</Finvoice>");
    CHECK(run_to_end(house.channel.ask(parcel)) == Arrival::arrived);
    parcel.taken = 1;
    CHECK(run_to_end(house.channel.ask(parcel)) == Arrival::no_answer);  // it may lag behind
    house.peer.behave("UploadFile VA", "cut");
    CHECK(as<channels::Unsure>(deliver()).trace.code == "transport.no_answer");
    CHECK(run_to_end(house.channel.ask(parcel)) == Arrival::arrived);
    REQUIRE(house.peer.uploads() == 2);
    CHECK(house.peer.upload(1) == "<FinvoiceAttachments/>");
    auto const state = tests::slurp(house.peer.file("state.json"));
    CHECK(state.find("{\"name\": \"dlv_01-attachments.xml\", \"type\": \"VA\"") !=
          std::string::npos);
    auto const requests = house.peer.requests("UploadFile");
    CHECK(requests.at(0).at("request_id") != requests.at(1).at("request_id"));
    parcel.taken = 2;
    CHECK(as<channels::Refused>(deliver()).trace.code == "internal.fault");
  }

  TEST_CASE("without a key, with an ended certificate or without a row nothing leaves") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house;
    std::filesystem::rename(house.peer.file("identity.pem"), house.peer.file("away.pem"));
    CHECK(as<channels::Refused>(house.send()).trace.code == "bank.no_identity");
    std::ofstream{house.peer.file("identity.pem")} << tests::slurp(house.peer.file("customer.pem"));
    CHECK(as<channels::Refused>(house.send()).trace.code == "bank.no_identity");
    std::ofstream{house.peer.file("identity.pem")} << tests::slurp(house.peer.file("bank.key"))
                                                   << tests::slurp(house.peer.file("customer.pem"));
    CHECK(as<channels::Refused>(house.send()).trace.code == "bank.no_identity");
    // A good file serves again without a new start.
    std::filesystem::rename(house.peer.file("away.pem"), house.peer.file("identity.pem"));
    CHECK(as<channels::HandedOver>(house.send()).trace.code.empty());
    house.now += std::chrono::hours{24 * 4000};
    CHECK(as<channels::Refused>(house.send()).trace.code == "bank.no_identity");
    auto settings = house.peer.settings();
    settings.bank = "nordea";
    channels::FinvoiceBankChannel nordea{
        std::make_shared<channels::BankClient>(settings, house.peer.profiles(), real_now),
        house.pool};
    auto const outcome = run_to_end(nordea.deliver(house.parcel()));
    CHECK(as<channels::Refused>(outcome).trace.code == "bank.profile_missing");
    CHECK(channels::trace_of(outcome).excerpt.find("bank_file_types.tsv") != std::string::npos);
    CHECK(house.peer.uploads() == 1);
  }

  TEST_CASE("content is encrypted to the bank that wants that, and its answers to us") {
    if (!tests::BankPeer::available()) return;
    ChannelHouse house{"salapankki"};
    CHECK(as<channels::HandedOver>(house.send()).trace.code.empty());
    CHECK(house.peer.upload(0) == "<Finvoice>\xE4</Finvoice>");
    CHECK(house.peer.requests().back().at("code") == "00");  // 22 when it is not encrypted
    // What was encrypted to somebody else is no answer, though the bank signed it.
    auto settings = house.peer.settings();
    settings.encryption_identity = house.peer.file("identity.pem");
    channels::BankClient other{settings, house.peer.profiles(), real_now};
    CHECK(other.list({"TO", "NEW", {}, {}}).trace.code == "bank.invalid_response");
    settings.encryption_identity = house.peer.file("nowhere.pem");
    channels::BankClient none{settings, house.peer.profiles(), real_now};
    CHECK(none.list({"TO", "NEW", {}, {}}).trace.code == "bank.no_identity");
    settings.bank_encryption.clear();
    CHECK_THROWS(channels::BankClient{settings, house.peer.profiles(), real_now});
  }

  TEST_CASE("files are fetched, deleted and told of, where the bank does that") {
    if (!tests::BankPeer::available()) return;
    tests::BankPeer peer{"testipankki"};
    peer.put("R1", "TITO", "T00322", true);
    channels::BankClient client{peer.settings(), peer.profiles(), real_now};
    auto const listed = client.list({"TITO", "NEW", {}, {}});
    REQUIRE(listed.verdict == config::BankVerdict::good);
    REQUIRE(listed.response.files.size() == 1);
    CHECK(listed.response.files[0].stamped == model::parse_instant("2026-11-26T04:00:00Z"));
    auto const got = client.download("R1", "TITO", "MLP");
    REQUIRE(got.verdict == config::BankVerdict::good);
    CHECK(got.response.content == "T00322");
    CHECK(client.list({"TITO", "NEW", {}, {}}).verdict == config::BankVerdict::empty);
    CHECK(client.download("R2", "TITO", "MLP").trace.code == "bank.not_found");
    CHECK(client.user_info().response.file_types.at(0).name == "Test TITO");
    CHECK(client.remove("R1", "TITO").verdict == config::BankVerdict::good);
    CHECK(tests::slurp(peer.file("state.json")).find("\"R1\": \"DEL\"") != std::string::npos);
    tests::BankPeer plain;
    channels::BankClient other{plain.settings(), plain.profiles(), real_now};
    CHECK(other.user_info().trace.code == "bank.not_supported");
  }
}
