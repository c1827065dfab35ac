#pragma once

#include "tests/crash/storm.hpp"
#include "tests/e2e/clearing_steps.hpp"
#include "tests/e2e/consumer_steps.hpp"
#include "tests/support/webhook_receiver.hpp"

namespace airut::tests::crash {

// Operators by SFTP and HTTPS, a directory, eFaktura, Vipps and AvtaleGiro; its events go out by
// webhook.
class NorwegianHouse {
 public:
  static bool available() {
    return FileServer::available() && OperatorServer::available() && VippsPeer::available() &&
           EfakturaPeer::available();
  }

  FileServer files;
  OperatorServer http;
  EfakturaPeer efaktura;
  VippsPeer vipps;
  WebhookReceiver receiver;
  Weather weather{
      storm_seed(),
      {files.port(), port_in(http.url("")), port_in(efaktura.url("")), port_in(vipps.url(""))}};
  Gateway gateway{toml()};

  std::vector<Way> ways() {
    make_places(gateway);
    auto const mandates = clearing_house({"mandates", "86011117947", "1", "0001004220260013:J"});
    auto const agreed = brought(gateway, mandates);
    CAPTURE(agreed.text);
    REQUIRE(agreed.status == 201);
    auto const endpoint =
        fmt::format(R"({{"url":"{}","event_types":["invoice.accepted"]}})", receiver.url());
    REQUIRE(gateway.post("/v1/webhook-endpoints", endpoint).status == 201);
    auto const plain = [](std::string const& number) { return sample_json(number); };
    auto const consumer = [](std::string const& number) {
      auto json = consumer_steps::consumer_json(number);
      return json.replace(json.find("energi"), 6, "strom");
    };
    auto const debit = [](std::string const& number) {
      return debit_json(number, "10042", "2026-03-27");
    };
    return {{"finvoice", plain},    {"peppol", plain},   {"print", plain},
            {"efaktura", consumer}, {"vipps", consumer}, {"avtalegiro", debit}};
  }

  void change(std::mt19937& random) {
    receiver.answer(random() % 2 == 0 ? 204 : 503);
    constexpr std::array hows{"good", "twice", "cut", "cut_before", "late", "hang", "http:503"};
    for (auto* peer : std::initializer_list<ConsumerPeer*>{&efaktura, &vipps}) {
      peer->behave(fmt::format(R"("add":"{}","status":"{}")", hows.at(random() % hows.size()),
                               hows.at(random() % hows.size())));
    }
  }
  void calm() {
    receiver.answer(204);
    efaktura.behave({});
    vipps.behave({});
  }

  // A file that is nowhere on the file server may have been fetched from there already: a person
  // looks, and says what he saw.
  void answer_doubts() {
    auto const open = gateway.get("/v1/deviations?code=transport.unresolved&limit=200");
    for (auto const& one : open.body.at("data").as_array()) {
      std::string const invoice{one.at("invoice_id").as_string()};
      auto const number = gateway.get("/v1/invoices/" + invoice).string("number");
      auto const answer =
          gateway.post(fmt::format("/v1/deliveries/{}/resolve-unknown",
                                   std::string_view{one.at("delivery_id").as_string()}),
                       fmt::format(R"({{"outcome":"{}","evidence":"looked"}})",
                                   has_file(number) ? "delivered" : "not_delivered"));
      CAPTURE(answer.text);
      REQUIRE(answer.status == 202);
      ++doubts_;
    }
    // A login that was cut twice in a row counts as refused.
    auto const denied = gateway.get("/v1/deviations?code=transport.not_authorised&limit=200");
    for (auto const& one : denied.body.at("data").as_array()) {
      std::string const delivery{one.at("delivery_id").as_string()};
      gateway.post("/v1/deliveries/" + delivery + "/retry", "{}");
    }
  }

  // Each event once, and the same when it comes again.
  bool has_told(std::size_t invoices) const {
    std::map<std::string, std::string> events;
    for (auto const& one : receiver.received()) {
      CHECK(events.emplace(one.id, one.body).first->second == one.body);
    }
    return events.size() == invoices;
  }

