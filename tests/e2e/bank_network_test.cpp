// What banks say of invoices and of customers, fetched and followed by itself; and what they are
// told of the biller. The real daemon and a bank of another make, over TLS.
#include "tests/e2e/bank_steps.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::BankPeer;
using tests::fetched;
using tests::Gateway;
using tests::has;
using tests::network_toml;
using tests::rows_of;
using tests::said;
using tests::with;

namespace {

std::string numbered_consumer_json(std::string const& number) {
  auto json = with(tests::sample_json(number), "Esimerkki Asiakas Oy", "Maija Meikäläinen");
  json = with(json, R"("type":"business","legal_id":{"scheme":"0212","value":"1234567-1"},)",
              R"("type":"consumer",)");
  return with(json,
              R"("electronic_address":{"scheme":"0216","value":"003712345671"},)"
              R"("intermediary":"003721291126",)",
              "");
}

tests::Answer sent_by(Gateway const& gateway, std::string const& json, std::string const& channel) {
  auto const accepted = gateway.post("/v1/invoices", json);
  CAPTURE(accepted.text);
  REQUIRE(accepted.status == 202);
  CHECK(accepted.body.at("current_delivery").at("channel").as_string() == channel);
  auto const path = "/v1/invoices/" + accepted.string("id");
  REQUIRE(gateway.until([&] { return gateway.get(path).string("status") == "sent"; }));
  return accepted;
}

std::string reason_of(tests::Answer const& accepted) {
  return std::string{accepted.body.at("route").at("reason").as_string()};
}

boost::json::array addresses(Gateway const& gateway) {
  auto const rows = rows_of(gateway, "/v1/recipients");
  return rows.empty() ? boost::json::array{} : rows.at(0).at("finvoice_addresses").as_array();
}

std::string last_upload(BankPeer const& peer) {
  return peer.upload(static_cast<int>(peer.uploads()) - 1);
}

}  // namespace

