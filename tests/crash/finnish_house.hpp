#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "tests/crash/storm.hpp"
#include "tests/support/bank_peer.hpp"
#include "tests/support/peppol_network.hpp"

namespace airut::tests::crash {

// Bank (Web Services), Peppol, e-mail, letters and the portal.
class FinnishHouse {
 public:
  static bool available() { return BankPeer::available() && PeppolNetwork::available(); }

  BankPeer bank{"testipankki"};
  PeppolNetwork network;
  MailPeer mail;
  Weather weather{
      storm_seed(),
      {port_in(bank.url("")), network.access_point_port(), network.register_port(), mail.port()}};
  Gateway gateway{(calm(), toml())};

  std::vector<Way> ways() const {
    std::filesystem::create_directories(gateway.home() / "print");
    auto const plain = [](std::string const& number) { return sample_json(number); };
    auto const mailed = [](std::string const& number) {
      auto json = sample_json(number);
      auto const name = std::stoi(number) % 2 == 0 ? "fine" : "twice";
      json.insert(json.find("\"address\":{"),
                  fmt::format(R"("contact":{{"email":"{}@example.test"}},)", name));
      return json;
    };
    return {{"finvoice", plain},
            {"peppol", plain},
            {"email", mailed},
            {"print", plain},
            {"portal", plain}};
  }

  void change(std::mt19937& random) {
    constexpr std::array points{"good", "twice", "cut", "http502", "lost_once", "late"};
    constexpr std::array banks{"good", "twice", "cut", "late", "http503", "hang"};
    enter(points.at(random() % points.size()));
    bank.behave("uploadFile", banks.at(random() % banks.size()));
  }
  void calm() {
    enter("good");
    bank.behave("uploadFile", "good");
  }

  // What is not in the bank's list yet counts as lost after a quarter of an hour of the bank's own
  // time: a person looks earlier.
  void answer_doubts() {
    answer_for_letters();
    auto const uploads = uploaded();
    auto const open = gateway.get("/v1/deliveries?state=unknown&limit=200");
    for (auto const& one : open.body.at("data").as_array()) {
      if (one.at("channel").as_string() != "finvoice") continue;
      std::string const invoice{one.at("invoice_id").as_string()};
      if (uploads.contains(gateway.get("/v1/invoices/" + invoice).string("number"))) continue;
      gateway.post(fmt::format("/v1/deliveries/{}/resolve-unknown",
                               std::string_view{one.at("id").as_string()}),
                   R"({"outcome":"not_delivered","evidence":"looked"})");
      ++doubts_;
    }
  }
  // A batch of letters that nobody confirmed may lie at the printer: his people look.
  void answer_for_letters() {
    auto const& printed = letters();
    auto const open = gateway.get("/v1/deviations?code=transport.unresolved&limit=200");
    for (auto const& one : open.body.at("data").as_array()) {
      std::string const delivery{one.at("delivery_id").as_string()};
      gateway.post("/v1/deliveries/" + delivery + "/resolve-unknown",
                   fmt::format(R"({{"outcome":"{}","evidence":"looked"}})",
                               printed.contains(delivery) ? "delivered" : "not_delivered"));
      ++doubts_;
    }
  }
  bool has_told(std::size_t) const { return true; }  // it has no webhooks

  void check(Numbers const& numbers) {
    check_bank(numbers.at("finvoice"));
    check_messages(numbers.at("peppol"));
    check_mails(mail, numbers.at("email"));
    check_letters(numbers.at("print").size());
  }

 private:
  void enter(std::string const& how) {
    network.enter("0216:003712345671",
                  fmt::format(R"("as4":"{}","at":"https://localhost:{}/as4","register":)"
                              R"("http://127.0.0.1:{}")",
                              how, weather.through(network.access_point_port()),
                              weather.through(network.register_port())));
  }

