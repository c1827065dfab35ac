// Attachments in a file of their own beside the invoice: whatever the bank does with either, both
// are there once, or a person hears of what is not. The real daemon and a bank of another make.
#include "tests/e2e/bank_steps.hpp"

using namespace airut;
using tests::BankPeer;
using tests::fetched;
using tests::Gateway;
using tests::network_toml;
using tests::rows_of;
using tests::said;
using tests::with;

namespace {

std::string attached(std::string const& number) {
  auto const file = R"("attachments":[{"filename":"erittely.pdf","media_type":"application/pdf",)"
                    R"("content":")" +
                    model::base64("%PDF-1.7\n<pdfaid:part>3</pdfaid:part>" + number) + "\"}],";
  return with(tests::sample_json(number), "{\"client_ref\"", "{" + file + "\"client_ref\"");
}

class AttachmentHouse {
 public:
  explicit AttachmentHouse(std::string bank = "testipankki") : peer(std::move(bank)) {
    gateway = std::make_unique<Gateway>(network_toml(peer));
  }

  std::string submit(std::string const& number) {
    auto const accepted = gateway->post("/v1/invoices", attached(number));
    CAPTURE(accepted.text);
    REQUIRE(accepted.status == 202);
    delivery = std::string{accepted.body.at("current_delivery").at("id").as_string()};
    return delivery;
  }
  tests::Answer now() const { return gateway->get("/v1/deliveries/" + delivery); }
  bool comes_to(std::string const& state) const {
    bool const there = gateway->until([&] { return now().string("state") == state; });
    if (!there) MESSAGE(now().text);
    return there;
  }
  // What went up of a kind, in order.
  std::vector<std::string> uploads(std::string const& root) const {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < peer.uploads(); ++i) {
      auto text = peer.upload(static_cast<int>(i));
      if (text.find("<" + root + " ") != std::string::npos) found.push_back(std::move(text));
    }
    return found;
  }
  std::string deviation(std::string const& code) const {
    for (auto const& row : rows_of(*gateway, "/v1/deviations?code=" + code)) {
      if (row.at("delivery_id").as_string() == delivery)
        return std::string{row.at("id").as_string()};
    }
    return {};
  }
  int resolve(std::string const& deviation_id, std::string const& action) const {
    return gateway
        ->post("/v1/deviations/" + deviation_id + "/resolve",
               fmt::format(R"({{"action":"{}"}})", action), action + deviation_id)
        .status;
  }

  BankPeer peer;
  std::unique_ptr<Gateway> gateway;
  std::string delivery;
};

}  // namespace

