#include <csignal>
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/text.hpp"

// What the command line says of what it sent, and of what it was refused.
using namespace airut;
using namespace airut::tests;

namespace {

std::string two_lines() { return sample_json("S-1") + "\n" + sample_json("S-2") + "\n"; }

}  // namespace

TEST_CASE("a batch that the key may not follow is told of, and the command ends") {
  Gateway gateway{with(sample_toml(), "scopes = [\"*\"]", "scopes = [\"batches:write\"]")};
  std::string out;
  CHECK(gateway.cli({"submit", file_at(gateway, "two.ndjson", two_lines())}, &out) == 1);
  CHECK(has(out, "cannot be followed"));
  CHECK(has(out, "batches:read"));
}

TEST_CASE("a file whose invoice was cancelled since is not told to be accepted") {
  Gateway gateway{sample_toml()};
  auto const one = file_at(gateway, "one.json",
                           with(sample_json("S-3"), "{\"client_ref\"",
                                "{\"distribution\":{\"hold\":true},\"client_ref\""));
  std::string out;
  REQUIRE(gateway.cli({"submit", one, "--json"}, &out) == 0);
  auto const id = gateway.get("/v1/invoices?number=S-3").body.at("data").at(0).at("id");
  CHECK(gateway.cli({"submit", one}, &out) == 0);
  CHECK(has(out, "was sent before"));
  auto const path = "/v1/invoices/" + std::string{id.as_string()} + "/cancel";
  REQUIRE(gateway.post(path, R"({"reason":"a mistake"})").status == 202);
  CHECK(gateway.cli({"submit", one}, &out) == 1);
  CHECK(has(out, "was sent before, now cancelled"));
  CHECK(gateway.cli({"submit", one, "--again"}, &out) == 0);
  CHECK_FALSE(has(out, "before"));
  CHECK(gateway.get("/v1/invoices?number=S-3").body.at("data").as_array().size() == 2);
}

TEST_CASE("a key that sends more than it may waits, and the file is sent all the same") {
  Gateway gateway{with(sample_toml(), "scopes = [\"*\"]",
                       "scopes = [\"*\"]\nrequests_per_second = 1\nburst = 1")};
  std::string out;
  CHECK(gateway.cli({"submit", file_at(gateway, "a.json", sample_json("S-4")),
                     file_at(gateway, "b.json", sample_json("S-5")),
                     file_at(gateway, "c.json", sample_json("S-6"))},
                    &out) == 0);
  CHECK(has(out, "S-6 accepted"));
}

TEST_CASE("a list that goes on says so, and a refusal with --json is JSON") {
  Gateway gateway{sample_toml()};
  std::string out;
  REQUIRE(gateway.cli({"submit", file_at(gateway, "two.ndjson", two_lines())}, &out) == 0);
  CHECK(gateway.cli({"invoices", "list", "--limit", "1"}, &out) == 0);
  CHECK(has(out, "there are more"));
  CHECK(gateway.cli({"invoices", "list"}, &out) == 0);
  CHECK_FALSE(has(out, "there are more"));
  CHECK(gateway.cli({"invoices", "list", "--where", "stat=foo", "--json"}, &out) == 1);
  CHECK(has(out, "\"code\":\"parameter-unknown\""));
}

TEST_CASE("what cannot be read or written ends with the code for that") {
  Gateway gateway{sample_toml()};
  std::string out;
  CHECK(gateway.cli({"submit", gateway.home().string()}, &out) == 69);
  CHECK(has(out, "directory"));
  auto const marked = file_at(gateway, "marked.json", "\xEF\xBB\xBF" + sample_json("S-7"));
  CHECK(gateway.cli({"submit", marked}, &out) == 0);
  CHECK(has(out, "S-7 accepted"));
  CHECK(run({"sh", "-c",
             fmt::format("AIRUT_URL={} AIRUT_KEY=airut-test-key {} invoices list >/dev/full",
                         gateway.url(""), AIRUT_BINARY)},
            gateway.home() / "cli") == 69);
}
