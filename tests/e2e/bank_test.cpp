#include <random>
#include <thread>

#include <doctest/doctest.h>

#include "ledger/store/bank_files.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/store.hpp"
#include "tests/e2e/bank_steps.hpp"
#include "tests/e2e/claim_steps.hpp"
#include "tests/support/bank_peer.hpp"
#include "tests/support/sample_seller.hpp"
#include "tests/support/store.hpp"

// The real daemon and a bank of another make, over TLS.

using namespace airut;
using tests::BankPeer;
using tests::fetched;
using tests::Gateway;
using tests::rows_of;
using tests::set_clock;

namespace {

// A gateway that sends Finvoice to the bank and fetches for its tenant.
std::string bank_toml(BankPeer const& peer, std::string const& more = {}) {
  auto const settings = peer.settings();
  auto toml = tests::sample_toml();
  toml.replace(0, toml.find("[[tenant]]"), "");
  return fmt::format(
      "test_clock = \"2026-03-02\"\ntables_overlay = \"{}\"\n[[channel]]\nname = \"finvoice\"\n"
      "kind = \"bank_ws\"\nformat = \"finvoice\"\nbank = \"{}\"\ncustomer_id = \"{}\"\n"
      "endpoint = \"{}\"\ncertificate_endpoint = \"{}\"\nidentity = \"{}\"\ntrust = \"{}\"\n"
      "ca_file = \"{}\"\ntenant = \"demo\"\nrevocation = \"off\"\ntimeout = 5\n"
      "silent_days = 2\n{}",
      peer.overlay().string(), settings.bank, settings.customer_id, settings.endpoint,
      settings.certificate_endpoint, settings.identity.string(), settings.trust.string(),
      settings.ca_file.string(), more + "\n" + toml);
}

std::string delivery_state(Gateway const& gateway, std::string const& invoice) {
  auto const answer = gateway.get("/v1/invoices/" + invoice);
  auto const* delivery = answer.body.as_object().if_contains("current_delivery");
  if (!delivery || !delivery->is_object()) return {};
  return std::string{delivery->at("state").as_string()};
}

std::string sent_invoice(Gateway const& gateway, std::string const& number,
                         std::string const& state) {
  auto const accepted = gateway.post("/v1/invoices", tests::sample_json(number));
  REQUIRE(accepted.status == 202);
  auto const id = accepted.string("id");
  CHECK(gateway.until([&] { return delivery_state(gateway, id) == state; }));
  return id;
}

// What the daemon asks by itself at its start is over.
void first_round(Gateway const& gateway, BankPeer const& peer) {
  REQUIRE(gateway.until([&] { return peer.requests("DownloadFileList").size() >= 2; }));
  REQUIRE(gateway.until([&] { return gateway.post("/v1/bank/fetch", "{}").status == 200; }));
}

std::string open_deviation(Gateway const& gateway, std::string const& code) {
  for (auto const& row : rows_of(gateway, "/v1/deviations?code=" + code)) {
    return std::string{row.at("id").as_string()};
  }
  return {};
}

std::string deviation_code_of(Gateway const& gateway, std::string const& invoice) {
  for (auto const& row : rows_of(gateway, "/v1/deviations")) {
    auto const* id = row.as_object().if_contains("invoice_id");
    if (id && id->as_string() == invoice) return std::string{row.at("code").as_string()};
  }
  return {};
}

// A KTL file with one payment (90 characters a record).
std::string ktl(std::string const& reference, int cents, std::string const& archive) {
  auto const record3 = fmt::format("3{:014}260302260302{:<16}{:0>20}{:<12}1 {:010}0J ",
                                   12345600000785, archive, reference, "MAKSAJA", cents);
  return fmt::format("0{}0600{}{:<9}1{:<67}\r\n{}\r\n9{:06}{:011}{:06}{:011}{:<55}\r\n", "260302",
                     "12", "123456789", "", record3, 1, cents, 0, 0, "");
}

}  // namespace

