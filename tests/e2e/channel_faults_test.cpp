// The other side hangs, cuts, answers late or twice, refuses, or is a stranger: each channel's
// deliveries end in the state that the table says, nothing is lost and nothing is doubled.
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/deliveries.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/servers.hpp"

using namespace airut;
using tests::delivery_says;
using tests::Gateway;
using tests::reaches;
using tests::sample_json;

namespace {

std::string by_channel(std::string const& number, std::string_view channel) {
  auto json = sample_json(number);
  json.insert(1, fmt::format(R"("distribution":{{"channels":["{}","finvoice"]}},)", channel));
  return json;
}

// Moves the clock to the moment at which the delivery is looked at next.
void go_on(Gateway const& gateway, std::string const& id) {
  auto const next = delivery_says(gateway, id, "next_attempt_at");
  REQUIRE_FALSE(next.empty());
  REQUIRE(gateway.post("/v1/test/clock", "{\"now\":\"" + next + "\"}").status == 200);
}

std::size_t dropped(Gateway const& gateway) {
  std::size_t files = 0;
  for (auto const& one : std::filesystem::directory_iterator(gateway.home() / "out")) {
    files += one.path().filename().string().front() == '.' ? 0 : 1;
  }
  return files;
}

std::string message_id(std::string const& mail) {
  auto const at = mail.find("Message-ID: ");
  return mail.substr(at, mail.find('\r', at) - at);
}

std::string operator_toml(tests::OperatorServer const& server, std::string const& path,
                          std::string const& more = {}) {
  auto const& keys = server.certificates();
  return fmt::format(
             "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"peppol\"\nkind = "
             "\"operator_http\"\nformat = \"json\"\nurl = \"{}\"\nstatus_url = \"{}\"\nca_file = "
             "\"{}\"\ncertificate = \"{}\"\nprivate_key = \"{}\"\ntimeout = 2\n{}",
             server.url(path), server.url("/status/{message_id}"), keys.authority().string(),
             keys.client().string(), keys.client_key().string(), more) +
         tests::sample_toml();
}

std::string faulty_sftp_toml(tests::FileServer const& server, int port,
                             std::string const& host_key) {
  return fmt::format(
             "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"peppol\"\nkind = "
             "\"operator_sftp\"\nformat = \"json\"\nhost = \"127.0.0.1\"\nport = {}\nuser = "
             "\"{}\"\nprivate_key = \"{}\"\nhost_key_sha256 = \"{}\"\ndirectory = \"{}\"\n"
             "timeout = 3\n",
             port, server.user(), server.private_key().string(), host_key, server.root().string()) +
         tests::sample_toml();
}

}  // namespace