TEST_SUITE("e2e/bank_attachments") {
  TEST_CASE("an invoice goes up first, its attachments after it, each with a receipt of its own") {
    if (!BankPeer::available()) return;
    AttachmentHouse house;
    house.submit("A-1");
    REQUIRE(house.comes_to("sent"));
    REQUIRE(house.peer.uploads() == 2);
    CHECK(house.uploads("Finvoice").size() == 1);
    CHECK(house.uploads("FinvoiceAttachments").size() == 1);
    CHECK(house.peer.upload(0).find("FinvoiceAttachments") == std::string::npos);
    auto const state = tests::slurp(house.peer.file("state.json"));
    CHECK(state.find(fmt::format("\"name\": \"{}.xml\", \"type\": \"VL\"", house.delivery)) !=
          std::string::npos);
    CHECK(state.find(fmt::format("\"name\": \"{}-attachments.xml\", \"type\": \"VA\"",
                                 house.delivery)) != std::string::npos);
    auto const out = house.gateway->home() / "taken";
    std::filesystem::create_directory(out);
    std::ofstream{out / "1"} << house.peer.upload(0);
    std::ofstream{out / "2"} << house.peer.upload(1);
    auto const told = said({"receive", out.string()});
    CHECK(told.find(house.delivery + "::attachments FinvoiceAttachments erittely.pdf\n") !=
          std::string::npos);
    auto const attempts = rows_of(*house.gateway, "/v1/deliveries/" + house.delivery + "/attempts");
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].at("receipt_digest") != attempts[1].at("receipt_digest"));
    auto const requests = house.peer.requests("UploadFile");
    CHECK(requests.at(0).at("request_id") != requests.at(1).at("request_id"));
    // What travels is not told to have been left out, and no file's name is kept in the journal.
    auto const events = house.gateway->get("/v1/events").text;
    CHECK(events.find("delivery.") != std::string::npos);
    CHECK(events.find("Attached files") == std::string::npos);
    CHECK(events.find("erittely.pdf") == std::string::npos);
    // An invoice without attachments is one file.
    auto const plain = house.gateway->post("/v1/invoices", tests::sample_json("A-2"));
    house.delivery = std::string{plain.body.at("current_delivery").at("id").as_string()};
    REQUIRE(house.comes_to("sent"));
    CHECK(house.peer.uploads() == 3);
  }

  TEST_CASE("a bank without a kind of file for attachments gets them behind the invoice") {
    if (!BankPeer::available()) return;
    AttachmentHouse house;
    house.gateway->stop();
    auto const table = house.peer.overlay() / "bank_file_types.tsv";
    auto const text =
        with(tests::slurp(table), "testipankki\t2020-01-01\tattachment_out\tup\tVA\n", "");
    std::ofstream{table} << text;
    house.gateway->start();
    house.submit("A-1");
    REQUIRE(house.comes_to("sent"));
    REQUIRE(house.peer.uploads() == 1);
    CHECK(house.uploads("FinvoiceAttachments").size() == 1);
    CHECK(house.uploads("Finvoice").size() == 1);
  }

  TEST_CASE("refused attachments are told of, go alone when the cause is gone, or are given up") {
    if (!BankPeer::available()) return;
    AttachmentHouse house;
    house.peer.behave("UploadFile VA", "code:25");
    house.submit("A-1");
    REQUIRE(house.comes_to("held"));
    CHECK(house.now().string("evidence") == "handed_over");
    CHECK(house.now().string("last_code") == "bank.attachments_missing");
    CHECK(house.now().string("last_native_code") == "25");
    auto const first = house.deviation("bank.attachments_missing");
    REQUIRE(!first.empty());
    // The invoice is there: neither it nor its attachments take another way.
    CHECK(house.resolve(first, "reroute") == 409);
    CHECK(std::filesystem::is_empty(house.gateway->home() / "out"));
    house.peer.behave("UploadFile VA", "good");
    CHECK(house.resolve(first, "retry") == 202);
    REQUIRE(house.comes_to("sent"));
    CHECK(house.uploads("Finvoice").size() == 1);
    CHECK(house.uploads("FinvoiceAttachments").size() == 1);

    house.peer.behave("UploadFile VA", "code:35");
    house.submit("A-2");
    REQUIRE(house.comes_to("held"));
    CHECK(house.resolve(house.deviation("bank.attachments_missing"), "close_no_action") == 202);
    CHECK(house.now().string("state") == "sent");
    CHECK(house.now().string("evidence") == "handed_over");
    CHECK(house.deviation("bank.attachments_missing").empty());
    CHECK(house.uploads("Finvoice").size() == 2);
    CHECK(house.uploads("FinvoiceAttachments").size() == 1);
  }

  TEST_CASE("attachments that the bank cannot take now come later, and alone") {
    if (!BankPeer::available()) return;
    AttachmentHouse house;
    house.peer.behave("UploadFile VA", "http503");
    house.submit("A-1");
    REQUIRE(house.comes_to("deferred"));
    CHECK(house.now().string("evidence") == "handed_over");
    house.peer.behave("UploadFile VA", "good");
    tests::set_clock(*house.gateway, "2026-05-05");
    REQUIRE(house.comes_to("sent"));
    CHECK(house.uploads("Finvoice").size() == 1);
    CHECK(house.uploads("FinvoiceAttachments").size() == 1);
  }

  TEST_CASE("an answer that was lost is looked for under the name of its own file") {
    if (!BankPeer::available()) return;
    AttachmentHouse house;
    house.peer.behave("UploadFile VL", "cut");
    house.submit("A-1");
    REQUIRE(house.comes_to("unknown"));
    CHECK(house.now().string("evidence") == "none");
    CHECK(house.uploads("FinvoiceAttachments").empty());
    house.peer.behave("UploadFile VL", "good");
    house.peer.behave("UploadFile VA", "cut");
    tests::set_clock(*house.gateway, "2026-05-05");
    REQUIRE(house.gateway->until([&] { return house.now().string("evidence") == "handed_over"; }));
    REQUIRE(house.comes_to("unknown"));
    tests::set_clock(*house.gateway, "2026-05-06");
    REQUIRE(house.comes_to("sent"));
    CHECK(house.uploads("Finvoice").size() == 1);
    CHECK(house.uploads("FinvoiceAttachments").size() == 1);
  }

  TEST_CASE("where the bank tells no list a person says what arrived, and only the rest goes") {
    if (!BankPeer::available()) return;
    AttachmentHouse house{"saastopankki"};
    house.peer.behave("UploadFile VL", "cut");
    house.submit("A-1");
    REQUIRE(house.comes_to("held"));
    CHECK(house.now().string("last_code") == "transport.unresolved");
    house.peer.behave("UploadFile VA", "cut");
    auto const answer = [&](char const* outcome, std::string const& key) {
      return house.gateway
          ->post("/v1/deliveries/" + house.delivery + "/resolve-unknown",
                 fmt::format(R"({{"outcome":"{}","evidence":"x"}})", outcome), key)
          .status;
    };
    CHECK(answer("delivered", "1") == 202);
    REQUIRE(house.gateway->until(
        [&] { return !house.deviation("bank.attachments_unresolved").empty(); }));
    CHECK(house.uploads("FinvoiceAttachments").size() == 1);
    house.peer.behave("UploadFile VA", "good");
    CHECK(answer("not_delivered", "2") == 202);
    REQUIRE(house.comes_to("sent"));
    CHECK(house.uploads("Finvoice").size() == 1);
    CHECK(house.uploads("FinvoiceAttachments").size() == 2);  // the first, a person says, was lost
    CHECK(house.deviation("bank.attachments_unresolved").empty());
  }

  TEST_CASE("a kill between the two files sends neither twice") {
    if (!BankPeer::available()) return;
    AttachmentHouse house;
    house.peer.behave("UploadFile VA", "http503");
    house.submit("A-1");
    REQUIRE(house.comes_to("deferred"));
    house.gateway->kill();
    house.peer.behave("UploadFile VA", "hang");
    house.gateway->start();
    tests::set_clock(*house.gateway, "2026-05-05");
    REQUIRE(house.gateway->until([&] { return !house.uploads("FinvoiceAttachments").empty(); }));
    house.gateway->kill();  // the bank has both, and nobody here knows it of the second
    house.peer.behave("UploadFile VA", "good");
    house.gateway->start();
    tests::set_clock(*house.gateway, "2026-05-06");
    REQUIRE(house.comes_to("sent"));
    CHECK(house.uploads("Finvoice").size() == 1);
    CHECK(house.uploads("FinvoiceAttachments").size() == 1);
    house.gateway->stop();
    std::string out;
    CHECK(house.gateway->cli({"journal", "replay", "--data", house.gateway->store()}, &out) == 0);
    house.gateway->start();
  }

  TEST_CASE("the buyer's bank refuses an invoice whose attachments wait: it goes the next way") {
    if (!BankPeer::available()) return;
    AttachmentHouse house;
    house.peer.behave("UploadFile VA", "code:25");
    house.submit("A-1");
    REQUIRE(house.comes_to("held"));
    house.peer.put("K1", "VP", said({"acknowledge", house.delivery, "2", "Receiver not found"}));
    fetched(*house.gateway);
    REQUIRE(house.comes_to("rerouted"));
    CHECK(house.deviation("bank.attachments_missing").empty());
    CHECK(house.uploads("FinvoiceAttachments").empty());
    house.submit("A-2");
    REQUIRE(house.comes_to("held"));
    house.peer.put("K2", "VP", said({"acknowledge", house.delivery, "3", "No agreement"}));
    fetched(*house.gateway);
    REQUIRE(
        house.gateway->until([&] { return !house.deviation("finvoice.no_agreement").empty(); }));
    CHECK(house.deviation("bank.attachments_missing").empty());
  }
}
