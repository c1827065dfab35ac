#include <chrono>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/raw.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::has;

namespace {

using tests::Gateway;
using tests::Raw;
using tests::sample_json;
using tests::status_of;
using tests::talk;

constexpr std::string_view auth = "Authorization: Bearer airut-test-key\r\n";

// A request that is proper but for what stands in the extra header lines.
std::string post(std::string_view extra, std::string_view body, std::string_view version = "1.1") {
  return fmt::format(
      "POST /v1/invoices HTTP/{}\r\nHost: x\r\n{}Content-Type: application/json\r\n"
      "Idempotency-Key: k\r\nConnection: close\r\n{}\r\n{}",
      version, auth, extra, body);
}

// The configuration with limits in front of its tables.
std::string limited(std::string const& limits) {
  return tests::sample_toml() + "[limits]\n" + limits;
}

}  // namespace

TEST_CASE("requests that two servers could read differently are refused and keep nothing") {
  Gateway gateway{tests::sample_toml()};
  auto const body = sample_json("S-1");
  auto const length = fmt::format("Content-Length: {}\r\n", body.size());
  auto const chunked = fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", body.size(), body);
  auto const refused = [&](std::string const& request) {
    auto const status = status_of(talk(gateway.port(), request));
    CAPTURE(request.substr(0, 200));
    CHECK(status == 400);
  };
  refused(post(length + "Transfer-Encoding: chunked\r\n", chunked));
  refused(post("Transfer-Encoding: chunked\r\n" + length, chunked));
  refused(post(length + "Content-Length: 5\r\n", body));
  refused(post(length + length, body));
  refused(post("Content-Length: -1\r\n", body));
  refused(post("Content-Length: +5\r\n", body));
  refused(post("Content-Length: 5, 5\r\n", body));
  refused(post("Content-Length: 99999999999999999999999\r\n", body));
  refused(post("Transfer-Encoding: chunked, identity\r\n", chunked));
  refused(post("Transfer-Encoding: gzip, chunked\r\n", chunked));
  refused(post("Transfer-Encoding: xchunked\r\n", chunked));
  refused(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked));
  refused(post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n"));
  refused(post("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n{}\r\n0\r\n\r\n"));
  refused(post("Transfer-Encoding: chunked\r\n", chunked, "1.0"));
  refused("POST /v1/invoices HTTP/1.1\r\nHost : x\r\n\r\n");
  refused("GET /v1/invoices HTTP/1.1\r\n\r\n");
  refused("GET /v1/invoices HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
  refused("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\r\n\r\n");
  CHECK(gateway.get("/v1/invoices").body.at("data").as_array().empty());
  // What stands behind is no request, whoever takes it for one.
  auto const smuggled = talk(gateway.port(),
                             "POST /v1/invoices HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
                             "xchunked\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(status_of(smuggled) == 400);
  CHECK(smuggled.find("HTTP/1.1 ") == smuggled.rfind("HTTP/1.1 "));
  CHECK(status_of(talk(gateway.port(), post("Transfer-Encoding: chunked\r\n", chunked))) == 202);
}

TEST_CASE("the ways of HTTP that proper clients use are all understood") {
  Gateway gateway{tests::sample_toml()};
  auto const port = gateway.port();
  SUBCASE("HTTP/1.0 gets an answer and the connection ends") {
    auto const answer = talk(port, "GET /healthz HTTP/1.0\r\n\r\n");
    CHECK(status_of(answer) == 200);
    CHECK(has(answer, "ok"));
  }
  SUBCASE("requests behind one another are answered in order") {
    auto const one = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    auto const two = "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n";
    auto const last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    auto const answer = talk(port, std::string{one} + two + last);
    auto const middle = answer.find("404 Not Found");
    CHECK(middle != std::string::npos);
    CHECK(answer.find("200 OK") < middle);
    CHECK(answer.rfind("200 OK") > middle);
  }
  SUBCASE("HEAD tells the length of what GET gives, without it") {
    auto const length = gateway.get("/openapi.json").text.size();
    auto const answer =
        talk(port, "HEAD /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(status_of(answer) == 200);
    CHECK(has(answer, fmt::format("Content-Length: {}\r\n", length)));
    CHECK(answer.ends_with("\r\n\r\n"));
  }
  SUBCASE("a client that waits for 100 Continue gets it, or at once what is wrong") {
    auto const body = sample_json("E-1");
    Raw const raw{port};
    raw.send(post(fmt::format("Content-Length: {}\r\nExpect: 100-continue\r\n", body.size()), ""));
    CHECK(status_of(raw.until("\r\n\r\n")) == 100);
    raw.send(body);
    CHECK(status_of(raw.rest()) == 202);
    Raw const other{port};
    other.send(post("Content-Length: 99999999\r\nExpect: 100-continue\r\n", ""));
    CHECK(status_of(other.until("\r\n\r\n")) == 413);
    CHECK(status_of(talk(port, post("Content-Length: 2\r\nExpect: bribe\r\n", "{}"))) == 417);
  }
  SUBCASE("the absolute form of a target is taken") {
    CHECK(status_of(talk(port,
                         "GET http://x/healthz HTTP/1.1\r\nHost: x\r\nConnection: "
                         "close\r\n\r\n")) == 200);
  }
  SUBCASE("methods that nobody has are told what there is") {
    for (auto const* method : {"OPTIONS", "TRACE", "DELETE", "BREW"}) {
      CAPTURE(method);
      auto const answer = talk(port, fmt::format("{} /v1/invoices HTTP/1.1\r\nHost: x\r\n"
                                                 "Connection: close\r\n\r\n",
                                                 method));
      CHECK(status_of(answer) == 405);
      CHECK(has(answer, "Allow: POST, GET, HEAD"));
    }
  }
  SUBCASE("odd paths lead nowhere") {
    auto const status = [&](std::string_view path) {
      return status_of(talk(port, fmt::format("GET {} HTTP/1.1\r\nHost: x\r\n{}Connection: "
                                              "close\r\n\r\n",
                                              path, auth)));
    };
    CHECK(status("/v1/%69nvoices") == 200);  // %69 is i
    CHECK(status("/v1/invoices/%2e%2e/invoices") == 400);
    CHECK(status("/v1/invoices/a%2Fb") == 400);
    CHECK(status("/v1/invoices/%00") == 400);
    CHECK(status("/v1/invoices/%") == 400);
    CHECK(status("/v1/invoices/%zz") == 400);
    CHECK(status("//v1/invoices") == 404);
    CHECK(status("/v1/invoices/") == 404);
    CHECK(status("v1/invoices") == 400);
    CHECK(status("*") == 400);
    CHECK(status("/v1/invoices?q=" + std::string(12000, 'a')) == 200);
    CHECK(status("/v1/invoices?limit=0") == 400);
    CHECK(status("/v1/invoices?limit=201") == 400);
    CHECK(status("/v1/invoices?limit=1e2") == 400);
    CHECK(status("/v1/invoices?cursor=;drop") == 400);
    CHECK(status("/v1/invoices?q=%27%22%3B") == 200);
    CHECK(status("/v1/invoices?q=%00") == 400);
  }
}

TEST_CASE("what is too large ends, and the others go on") {
  Gateway gateway{limited("file_body_bytes = 2000000\n")};
  auto const port = gateway.port();
  SUBCASE("a header without end") {
    CHECK(status_of(talk(port, "GET / HTTP/1.1\r\nX: " + std::string(40000, 'x'))) == 431);
    std::string many = "GET / HTTP/1.1\r\n";
    for (int i = 0; i < 5000; ++i) many += fmt::format("X-{}: y\r\n", i);
    CHECK(status_of(talk(port, many + "\r\n")) == 431);
  }
  SUBCASE("a body above its limit, announced or in chunks") {
    CHECK(status_of(talk(port, post("Content-Length: 6000000\r\n", ""))) == 413);
    std::string const chunk(60000, ' ');
    std::string chunks;
    for (int i = 0; i < 100; ++i) chunks += fmt::format("{:x}\r\n{}\r\n", chunk.size(), chunk);
    CHECK(status_of(talk(port, post("Transfer-Encoding: chunked\r\n", chunks))) == 413);
    auto const large = gateway.send("POST", "/v1/documents", std::string(3000000, ' '),
                                    {{"Idempotency-Key", "k"}});
    CHECK(large.status == 413);
    CHECK(large.string("code") == "too-large");
    CHECK_FALSE(large.string("request_id").empty());
  }
  CHECK(gateway.until([&] { return gateway.get("/healthz").status == 200; }));
}

TEST_CASE("a header or a body that drips ends, as does a connection that only waits") {
  Gateway gateway{limited("header_time = 1\nbody_time = 1\nidle_time = 2\n")};
  auto const port = gateway.port();
  for (std::string const& begun :
       {std::string{}, std::string{"GET / HT"}, post("Content-Length: 100\r\n", "{")}) {
    Raw const slow{port};
    slow.send(begun);
    CHECK(status_of(slow.rest()) == 0);  // closed without an answer
  }
  CHECK(gateway.until([&] { return gateway.get("/healthz").status == 200; }));
}

TEST_CASE("a daemon with as many connections as it may have keeps those that are at work") {
  // Times far beyond the test's own: no connection ends because the machine is slow.
  Gateway gateway{limited("header_time = 60\nbody_time = 60\nidle_time = 60\nconnections = 8\n")};
  auto const port = gateway.port();
  std::vector<std::unique_ptr<Raw>> open;
  auto const fill = [&](std::string const& request, std::string_view answer) {
    for (int i = 0; i < 8; ++i) {
      open.push_back(std::make_unique<Raw>(port));
      open.back()->send(request);
      CHECK(has(open.back()->until(answer), answer));
    }
  };
  SUBCASE("a connection that asks for nothing gives place to another") {
    fill("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "ok\n");
    auto const answer = talk(port, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(status_of(answer) == 200);
    CHECK(open.front()->rest().empty());  // ended
    open.back()->send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(status_of(open.back()->until("ok\n")) == 200);
  }
  SUBCASE("one connection too many is told to come again") {
    // Told to go on with their bodies, all eight are being read.
    fill(post("Content-Length: 100\r\nExpect: 100-continue\r\n", ""), "100 Continue\r\n");
    auto const answer = talk(port, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(status_of(answer) == 503);
    CHECK(has(answer, "Retry-After: 1"));
    open.clear();
    CHECK(gateway.until([&] { return gateway.get("/healthz").status == 200; }));
  }
}

TEST_CASE("memory is taken by what was sent, not by what was announced") {
  Gateway gateway{limited("file_body_bytes = 2000000\nbody_memory_bytes = 2000000\n")};
  auto const announced = fmt::format(
      "POST /v1/batches HTTP/1.1\r\nHost: x\r\n{}Content-Type: application/x-ndjson\r\n"
      "Idempotency-Key: k\r\nContent-Length: 1900000\r\n\r\n",
      auth);
  auto const upload = [&] {
    return gateway
        .send("POST", "/v1/documents", std::string(1'500'000, ' '), {{"Idempotency-Key", "k"}})
        .status;
  };
  Raw const silent{gateway.port()}, also_silent{gateway.port()};
  silent.send(announced);
  also_silent.send(announced);
  CHECK(upload() == 422);  // taken whole, and no document
  // Either of the two may find the other's room taken: asked until it is the upload.
  CHECK(gateway.until([&] {
    Raw const sending{gateway.port()};
    sending.send(announced + std::string(1'000'000, ' '));
    return upload() == 503;
  }));
}

TEST_CASE("the body must be what its header says") {
  Gateway gateway{tests::sample_toml()};
  auto const send = [&](std::string const& path, std::string const& type, std::string const& body) {
    return gateway.send("POST", path, body, {{"Idempotency-Key", "k"}, {"Content-Type", type}});
  };
  CHECK(send("/v1/invoices", "text/xml", sample_json("T-1")).status == 415);
  CHECK(send("/v1/invoices", "application/x-www-form-urlencoded", "a=b").status == 415);
  auto const packed = gateway.send("POST", "/v1/invoices", sample_json("T-1"),
                                   {{"Idempotency-Key", "k"},
                                    {"Content-Encoding", "gzip"},
                                    {"Content-Type", "application/json"}});
  CHECK(packed.status == 415);
  CHECK(packed.string("code") == "encoding-unsupported");
  CHECK(send("/v1/invoices", "application/json; charset=utf-8", sample_json("T-1")).status == 202);
}

TEST_CASE("every answer carries its id and trace, and problems speak the caller's language") {
  Gateway gateway{tests::sample_toml()};
  auto const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  auto const answer =
      gateway.send("GET", "/v1/invoices/inv_none", "",
                   {{"Accept-Language", "sv-FI, fi;q=0.5"}, {"traceparent", trace}});
  CHECK(answer.status == 404);
  CHECK(answer.string("title") == "Hittades inte");
  CHECK(answer.string("detail") == "Hämta det på nytt, se hur läget är nu och besluta igen.");
  CHECK(!answer.string("detail_en").empty());
  CHECK(answer.header("content-language") == "sv");
  CHECK(answer.string("request_id") == answer.header("request-id"));
  CHECK(answer.header("traceparent").substr(0, 36) == std::string{trace}.substr(0, 36));
  CHECK(answer.header("traceparent") != trace);
  auto const type = answer.string("type");
  auto const page = gateway.get(type);
  CHECK(page.status == 200);
  CHECK(has(page.text, "Not found"));
  CHECK(has(page.text, "Fetch it anew"));  // what to do
  CHECK(gateway.get("/problems/none").status == 404);
  for (auto const* bad : {"", "00-0-0-0", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                          "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"}) {
    CAPTURE(bad);
    CHECK(gateway.send("GET", "/healthz", "", {{"traceparent", bad}}).header("traceparent") == "");
  }
}

TEST_CASE("a key that sends more than it may is told to wait") {
  auto toml = tests::sample_toml();
  auto const at = toml.find("scopes = [\"*\"]");
  toml.insert(at, "requests_per_second = 1\nburst = 3\n");
  Gateway gateway{toml};
  tests::Answer last;
  int taken = 0;
  for (int i = 0; i < 10 && last.status != 429; ++i) {
    last = gateway.get("/v1/invoices");
    taken += last.status == 200;
  }
  CHECK(taken >= 3);
  REQUIRE(last.status == 429);
  CHECK(last.string("code") == "rate-limited");
  CHECK_FALSE(last.header("retry-after").empty());
  CHECK(last.header("ratelimit-policy") == "\"key\";q=3");
  CHECK(gateway.get("/healthz").status == 200);  // no key, no limit
  CHECK(gateway.until([&] { return gateway.get("/v1/invoices").status == 200; }));
}