TEST_CASE(
    "a mail whose fate is not known is sent again as the same mail, and by no other channel") {
  if (!tests::MailPeer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  tests::MailPeer peer;
  Gateway gateway{fmt::format("test_clock = \"2026-03-02\"\n[[channel]]\nname = \"email\"\nkind = "
                              "\"email\"\nformat = \"json\"\nhost = \"127.0.0.1\"\nport = {}\n"
                              "starttls = \"none\"\nfrom = \"laskut@example.test\"\ntimeout = 2\n",
                              peer.port()) +
                  tests::sample_toml()};
  auto const send = [&](std::string const& number, std::string const& name) {
    auto json = by_channel(number, "email");
    json.insert(json.find("\"address\":{"),
                fmt::format("\"contact\":{{\"email\":\"{}@example.test\"}},", name));
    auto const answer = gateway.post("/v1/invoices", json);
    CAPTURE(answer.text);
    REQUIRE(answer.status == 202);
    return answer.string("id");
  };
  SUBCASE("cut or hanging after the mail") {
    for (auto const* name : {"cut-data", "hang-data"}) {
      CAPTURE(name);
      auto const before = peer.taken().size();
      auto const id = send(fmt::format("M-{}", name), name);
      REQUIRE(reaches(gateway, id, "unknown"));
      CHECK(delivery_says(gateway, id, "last_code") == "transport.no_answer");
      go_on(gateway, id);
      REQUIRE(gateway.until([&] { return peer.taken().size() == before + 2; }));
      auto const mails = peer.taken();
      CHECK(mails.at(before) == mails.at(before + 1));
      CHECK(message_id(mails.at(before)).find(delivery_says(gateway, id, "message_id")) !=
            std::string::npos);
      REQUIRE(reaches(gateway, id, "unknown"));
      REQUIRE(gateway
                  .post("/v1/deliveries/" + delivery_says(gateway, id, "id") + "/resolve-unknown",
                        R"({"outcome":"delivered","evidence":"phoned"})")
                  .status == 202);
    }
  }
  SUBCASE("late and twice are answers") {
    for (auto const* name : {"twice", "fine"}) {
      auto const id = send(fmt::format("M-{}", name), name);
      REQUIRE(reaches(gateway, id, "sent"));
    }
    CHECK(peer.taken().size() == 2);
  }
  SUBCASE("put off, and then refused for good: the next channel takes it once") {
    auto const later = send("M-4xx", "4xx-data");
    REQUIRE(reaches(gateway, later, "deferred"));
    auto const gone = send("M-5xx", "5xx-data");
    REQUIRE(gateway.until([&] { return delivery_says(gateway, gone, "channel") == "finvoice"; }));
    REQUIRE(reaches(gateway, gone, "sent"));
    CHECK(dropped(gateway) == 1);
    return;
  }
  SUBCASE("cut before the mail was whole: nothing was taken") {
    auto const id = send("M-cut", "cut-rcpt");
    REQUIRE(reaches(gateway, id, "deferred"));
    CHECK(peer.taken().empty());
  }
  CHECK(dropped(gateway) == 0);
}

TEST_CASE("an operator that took the document without saying so is asked, and has it once") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  for (auto const* path : {"/slow", "/close", "/half", "/broken"}) {
    CAPTURE(path);
    tests::OperatorServer server;
    Gateway gateway{operator_toml(server, path)};
    auto const id = gateway.post("/v1/invoices", by_channel("O-1", "peppol")).string("id");
    REQUIRE(reaches(gateway, id, "unknown"));
    REQUIRE(gateway.until([&] { return server.posts().size() == 1; }));
    go_on(gateway, id);
    REQUIRE(reaches(gateway, id, "sent"));
    CHECK(server.posts().size() == 1);
    CHECK(dropped(gateway) == 0);
  }
}

TEST_CASE("an operator that something else answers for is asked, and offered the same again") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  tests::OperatorServer server;
  Gateway gateway{operator_toml(server, "/gateway")};  // 502: took nothing, and cannot tell
  auto const id = gateway.post("/v1/invoices", by_channel("O-2", "peppol")).string("id");
  REQUIRE(reaches(gateway, id, "unknown"));
  go_on(gateway, id);
  REQUIRE(gateway.until([&] {
    auto const delivery = gateway.get("/v1/invoices/" + id).body.at("current_delivery");
    return delivery.at("attempt_count").as_int64() == 2;
  }));
  CHECK(server.received().empty());
  CHECK(dropped(gateway) == 0);
}

TEST_CASE("what an operator refuses goes where the table says, with or without a person") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  struct Row {
    std::string path, state, code;
  };
  for (auto const& row : {Row{"/busy", "deferred", "transport.unreachable"},
                          Row{"/invalid", "held", "transport.content_refused"},
                          Row{"/forbidden", "held", "transport.not_authorised"}}) {
    CAPTURE(row.path);
    tests::OperatorServer server;
    Gateway gateway{operator_toml(server, row.path)};
    auto const id = gateway.post("/v1/invoices", by_channel("O-3", "peppol")).string("id");
    REQUIRE(reaches(gateway, id, row.state));
    CHECK(delivery_says(gateway, id, "last_code") == row.code);
    CHECK(server.received().empty());
    CHECK(dropped(gateway) == 0);
  }
  tests::OperatorServer server;
  auto toml = operator_toml(server, "/ok");
  auto const ca = server.certificates().authority().string();
  toml.replace(toml.find(ca), ca.size(), "/etc/ssl/certs/ca-certificates.crt");
  Gateway gateway{toml};
  auto const id = gateway.post("/v1/invoices", by_channel("O-4", "peppol")).string("id");
  REQUIRE(reaches(gateway, id, "held"));
  CHECK(delivery_says(gateway, id, "last_code") == "transport.tls_failed");
  CHECK(server.posts().empty());
}