TEST_SUITE("e2e/bank") {
  TEST_CASE("an invoice goes up to the bank, and its signed answer is the receipt") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{bank_toml(peer)};
    auto const id = sent_invoice(gateway, "B-1", "sent");
    REQUIRE(peer.uploads() == 1);
    CHECK(peer.upload(0).find("<InvoiceNumber>B-1</InvoiceNumber>") != std::string::npos);
    auto const files = gateway.get("/v1/invoices/" + id + "/files");
    CHECK(files.text.find("receipt") != std::string::npos);
  }

  TEST_CASE(
      "whatever the bank does, an invoice ends in the state of the table, sent once at most") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{bank_toml(peer)};
    struct Row {
      char const *how, *state, *code;
    };
    int number = 0;
    for (auto const& row :
         {Row{"code:13", "held", "bank.not_authorised"},
          Row{"code:25", "held", "bank.content_refused"}, Row{"code:26", "deferred", ""},
          Row{"http503", "deferred", ""}, Row{"late", "sent", ""}, Row{"twice", "sent", ""}}) {
      CAPTURE(row.how);
      peer.behave("UploadFile", row.how);
      auto const id = sent_invoice(gateway, fmt::format("B-{}", ++number), row.state);
      if (*row.code != '\0') CHECK(deviation_code_of(gateway, id) == row.code);
    }
    // The answer was lost: the bank's list tells that the file is there.
    for (std::string const how : {"cut", "hang"}) {
      CAPTURE(how);
      peer.behave("UploadFile", how);
      auto const lost = sent_invoice(gateway, "B-" + how, "unknown");
      peer.behave("UploadFile", "good");
      set_clock(gateway, how == "cut" ? "2026-03-03" : "2026-03-04");
      CHECK(gateway.until([&] {
        auto const state = delivery_state(gateway, lost);
        return state == "sent" || state == "delivered";
      }));
      int times = 0;
      for (std::size_t i = 0; i < peer.uploads(); ++i)
        times += peer.upload(static_cast<int>(i)).find("B-" + how) != std::string::npos ? 1 : 0;
      CHECK(times == 1);
    }
    // Who cannot prove that he is the bank gets nothing.
    auto const before = peer.uploads();
    peer.stop();
    peer.start("tls-stranger");
    CHECK(deviation_code_of(gateway, sent_invoice(gateway, "B-stranger", "held")) ==
          "transport.tls_failed");
    CHECK(peer.uploads() == before);
  }

  TEST_CASE("an answer that another signed, and no list to look into: a person must find out") {
    if (!BankPeer::available()) return;
    BankPeer peer;
    peer.behave("UploadFile", "stranger");
    Gateway gateway{bank_toml(peer)};
    auto const accepted = gateway.post("/v1/invoices", tests::sample_json("B-1"));
    REQUIRE(accepted.status == 202);
    auto const id = accepted.string("id");
    CHECK(gateway.until([&] { return !deviation_code_of(gateway, id).empty(); }));
    auto const code = deviation_code_of(gateway, id);
    CHECK((code == "transport.unresolved" || code == "bank.invalid_response"));
    CHECK(peer.uploads() == 1);
  }

  TEST_CASE("payments are fetched by themselves, once, and close the invoice") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{bank_toml(peer)};
    auto const accepted = gateway.post("/v1/invoices", tests::sample_json("B-1"));
    REQUIRE(accepted.status == 202);
    auto const id = accepted.string("id");
    auto const reference = accepted.string("payment_reference");
    auto const due = accepted.string("total_due");
    auto const cents = std::stoi(due.substr(0, due.find('.')) + due.substr(due.find('.') + 1));
    first_round(gateway, peer);
    auto const bytes = ktl(reference, cents, "ARCHIVE1");
    peer.put("K1", "KTL", bytes, true);
    // Noon in Helsinki has not come yet.
    CHECK(gateway.post("/v1/test/clock", R"({"now":"2026-03-02T09:59:00Z"})").status == 200);
    std::this_thread::sleep_for(std::chrono::seconds{6});
    CHECK(rows_of(gateway, "/v1/bank/files").empty());
    CHECK(gateway.post("/v1/test/clock", R"({"now":"2026-03-02T10:00:01Z"})").status == 200);
    REQUIRE(gateway.until(
        [&] { return gateway.get("/v1/invoices/" + id).string("ledger_status") == "paid"; }));
    auto const files = rows_of(gateway, "/v1/bank/files?state=imported");
    REQUIRE(files.size() == 1);
    auto const file = std::string{files[0].at("id").as_string()};
    CHECK(gateway.get("/v1/bank/files/" + file + "/content").text == bytes);
    CHECK(gateway.get("/v1/bank/files/" + file + "/receipt").text.find("downloadFileout") !=
          std::string::npos);
    // The same bytes under another name, and what a person uploads: nothing is paid twice.
    peer.put("K2", "KTL", bytes);
    CHECK(fetched(gateway).at("imported").as_int64() == 1);
    CHECK(rows_of(gateway, "/v1/bank/files?state=seen_before").size() == 1);
    CHECK(gateway.post("/v1/payment-files", bytes, "again").body.at("seen_before").as_bool());
    CHECK(rows_of(gateway, "/v1/payments").size() == 1);
    CHECK(gateway.metrics().find("airut_bank_fetched_seconds{channel=\"finvoice\"}") !=
          std::string::npos);
    std::string out;
    CHECK(gateway.cli({"bank", "files"}, &out) == 0);
    CHECK(out.find("K1") != std::string::npos);
    CHECK(gateway.cli({"bank", "types", "finvoice"}, &out) == 0);
    CHECK(out.find("KTL") != std::string::npos);
    CHECK(gateway.cli({"bank", "delete", file}, &out) == 0);
    CHECK(gateway.cli({"bank", "fetch"}, &out) == 0);
  }

  TEST_CASE("a file that cannot be taken in is kept, told of, and taken in when it can be") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    peer.put("S1", "TITO", "no statement at all");
    Gateway gateway{bank_toml(peer)};
    REQUIRE(gateway.until([&] { return !open_deviation(gateway, "bank.file_refused").empty(); }));
    auto const file = rows_of(gateway, "/v1/bank/files?state=refused").at(0);
    auto const id = std::string{file.at("id").as_string()};
    CHECK(gateway.get("/v1/bank/files/" + id + "/content").text == "no statement at all");
    std::string out;
    CHECK(gateway.cli({"bank", "take", id}, &out) == 0);
    CHECK(rows_of(gateway, "/v1/deviations?code=bank.file_refused").size() == 1);
    // Nothing can be sent for it; a person closes it.
    auto const deviation = open_deviation(gateway, "bank.file_refused");
    auto const resolve = "/v1/deviations/" + deviation + "/resolve";
    CHECK(gateway.post(resolve, R"({"action":"retry"})", "r1").status == 409);

    CHECK(gateway.post(resolve, R"({"action":"close_no_action"})", "r2").status == 202);
  }

  TEST_CASE("a file that tells of two tenants' money is kept whole, and what to do is told") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    std::string const account = "FI4950009420028730";
    auto const with = [](std::string text, std::string_view from, std::string const& to) {
      return text.replace(text.find(from), from.size(), to);
    };
    auto const second = with(std::string{tests::sample_seller}, "FI2112345600000785", account);
    auto const mine = tests::statement("2026-03-02", {{"10.00", "", "A1", ""}});
    auto const theirs = with(mine, "FI2112345600000785", account);
    auto const begin = theirs.find("<Stmt>");
    auto const both =
        with(mine, "</Stmt>", "</Stmt>" + theirs.substr(begin, theirs.find("</Stmt>") + 7 - begin));
    Gateway gateway{bank_toml(peer) +
                    "[[tenant]]\nid = \"other\"\ncountry = \"FI\"\nlive = false\n"
                    "[[tenant.client]]\nref = \"toinen\"\n" +
                    second};
    auto const posted = gateway.send("POST", "/v1/payment-files", both, {});
    CHECK(posted.status == 422);
    CHECK(posted.text.find(account) != std::string::npos);
    peer.put("C1", "TITO", both);
    fetched(gateway);
    REQUIRE(gateway.until([&] { return !open_deviation(gateway, "bank.file_refused").empty(); }));
    CHECK(
        gateway.get("/v1/deviations?code=bank.file_refused").text.find("another tenant's money") !=
        std::string::npos);
    CHECK(rows_of(gateway, "/v1/payments").empty());
    CHECK(rows_of(gateway, "/v1/bank/files?state=refused").size() == 1);
  }

  TEST_CASE("a bank that is silent for two banking days is told of, until it answers again") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{bank_toml(peer)};
    first_round(gateway, peer);
    peer.stop();
    CHECK(!fetched(gateway).at("went_well").as_bool());
    std::string out;
    CHECK(gateway.cli({"bank", "fetch"}, &out) == 1);
    CHECK(out.find("transport.unreachable") != std::string::npos);
    set_clock(gateway, "2026-03-03");
    fetched(gateway);
    CHECK(open_deviation(gateway, "bank.silent").empty());
    set_clock(gateway, "2026-03-04");
    REQUIRE(gateway.until([&] { return !open_deviation(gateway, "bank.silent").empty(); }));
    peer.start();
    CHECK(fetched(gateway).at("went_well").as_bool());
    CHECK(open_deviation(gateway, "bank.silent").empty());
  }

  TEST_CASE("a certificate that nears its end is told of, renewed, and then all is well") {
    if (!BankPeer::available()) return;
    BankPeer peer;
    Gateway gateway{bank_toml(peer, "certificate_days = 365\nfetch = [\"statement\"]")};
    std::string_view const end = "airut_certificate_not_after_seconds{channel=\"finvoice\"}";
    CHECK(gateway.until([&] { return gateway.metrics().find(end) != std::string::npos; }));
    CHECK(open_deviation(gateway, "bank.certificate_ends").empty());
    gateway.stop();
    auto& keys = tests::bank_keys();
    keys.leaf("short", "root", "Mallisiivous Oy", {}, 20);
    std::filesystem::copy_file(keys.file("short.pem"), peer.file("customers/short.pem"));
    std::ofstream{peer.file("identity.pem")} << tests::slurp(keys.file("short.key"))
                                             << keys.pem("short");
    gateway.start();
    REQUIRE(
        gateway.until([&] { return !open_deviation(gateway, "bank.certificate_ends").empty(); }));
    std::string out;
    CHECK(gateway.cli({"bank", "certificates"}, &out) == 0);
    CHECK(out.find(" 19 ") != std::string::npos);
    REQUIRE(gateway.until([&] { return gateway.cli({"bank", "renew", "finvoice"}, &out) == 0; }));
    CHECK(open_deviation(gateway, "bank.certificate_ends").empty());
    CHECK(gateway.get("/v1/bank/certificates").body.at("data").at(0).at("days_left").as_int64() >
          700);
    CHECK(gateway.get("/v1/events?type=bank.certificate_renewed").text.find("previous_serial") !=
          std::string::npos);
    CHECK(fetched(gateway).at("went_well").as_bool());
  }

  TEST_CASE("a bank that gives two certificates at once is shown with what it showed of itself") {
    if (!BankPeer::available()) return;
    BankPeer peer{"salapankki"};
    auto const settings = peer.settings();
    Gateway gateway{bank_toml(peer, fmt::format("bank_encryption = \"{}\"\nencryption_identity = "
                                                "\"{}\"",
                                                settings.bank_encryption.string(),
                                                settings.encryption_identity.string()))};
    sent_invoice(gateway, "D-1", "sent");
    std::string out;
    REQUIRE(gateway.until([&] { return gateway.cli({"bank", "renew", "finvoice"}, &out) == 0; }));
    CHECK(out.find("\"use\":\"encryption\",\"subject\":") != std::string::npos);
    auto const root = pki::Certificate::from_text(tests::bank_keys().pem("root")).value();
    CHECK(out.find(model::sha256_hex(root.der())) != std::string::npos);
    // What goes up next is signed with the new key, and its answer opened with the new one.
    sent_invoice(gateway, "D-2", "sent");
    CHECK(peer.uploads() == 2);
  }

  TEST_CASE("a kill between being told of a file and having it loses nothing") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    peer.put("K1", "KTL", ktl("1009", 100, "A1"));
    peer.behave("DownloadFile", "hang");
    Gateway gateway{bank_toml(peer)};
    REQUIRE(gateway.until([&] { return !peer.requests("DownloadFile").empty(); }));
    gateway.kill();
    // The bank has marked it as fetched and does not tell of it as new any more.
    CHECK(tests::slurp(peer.file("state.json")).find("\"K1\": \"DLD\"") != std::string::npos);
    peer.behave("DownloadFile", "good");
    gateway.start();
    CHECK(gateway.until(
        [&] { return rows_of(gateway, "/v1/bank/files?state=imported").size() == 1; }));
    CHECK(rows_of(gateway, "/v1/payments").size() == 1);
  }

  TEST_CASE("a file that was kept but not taken in when the process ended is taken in") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    Gateway gateway{bank_toml(peer)};
    first_round(gateway, peer);
    gateway.stop();
    {
      auto store = ledger::Store::open(tests::place_in(gateway.data()), {});
      auto const now = model::parse_instant("2026-03-02T08:00:00Z").value();
      store->write_now([&](ledger::Transaction& tx) {
        ledger::BankFileListed listed;
        listed.file_id = "bkf_1";
        listed.channel = "finvoice";
        listed.file_reference = "K7";
        listed.file_type = "KTL";
        listed.meaning = "reference_payments";
        tx.append("demo", "system", now, listed);
        auto const digest =
            ledger::keep_document(tx, "application/octet-stream", ktl("1009", 100, "A7"));
        tx.append("demo", "system", now, ledger::BankFileFetched{"bkf_1", digest, "", 1});
      });
    }
    gateway.start();
    CHECK(gateway.until(
        [&] { return gateway.get("/v1/bank/files/bkf_1").string("state") == "imported"; }));
    CHECK(rows_of(gateway, "/v1/payments").size() == 1);
    CHECK(peer.requests("DownloadFile").empty());
  }

  TEST_CASE("killed again and again while it fetches, each file is taken in once") {
    if (!BankPeer::available()) return;
    BankPeer peer{"testipankki"};
    constexpr int count = 12;
    for (int i = 0; i < count; ++i) {
      peer.put(fmt::format("K{}", i), "KTL", ktl("1009", 100 + i, fmt::format("A{}", i)));
    }
    Gateway gateway{bank_toml(peer)};
    std::mt19937 random{11};
    for (int i = 0; i < 5; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{200 + random() % 900});
      gateway.kill();
      gateway.start();
    }
    CHECK(gateway.until(
        [&] { return rows_of(gateway, "/v1/bank/files?state=imported").size() == count; }));
    CHECK(rows_of(gateway, "/v1/bank/files?limit=200").size() == count);
    CHECK(rows_of(gateway, "/v1/payments?limit=200").size() == count);
    gateway.stop();
    std::string out;
    CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}, &out) == 0);
    CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}, &out) == 0);
  }
}
