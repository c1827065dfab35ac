#include <ctime>
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/raw.hpp"

using namespace airut;

namespace {

using tests::Gateway;
using tests::status_of;

// Runs a shell line in the gateway's folder; its output, or "" when it failed.
std::string shell(Gateway const& gateway, std::string const& line) {
  auto const out = gateway.home() / "shell";
  std::filesystem::remove(out);
  auto const status = tests::run({"sh", "-c", line}, out);
  if (status != 0) return {};
  std::ifstream in{out};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// A listener with a certificate of its own, made before the gateway starts.
struct Certificate {
  tests::TempDirectory folder;
  std::string cert = (folder.path() / "cert.pem").string();
  std::string key = (folder.path() / "key.pem").string();
  Certificate() {
    auto const line = fmt::format(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {} -out {} "
        "-days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1",
        key, cert);
    REQUIRE(tests::run({"sh", "-c", line}, folder.path() / "log") == 0);
  }
};

}  // namespace

TEST_CASE("TLS 1.2 and 1.3 are spoken, older ones and plain HTTP are not") {
  if (!tests::has_program("openssl") || !tests::has_program("curl")) return;
  Certificate const certificate;
  Gateway gateway{tests::sample_toml(), {certificate.cert, certificate.key}};
  auto const address = fmt::format("127.0.0.1:{}", gateway.port());
  auto const curl = [&](std::string const& options) {
    return shell(gateway, fmt::format("curl -sS --cacert {} {} https://{}/healthz",
                                      certificate.cert, options, address));
  };
  CHECK(curl("--tlsv1.2 --tls-max 1.2") == "ok\n");
  CHECK(curl("--tlsv1.3") == "ok\n");
  CHECK(curl("--tls-max 1.2 --ciphers ECDHE-ECDSA-AES128-GCM-SHA256") == "ok\n");
  CHECK(curl("--tls-max 1.2 --ciphers ECDHE-ECDSA-AES128-SHA") == "");
  CHECK(curl("--tlsv1.0 --tls-max 1.0 --ciphers DEFAULT@SECLEVEL=0") == "");
  CHECK(curl("--tlsv1.1 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0") == "");
  auto const sent = shell(
      gateway, fmt::format("curl -sS --cacert {} -i -H 'Authorization: Bearer airut-test-key' "
                           "https://{}/v1/invoices",
                           certificate.cert, address));
  CHECK(sent.find("Strict-Transport-Security: max-age=31536000") != std::string::npos);
  auto const plain = tests::talk(gateway.port(), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(status_of(plain) == 400);
  CHECK(plain.find("HTTPS") != std::string::npos);
  for (int i = 0; i < 50; ++i) {  // in the middle of the handshake, and at once
    tests::Raw const gone{gateway.port()};
    if (i % 2 == 0) gone.send(std::string_view{"\x16\x03\x01\x00\xa5\x01\x00", 7});
  }
  CHECK(tests::talk(gateway.port(), std::string(300, '\x16')).find("HTTP/") == std::string::npos);
  CHECK(curl("") == "ok\n");
}

TEST_CASE("when the listener's certificate ends is among the figures") {
  if (!tests::has_program("openssl")) return;
  Certificate const certificate;
  Gateway const gateway{tests::sample_toml(), {certificate.cert, certificate.key}};
  auto const text = gateway.metrics();
  constexpr std::string_view name = "airut_certificate_not_after_seconds{channel=\"listen.api\"} ";
  auto const at = text.find(name);
  REQUIRE(at != text.npos);
  auto const days =
      (std::stod(text.substr(at + name.size())) - static_cast<double>(std::time(nullptr))) / 86400;
  CHECK(days > 1.9);
  CHECK(days < 2.1);
}

TEST_CASE("a large answer comes whole over TLS, and the next one behind it") {
  if (!tests::has_program("openssl") || !tests::has_program("curl")) return;
  Certificate const certificate;
  Gateway gateway{tests::sample_toml(), {certificate.cert, certificate.key}};
  auto const all = fmt::format("https://127.0.0.1:{}", gateway.port());
  // Two questions on one connection: more than a record of TLS holds, then little.
  for (auto const* version : {"1.2", "1.3"}) {
    CAPTURE(version);
    auto const told =
        shell(gateway, fmt::format("curl -sS -m 20 --cacert {} --tls-max {} -w '%{{num_connects}} "
                                   "%{{size_download}} ' -o {} {}/openapi.json -o {} {}/healthz",
                                   certificate.cert, version, (gateway.home() / "large").string(),
                                   all, (gateway.home() / "small").string(), all));
    auto const large = std::filesystem::file_size(gateway.home() / "large");
    CHECK(large > 100'000);
    CHECK(told == fmt::format("1 {} 0 3 ", large));
    std::ifstream document{gateway.home() / "large"};
    std::string const text{std::istreambuf_iterator<char>{document}, {}};
    CHECK(text.ends_with("}"));
  }
}

TEST_CASE("a certificate that cannot be used stops the start with its name") {
  if (!tests::has_program("openssl")) return;
  Certificate const certificate, other;
  for (auto const& [cert, key, words] :
       {std::tuple{certificate.cert, other.key, "private key"},
        std::tuple{certificate.key, certificate.key, "certificate"}}) {
    CAPTURE(words);
    try {
      Gateway const gateway{tests::sample_toml(), {cert, key}};
      FAIL("it started");
    } catch (std::runtime_error const& fault) {
      CHECK(std::string{fault.what()}.find(words) != std::string::npos);
    }
  }
}

TEST_CASE("commands take the authority of a daemon's own certificate, and no other") {
  if (!tests::has_program("openssl")) return;
  Certificate const certificate, other;
  Gateway const gateway{tests::sample_toml(), {certificate.cert, certificate.key}};
  auto const ask = [&](std::string const& environment, std::string const& options) {
    auto const line =
        fmt::format("{} AIRUT_KEY=airut-test-key {} invoices list --url https://127.0.0.1:{} {}",
                    environment, AIRUT_BINARY, gateway.port(), options);
    return tests::run({"sh", "-c", line}, gateway.home() / "said");
  };
  CHECK(ask("", "") == 69);
  CHECK(ask("", "--ca-file " + certificate.cert) == 0);
  CHECK(ask("AIRUT_CA_FILE=" + certificate.cert, "") == 0);
  CHECK(ask("AIRUT_CA_FILE=" + certificate.cert, "--ca-file " + other.cert) == 69);
  CHECK(ask("", "--ca-file /nowhere.pem") == 69);
}