TEST_SUITE("e2e/bank_network") {
  TEST_CASE("an acknowledgement that waits at the bank sends the invoice the next way by itself") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{network_toml(peer)};
    auto const accepted = sent_by(gateway, tests::sample_json("N-1"), "finvoice");
    auto const delivery = std::string{accepted.body.at("current_delivery").at("id").as_string()};
    auto const ack = said({"acknowledge", delivery, "2", "Receiver not found"});
    peer.put("A1", "VP", ack);
    fetched(gateway);
    CHECK(gateway.until(
        [&] { return gateway.get("/v1/deliveries/" + delivery).string("state") == "rerouted"; }));
    CHECK(gateway.get("/v1/deliveries/" + delivery).string("last_native_code") == "finvoiceack 2");
    REQUIRE(rows_of(gateway, "/v1/bank/files?state=heard").size() == 1);
    // The same words in another file, and an acknowledgement of what nobody sent.
    peer.put("A2", "VP", ack);
    peer.put("A3", "VP", said({"acknowledge", "dlv_01m8bz45ype0288rmgsqkpgbcd", "2", "No"}));
    peer.put("A4", "VP", "no message at all");
    fetched(gateway);
    CHECK(rows_of(gateway, "/v1/bank/files?state=seen_before").size() == 1);
    CHECK(rows_of(gateway, "/v1/deviations?code=feedback.unmatched").size() == 1);
    CHECK(rows_of(gateway, "/v1/deviations?code=feedback.unreadable").size() == 1);
    CHECK(rows_of(gateway, "/v1/received").size() == 3);
  }

  TEST_CASE("a customer's order, end and direct payment at his bank change how he is billed") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{network_toml(peer)};
    auto const first = sent_by(gateway, numbered_consumer_json("C-1"), "print");
    auto const reference = first.string("payment_reference");
    peer.put("R1", "VR", said({"notice", "ADD", "2026-05-01T09:15:00", "01", reference}));
    fetched(gateway);
    REQUIRE(addresses(gateway).size() == 1);
    CHECK(addresses(gateway).at(0).at("source").as_string() == "receiver-notice");
    CHECK(rows_of(gateway, "/v1/mandates?state=active").size() == 1);
    auto const ordered = sent_by(gateway, numbered_consumer_json("C-2"), "finvoice");
    CHECK(reason_of(ordered) == "ordered-by-recipient");
    CHECK(has(last_upload(peer), "<EpiPaymentInstructionId>SIIVOUS1</EpiPaymentInstructionId>"));
    CHECK(has(last_upload(peer), "FI7944052020036082"));

    peer.put("R2", "VR", said({"notice", "DELETE", "2026-05-02T09:15:00", "01", reference}));
    fetched(gateway);
    CHECK(reason_of(sent_by(gateway, numbered_consumer_json("C-3"), "print")) ==
          "ended-by-recipient");
    CHECK(rows_of(gateway, "/v1/mandates?state=active").empty());

    peer.put("R3", "VR",
             said({"notice", "ADD", "2026-05-03T09:15:00", "01", reference, "FI7944052020036082",
                   "OKOYFIHH", "01"}));
    fetched(gateway);
    auto const uploads = peer.uploads();
    auto const direct = sent_by(gateway, numbered_consumer_json("C-4"), "print");
    CHECK(reason_of(direct) == "direct-payment");
    REQUIRE(gateway.until([&] { return peer.uploads() == uploads + 1; }));
    CHECK(has(last_upload(peer), "<InvoiceTypeCode>INV09</InvoiceTypeCode>"));
    CHECK(has(last_upload(peer), "<EpiPaymentInstructionId>SIIVOUS1</EpiPaymentInstructionId>"));
    auto const deliveries = rows_of(gateway, "/v1/deliveries?invoice_id=" + direct.string("id"));
    REQUIRE(deliveries.size() == 2);
    // A stranger's notice changes nothing and waits for a person.
    peer.put("R4", "VR", said({"notice", "ADD", "2026-05-03T10:00:00", "01", "1009"}));
    fetched(gateway);
    CHECK(rows_of(gateway, "/v1/deviations?code=finvoice.order_waits").size() == 1);
    gateway.stop();
    std::string out;
    CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}, &out) == 0);
    CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}, &out) == 0);
    CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}, &out) == 0);
    gateway.start();
    CHECK(addresses(gateway).size() == 2);
  }

  TEST_CASE("banks are told of the biller, once each, and what they answer is followed") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{network_toml(peer)};
    auto const state_of = [&](std::string const& bank) {
      for (auto const& row : rows_of(gateway, "/v1/sender-notices"))
        if (row.at("bank").as_string() == bank) return std::string{row.at("state").as_string()};
      return std::string{};
    };
    std::string out;
    REQUIRE(gateway.cli({"sender-notices", "send", "siivous", "--action", "ADD"}, &out) == 0);
    REQUIRE(gateway.until(
        [&] { return state_of("OKOYFIHH") == "sent" && state_of("NDEAFIHH") == "sent"; }));
    REQUIRE(peer.uploads() == 2);
    for (int i = 0; i < 2; ++i)
      std::ofstream{gateway.home() / "out" / std::to_string(i)} << peer.upload(i);
    auto const told = said({"receive", (gateway.home() / "out").string()});
    CHECK(has(told, " FinvoiceSenderInfo ADD SIIVOUS1 OKOYFIHH\n"));
    CHECK(has(told, " FinvoiceSenderInfo ADD SIIVOUS1 NDEAFIHH\n"));
    CHECK(has(tests::slurp(peer.file("state.json")), "\"VS\""));
    auto const notice = rows_of(gateway, "/v1/sender-notices").at(0);
    auto const id = std::string{notice.at("id").as_string()};
    peer.put("A1", "VP", said({"acknowledge", id, "803", "Already exists"}));
    fetched(gateway);
    auto const bank = std::string{notice.at("bank").as_string()};
    CHECK(state_of(bank) == "refused");
    CHECK(rows_of(gateway, "/v1/deviations?code=finvoice.notice_refused").size() == 1);
  }

  TEST_CASE("whatever the bank does with a notice, it is there once, or a person hears of it") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{network_toml(peer)};
    auto const make = [&](std::string const& how) {
      peer.behave("UploadFile", how);
      auto const made = gateway.post("/v1/clients/siivous/sender-notices",
                                     R"({"action":"CHANGE","banks":["OKOYFIHH"]})");
      CAPTURE(made.text);
      REQUIRE(made.status == 201);
      return std::string{made.body.at("data").at(0).at("id").as_string()};
    };
    auto const reaches = [&](std::string const& id, std::string const& state) {
      return gateway.until([&] {
        for (auto const& row : rows_of(gateway, "/v1/sender-notices"))
          if (row.at("id").as_string() == id) return row.at("state").as_string() == state;
        return false;
      });
    };
    CHECK(reaches(make("code:13"), "refused"));
    CHECK(rows_of(gateway, "/v1/deviations?code=finvoice.notice_refused").size() == 1);
    auto const later = make("http503");
    CHECK(reaches(later, "deferred"));
    auto const before = peer.uploads();
    peer.behave("UploadFile", "good");
    tests::set_clock(gateway, "2026-05-05");
    CHECK(reaches(later, "sent"));
    CHECK(peer.uploads() == before + 1);
    auto const lost = make("cut");
    CHECK(reaches(lost, "unknown"));
    CHECK(peer.uploads() == before + 2);
    CHECK(gateway
              .post("/v1/sender-notices/" + lost + "/resolve",
                    R"({"outcome":"delivered","evidence":"the bank's list"})")
              .status == 200);
    CHECK(reaches(lost, "sent"));
    CHECK(gateway.post("/v1/clients/nobody/sender-notices", R"({"action":"ADD"})").status == 404);
    CHECK(gateway.post("/v1/clients/siivous/sender-notices", R"({"action":"SEND"})").status == 422);
  }

  TEST_CASE("an address register is imported whole, and routes go by it from its day on") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{network_toml(peer)};
    auto const bare = with(tests::sample_json("L-1"),
                           R"("electronic_address":{"scheme":"0216","value":"003712345671"},)"
                           R"("intermediary":"003721291126",)",
                           "");
    CHECK(reason_of(sent_by(gateway, bare, "print")) == "client-order");
    auto const file = gateway.home() / "list.csv";
    std::ofstream{file} << "customer_number;address;intermediary;valid_from\n"
                           "10042;003712345671;;\n";
    std::string out;
    CHECK(gateway.cli({"recipients", "import", file.string(), "--client", "siivous"}, &out) == 1);
    CHECK(has(out, "intermediary"));
    CHECK(rows_of(gateway, "/v1/recipients").empty());
    std::ofstream{file} << "customer_number;address;intermediary;valid_from\n"
                           "10042;003712345671;003721291126;2026-05-06\n";
    CHECK(gateway.cli({"recipients", "import", file.string(), "--client", "siivous"}, &out) == 0);
    CHECK(has(out, "\"created\":1"));
    CHECK(reason_of(sent_by(gateway, with(bare, "L-1", "L-2"), "print")) == "client-order");
    tests::set_clock(gateway, "2026-05-06");
    sent_by(gateway, with(bare, "L-1", "L-3"), "finvoice");
  }

  TEST_CASE(
      "a consumer's invoice that says another subject or account than the banks know is wrong") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{network_toml(peer)};
    auto const json =
        with(numbered_consumer_json("E-1"), "\"payment\":{\"means\":\"credit_transfer\"}",
             "\"payment\":{\"means\":\"credit_transfer\","
             "\"accounts\":[{\"iban\":\"FI7944052020036082\"}]}");
    auto const refused = gateway.send("POST", "/v1/invoices", json,
                                      {{"Idempotency-Key", "e1"}, {"Accept-Language", "sv"}});
    CHECK(refused.status == 422);
    CHECK(has(refused.text, "account-not-in-sender-info"));
    CHECK(has(refused.text, "fakturerarens anmälan"));
  }

  TEST_CASE("a bank whose certificate nobody can be asked for is believed, and that is told once") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    // Nothing is said of revocation, and the bank's certificate names no address.
    auto const list = peer.file("late.crl");
    std::ofstream{list} << "none yet";
    Gateway gateway{with(network_toml(peer), "revocation = \"off\"",
                         fmt::format("revocation_lists = [\"{}\"]", list))};
    auto const accepted = sent_by(gateway, tests::sample_json("N-1"), "finvoice");
    auto const files = gateway.get("/v1/invoices/" + accepted.string("id") + "/files");
    CHECK(has(files.text, "receipt"));
    auto const open = [&] {
      return rows_of(gateway, "/v1/deviations?code=bank.revocation_unchecked").size();
    };
    CHECK(fetched(gateway).at("went_well").as_bool());
    CHECK(fetched(gateway).at("went_well").as_bool());
    CHECK(open() == 1);
    auto& keys = tests::bank_keys();
    keys.revocation_list("none", "root", {});
    std::filesystem::copy_file(keys.file("none.crl"), list,
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(fetched(gateway).at("went_well").as_bool());
    CHECK(open() == 0);
    keys.revocation_list("taken", "root", {"bank"});
    std::filesystem::copy_file(keys.file("taken.crl"), list,
                               std::filesystem::copy_options::overwrite_existing);
    CHECK_FALSE(fetched(gateway).at("went_well").as_bool());
  }

  TEST_CASE("an hour after files went up it is told whether anybody could be asked for the bank") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    auto& keys = tests::bank_keys();
    keys.revocation_list("good", "root", {});
    auto const list = peer.file("list.crl");
    auto const lies_here = [&](std::string const& text) { std::ofstream{list} << text; };
    lies_here(tests::slurp(keys.file("good.crl")));
    Gateway gateway{with(network_toml(peer), "revocation = \"off\"",
                         fmt::format("revocation_lists = [\"{}\"]", list))};
    auto const at = [&](std::string const& time) {
      auto const moment = fmt::format(R"({{"now":"2026-05-04T{}:00Z"}})", time);
      REQUIRE(gateway.post("/v1/test/clock", moment).status == 200);
    };
    auto const told = [&](std::size_t times) {
      return gateway.until([&] {
        return rows_of(gateway, "/v1/deviations?code=bank.revocation_unchecked").size() == times;
      });
    };
    at("14:00");  // nothing more is fetched on this day
    CHECK(fetched(gateway).at("went_well").as_bool());
    CHECK(told(0));
    lies_here("none any more");
    sent_by(gateway, tests::sample_json("N-1"), "finvoice");
    at("15:30");
    CHECK(told(1));
    lies_here(tests::slurp(keys.file("good.crl")));
    sent_by(gateway, tests::sample_json("N-2"), "finvoice");
    at("17:00");
    CHECK(told(0));
  }
}