  std::string toml() const {
    ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
    auto const ws = bank.settings();
    auto const peppol = network.settings();
    auto tenant = sample_toml();
    tenant.replace(0, tenant.find("[[tenant]]"), "");
    return fmt::format(
               "test_clock = \"2026-03-02\"\ntables_overlay = \"{}\"\n[[channel]]\nname = "
               "\"finvoice\"\nkind = \"bank_ws\"\nformat = \"finvoice\"\nbank = \"{}\"\n"
               "customer_id = \"11111111\"\nendpoint = \"{}\"\ncertificate_endpoint = \"{}\"\n"
               "identity = \"{}\"\ntrust = \"{}\"\nca_file = \"{}\"\ntenant = \"demo\"\n"
               "revocation = \"off\"\ntimeout = 5\n",
               bank.overlay().string(), ws.bank, weather.through(ws.endpoint),
               weather.through(ws.certificate_endpoint), ws.identity.string(), ws.trust.string(),
               ws.ca_file.string()) +
           fmt::format(
               "[[channel]]\nname = \"peppol\"\nkind = \"peppol\"\nformat = \"ubl\"\n"
               "certificate = \"{}\"\nprivate_key = \"{}\"\ntrust = \"{}\"\nzone = \"{}\"\n"
               "resolvers = [\"{}\"]\nca_file = \"{}\"\nhost = \"{}\"\nrevocation = \"off\"\n"
               "recheck = 1\ntimeout = 5\n",
               peppol.certificate.string(), peppol.private_key.string(), peppol.trust.string(),
               peppol.zone, peppol.resolvers.front(), peppol.ca_file.string(), peppol.host) +
           fmt::format(
               "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\nhost = "
               "\"127.0.0.1\"\nport = {}\nstarttls = \"none\"\nfrom = \"laskut@example.test\"\n"
               "timeout = 2\n[[channel]]\nname = \"print\"\nkind = \"print\"\nformat = \"pdf\"\n"
               "path = \"@HOME@/print\"\nbatch_time = 1\nlayout = \"letters\"\n"
               "[[channel.envelope]]\nname = \"C5\"\nsheets = 6\n"
               "[[channel]]\nname = \"portal\"\nkind = \"portal\"\nformat = \"pdf\"\n"
               "base_url = \"https://lasku.example.test\"\n"
               "signing_key = {{ env = \"AIRUT_TEST_PORTAL_KEY\" }}\n",
               weather.through(mail.port())) +
           tenant;
  }

  std::map<std::string, int> uploaded() const {
    std::map<std::string, int> uploads;
    for (std::size_t i = 0; i < bank.uploads(); ++i) {
      auto const text = bank.upload(static_cast<int>(i));
      auto const at = text.find("<InvoiceNumber>");
      REQUIRE(at != std::string::npos);
      ++uploads[text.substr(at + 15, text.find('<', at + 1) - at - 15)];
    }
    return uploads;
  }

  // The bank's list of uploads says what it has: nothing goes there twice.
  void check_bank(std::set<std::string> const& expected) const {
    auto const uploads = uploaded();
    for (auto const& number : expected) {
      CAPTURE(number);
      CHECK((uploads.contains(number) && uploads.at(number) == 1));
    }
    CHECK(uploads.size() == expected.size());
    MESSAGE(doubts_ << " doubts about uploads and letters were answered by a person");
  }

  // AS4 knows a repetition by its id: whatever came again is the same message.
  void check_messages(std::set<std::string> const& expected) const {
    std::map<std::string, std::string> digests;
    auto const messages = network.messages();
    for (auto const& one : messages) {
      auto const& digest = one.at("packed_sha256");
      CHECK(digests.emplace(one.at("message_id"), digest).first->second == digest);
    }
    CHECK(digests.size() == expected.size());
    MESSAGE(expected.size() << " by Peppol, " << messages.size() - digests.size()
                            << " of them offered again");
  }

  // Letters in the batches at the printer, and how often. A batch that lies there stays as it is.
  std::map<std::string, int> const& letters() {
    for (auto const& batch : std::filesystem::directory_iterator{gateway.home() / "print"}) {
      if (batch.path().extension() != ".zip" || !batches_.insert(batch.path()).second) continue;
      TempDirectory const folder;
      auto const out = folder.path() / "list";
      REQUIRE(run({"python3", "-m", "zipfile", "-l", batch.path().string()}, out) == 0);
      auto const list = slurp(out);
      for (auto at = list.find("dlv_"); at != list.npos; at = list.find("dlv_", at + 1)) {
        ++letters_[list.substr(at, list.find(".pdf", at) - at)];
      }
    }
    return letters_;
  }

  void check_letters(std::size_t expected) {
    auto const& printed = letters();
    for (auto const& [letter, times] : printed) {
      CAPTURE(letter);
      CHECK(times == 1);
    }
    CHECK(printed.size() == expected);
  }

  std::set<std::filesystem::path> batches_;  // that were opened
  std::map<std::string, int> letters_;
  int doubts_ = 0;
};

}  // namespace airut::tests::crash