  void check(Numbers const& numbers) const {
    check_files(files.root(), numbers.at("finvoice"));
    check_posts(http, numbers.at("peppol").size());
    check_files(gateway.home() / "out", numbers.at("print"));
    check_documents(numbers.at("efaktura"));
    CHECK(vipps.count() == numbers.at("vipps").size());
    CHECK(vipps.violations().empty());
    check_claims(numbers.at("avtalegiro").size());
    MESSAGE(doubts_ << " doubts about files were answered by a person");
  }

 private:
  bool has_file(std::string const& number) const {
    auto const name = "-invoice-" + number + ".";
    std::filesystem::directory_iterator const all{files.root()};
    return std::any_of(begin(all), end(all), [&](auto const& one) {
      auto const file = one.path().filename().string();
      return file.front() != '.' && file.find(name) != file.npos;
    });
  }

  std::string toml() const {
    auto const& keys = http.certificates();
    auto const consumers = consumer_steps::consumer_toml(
        weather.through(consumer_steps::efaktura_channel(efaktura, "issuer") +
                        consumer_steps::vipps_channel(vipps)),
        "efaktura");
    auto const operators = fmt::format(
        "[[channel]]\nname = \"finvoice\"\nkind = \"operator_sftp\"\nformat = \"finvoice\"\n"
        "host = \"127.0.0.1\"\nport = {}\nuser = \"{}\"\nprivate_key = \"{}\"\n"
        "host_key_sha256 = \"{}\"\ndirectory = \"{}\"\ntimeout = 3\n"
        "[[channel]]\nname = \"peppol\"\nkind = \"operator_http\"\nformat = \"ubl\"\nurl = "
        "\"{}\"\nca_file = \"{}\"\ncertificate = \"{}\"\nprivate_key = \"{}\"\n"
        "deduplicates = true\ntimeout = 2\n"
        "[[channel]]\nname = \"avtalegiro\"\nkind = \"avtalegiro\"\nformat = \"claim\"\n"
        "customer_unit = \"12345678\"\nnotice = \"payee\"\npath = \"@HOME@/nets\"\n"
        "batch_time = 1\n",
        weather.through(files.port()), files.user(), files.private_key().string(),
        files.host_key_sha256(), files.root().string(), weather.through(http.url("/once")),
        keys.authority().string(), keys.client().string(), keys.client_key().string());
    auto const finnish = sample_toml();
    auto const client = finnish.substr(finnish.find("[[tenant.policy]]"));
    auto const debits = norwegian_client("strom", "avtalegiro") +
                        "[[tenant.client.kid]]\n[[tenant.client.kid.part]]\nkind = \"customer\"\n"
                        "length = 8\n[[tenant.client.kid.part]]\nkind = \"invoice\"\nlength = 7\n";
    auto const tenant = consumers.find("[[tenant]]");
    auto const energi = consumers.find("[[tenant.client]]");
    return consumers.substr(0, tenant) + operators + consumers.substr(tenant, energi - tenant) +
           client + debits;
  }

  void check_documents(std::set<std::string> const& expected) const {
    std::map<std::string, int> documents;
    auto const taken = efaktura.documents();
    for (auto const& one : taken) {
      std::string const bytes{one.value().at("bytes").as_string()};
      for (auto const& number : expected) documents[number] += bytes.find(number) != bytes.npos;
    }
    for (auto const& number : expected) {
      CAPTURE(number);
      CHECK(documents[number] == 1);
    }
    CHECK(taken.size() == expected.size());
    CHECK(efaktura.violations().empty());
  }

  // The clearing house takes each claim once, and every transmission in its row.
  void check_claims(std::size_t expected) const {
    auto words = transmissions_in(gateway.home() / "nets");
    words.insert(words.begin(), "read");
    std::map<std::string, int> claims;
    auto const told = boost::json::parse(clearing_house(words));
    for (auto const& transmission : told.as_array()) {
      for (auto const& assignment : transmission.at("assignments").as_array()) {
        for (auto const& claim : assignment.at("claims").as_array()) {
          ++claims[std::string{claim.at("kid").as_string()}];
        }
      }
    }
    for (auto const& [kid, times] : claims) {
      CAPTURE(kid);
      CHECK(times == 1);
    }
    CHECK(claims.size() == expected);
  }

  int doubts_ = 0;
};

}  // namespace airut::tests::crash