TEST_CASE("an operator who answers late or twice has the document once, and so does the book") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  for (auto const* path : {"/late", "/twice"}) {
    CAPTURE(path);
    tests::OperatorServer server;
    Gateway gateway{operator_toml(server, path)};
    auto const first = gateway.post("/v1/invoices", by_channel("O-5", "peppol")).string("id");
    auto const second = gateway.post("/v1/invoices", by_channel("O-6", "peppol")).string("id");
    for (auto const& id : {first, second}) REQUIRE(reaches(gateway, id, "sent"));
    CHECK(server.posts().size() == 2);
    CHECK(
        std::set<std::pair<std::string, std::string>>{server.posts().front(), server.posts().back()}
            .size() == 2);
    CHECK(dropped(gateway) == 0);
  }
}

TEST_CASE("a file server that is away, hangs or cuts is tried again, and a stranger is told of") {
  if (!tests::FileServer::available()) {
    MESSAGE("skipped: sshd is not here");
    return;
  }
  tests::FileServer server;
  auto const files = [&] {
    return std::distance(std::filesystem::directory_iterator{server.root()},
                         std::filesystem::directory_iterator{});
  };
  auto const submitted = [](Gateway const& gateway) {
    return gateway.post("/v1/invoices", by_channel("S-1", "peppol")).string("id");
  };
  SUBCASE("hanging and cutting before anything was taken") {
    for (auto const end : {tests::Relay::End::hang, tests::Relay::End::cut}) {
      tests::Relay relay{server.port(), 500, end};
      Gateway gateway{faulty_sftp_toml(server, relay.port(), server.host_key_sha256())};
      auto const id = submitted(gateway);
      REQUIRE(reaches(gateway, id, "deferred"));
      CHECK(delivery_says(gateway, id, "last_code") == "transport.sftp_down");
      CHECK(dropped(gateway) == 0);
    }
    CHECK(files() == 0);
  }
  SUBCASE("another host key") {
    Gateway gateway{faulty_sftp_toml(server, server.port(),
                                     "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")};
    auto const id = submitted(gateway);
    REQUIRE(reaches(gateway, id, "held"));
    CHECK(delivery_says(gateway, id, "last_code") == "transport.sftp_host_key_changed");
    CHECK(files() == 0);
    CHECK(dropped(gateway) == 0);
  }
  SUBCASE("away, and there again: it has the file once") {
    server.stop();
    Gateway gateway{faulty_sftp_toml(server, server.port(), server.host_key_sha256())};
    auto const id = submitted(gateway);
    REQUIRE(reaches(gateway, id, "deferred"));
    server.start();
    go_on(gateway, id);
    REQUIRE(reaches(gateway, id, "sent"));
    CHECK(files() == 1);
  }
}

TEST_CASE("while no name can be resolved, what is for it waits, and nobody is asked") {
  Gateway gateway{
      "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"peppol\"\nkind = \"operator_http\"\n"
      "format = \"json\"\nurl = \"https://operator.airut.invalid/in\"\ntimeout = 5\n"
      "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"json\"\nhost = "
      "\"mail.airut.invalid\"\nport = 25\nfrom = \"laskut@example.test\"\ntimeout = 5\n"
      "[[channel]]\nname = \"print\"\nkind = \"operator_sftp\"\nformat = \"json\"\n"
      "host = \"sftp.airut.invalid\"\nuser = \"airut\"\npassword = { env = \"HOME\" }\n"
      "host_key_sha256 = \"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"\n"
      "directory = \"in\"\ntimeout = 5\n" +
      tests::sample_toml()};
  for (auto const* channel : {"peppol", "email", "print"}) {
    CAPTURE(channel);
    auto json = by_channel(fmt::format("N-{}", channel), channel);
    json.insert(json.find("\"address\":{"), R"("contact":{"email":"osto@example.test"},)");
    auto const answer = gateway.post("/v1/invoices", json);
    CAPTURE(answer.text);
    REQUIRE(answer.status == 202);
    auto const id = answer.string("id");
    REQUIRE(reaches(gateway, id, "deferred"));
    auto const code = delivery_says(gateway, id, "last_code");
    CHECK((code == "transport.unreachable" || code == "transport.sftp_down"));
    CHECK(delivery_says(gateway, id, "handler") == "system");
  }
  CHECK(gateway.get("/v1/deviations").body.at("data").as_array().empty());
  CHECK(dropped(gateway) == 0);  // an outage is no reason to take the next channel
}
