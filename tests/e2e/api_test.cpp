#include <fstream>
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "tests/e2e/answers.hpp"
#include "tests/e2e/claim_steps.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::row_count;
using tests::with;

namespace {

using tests::Answer;
using tests::Gateway;
using tests::sample_json;

// Two clients with a key for each, beside the key for all.
std::string two_clients_toml() {
  auto toml = tests::sample_toml();
  toml = with(toml, "[[tenant.policy]]\nname",
              "[[tenant.key]]\nid = \"key_other\"\n"
              "sha256 = \"c5d6f4a1e8e0a5b3b8e6e4f1f7b4a6a1f1f0e9d8c7b6a5948372615049382716\"\n"
              "scopes = [\"*\"]\nclients = [\"norja\"]\n[[tenant.policy]]\nname");
  toml += tests::norwegian_client("norja", "finvoice");
  return toml;
}

}  // namespace

TEST_CASE("both examples of the reference are accepted") {
  if (!tests::has_shared("reference/api/example_fi_b2b.json")) return;
  auto toml = two_clients_toml();
  toml = with(toml, "name = \"three-steps\"", "name = \"b2b-fi\"");
  toml = with(toml, "dunning_policy = \"three-steps\"", "dunning_policy = \"b2b-fi\"");
  Gateway gateway{toml};
  for (auto const& [file, client, due] : {std::tuple{"example_fi_b2b.json", "siivous", "533.38"},
                                          std::tuple{"example_no_b2c.json", "norja", "1063.74"}}) {
    CAPTURE(file);
    auto text = tests::slurp(tests::shared(std::string{"reference/api/"} + file));
    text = with(text, "{", fmt::format("{{\"client_ref\":\"{}\",", client));
    auto const answer = gateway.post("/v1/invoices", text);
    CAPTURE(answer.text);
    CHECK(answer.status == 202);
    CHECK(answer.string("total_due") == due);
  }
}

TEST_CASE("a dry run tells what would come and keeps nothing, not even a number") {
  Gateway gateway{tests::sample_toml()};
  auto const tried = gateway.post("/v1/invoices?dry_run=true", sample_json("N-1"));
  CHECK(tried.status == 200);
  CHECK(tried.body.at("dry_run").as_bool());
  CHECK(tried.string("total_due") == "533.38");
  CHECK(row_count(gateway.get("/v1/invoices")) == 0);
  auto const real = gateway.post("/v1/invoices", sample_json("N-1"));
  CHECK(real.string("payment_reference") == tried.string("payment_reference"));
  auto const again = gateway.post("/v1/invoices?dry_run=true", sample_json("N-1"));
  CHECK(again.string("duplicate_of") == real.string("id"));
  CHECK(gateway.post("/v1/invoices?dry_run=yes", sample_json("N-2")).status == 400);
  auto const bad = with(sample_json("N-3"), "\"25.5\"", "25.5");
  CHECK(gateway.post("/v1/invoices?dry_run=true", bad).status == 422);
}

TEST_CASE("a form carries a document with its wishes and attachments") {
  if (!tests::has_shared("data/finvoice/instances")) return;
  Gateway gateway{tests::sample_toml()};
  auto const ubl = gateway.post("/v1/render?format=ubl", sample_json("F-1"));
  REQUIRE(ubl.status == 200);
  auto const part = [](std::string const& head, std::string const& content) {
    return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n";
  };
  auto const form = [&](std::string const& parts, std::string const& key) {
    return gateway.send(
        "POST", "/v1/documents", parts + "--b--\r\n",
        {{"Idempotency-Key", key}, {"Content-Type", "multipart/form-data; boundary=b"}});
  };
  auto const file = part("name=\"file\"; filename=\"a.xml\"", ubl.text);
  auto const taken = form(file + part("name=\"metadata\"", R"({"external_id":"E-7"})") +
                              part("name=\"attachments\"; filename=\"a.txt\"", "hello"),
                          "f-1");
  CAPTURE(taken.text);
  CHECK(taken.status == 202);
  CHECK(taken.string("external_id") == "E-7");
  CHECK(form(part("name=\"metadata\"", "{}"), "f-2").status == 422);
  CHECK(form(file + file, "f-3").status == 422);
  CHECK(form(file + part("name=\"other\"", ""), "f-4").status == 422);
  CHECK(form(file + part("name=\"metadata\"", R"({"colour":"red"})"), "f-5").status == 422);
  CHECK(form("no boundary here", "f-6").status == 400);
  // A retry has a boundary of its own, and gets its answer.
  auto again = file + part("name=\"metadata\"", R"({"external_id":"E-7"})") +
               part("name=\"attachments\"; filename=\"a.txt\"", "hello") + "--b--\r\n";
  for (auto at = again.find("--b"); at != again.npos; at = again.find("--b", at + 5))
    again.replace(at, 3, "--other");
  auto const retried = gateway.send(
      "POST", "/v1/documents", again,
      {{"Idempotency-Key", "f-1"}, {"Content-Type", "multipart/form-data; boundary=other"}});
  CHECK(retried.status == 202);
  CHECK(retried.header("idempotent-replayed") == "true");
  CHECK(retried.string("id") == taken.string("id"));
}

TEST_CASE("files are asked for by their own id, and only by who may see them") {
  Gateway gateway{tests::sample_toml()};
  auto const id = gateway.post("/v1/invoices", sample_json("F-1")).string("id");
  REQUIRE(
      gateway.until([&] { return row_count(gateway.get("/v1/invoices/" + id + "/files")) >= 3; }));
  auto const files = gateway.get("/v1/invoices/" + id + "/files");
  for (auto const& file : files.body.at("data").as_array()) {
    auto const url = std::string{file.at("url").as_string()};
    auto const bytes = gateway.get(url);
    CHECK(bytes.status == 200);
    CHECK(bytes.header("content-disposition").find("attachment") == 0);
    CHECK(bytes.header("x-content-type-options") == "nosniff");
    CHECK(gateway.send("GET", url, "", {{"Authorization", "Bearer x"}}).status == 401);
  }
  for (auto const* bad : {"fil_", "fil_x", "inv_x"}) {
    CHECK(gateway.get(std::string{"/v1/files/"} + bad).status == 404);
  }
}

TEST_CASE("a recipient is changed only by who has read him last") {
  Gateway gateway{tests::sample_toml()};
  auto const put = [&](std::string const& body, std::string const& match) {
    std::vector<std::pair<std::string, std::string>> headers;
    if (!match.empty()) headers.emplace_back("If-Match", match);
    return gateway.send("PUT", "/v1/recipients/by-ref/10042", body, headers);
  };
  auto const made = put(
      R"({"name":"Esimerkki Oy","type":"business","addresses":{"email":["a@example.test"]}})", "");
  CHECK(made.status == 201);
  CHECK(made.header("etag") == "\"1\"");
  CHECK(put(R"({"name":"Esimerkki Oy"})", "\"7\"").status == 412);
  auto const path = "/v1/recipients/" + made.string("id");
  auto const patch = [&](std::string const& body, std::string const& match) {
    std::vector<std::pair<std::string, std::string>> headers;
    if (!match.empty()) headers.emplace_back("If-Match", match);
    return gateway.send("PATCH", path, body, headers);
  };
  CHECK(patch(R"({"language":"sv"})", "").status == 428);
  CHECK(patch(R"({"language":"sv"})", "\"2\"").status == 412);
  CHECK(patch(R"({"langage":"sv"})", "\"1\"").status == 422);
  CHECK(patch(R"({"language":"sv","language":"fi"})", "\"1\"").status == 422);
  auto const changed = patch(R"({"language":"sv","addresses":null})", "\"1\"");
  CAPTURE(changed.text);
  CHECK(changed.status == 200);
  CHECK(changed.header("etag") == "\"2\"");
  auto const now = gateway.get(path);
  CHECK(now.body.at("entry").at("language").as_string() == "sv");
  CHECK(now.body.at("entry").at("name").as_string() == "Esimerkki Oy");
  CHECK(now.text.find("a@example.test") == std::string::npos);
}

TEST_CASE("the reason that a person gives stands in the journal") {
  Gateway gateway{tests::sample_toml()};
  auto const id = gateway.post("/v1/invoices", sample_json("W-1")).string("id");
  auto const held = gateway.send("POST", "/v1/invoices/" + id + "/hold", "{}",
                                 {{"Idempotency-Key", "h"}, {"X-Reason", "Buyer called"}});
  REQUIRE(held.status == 202);
  CHECK(row_count(gateway.get("/v1/events?type=audit.*")) == 1);
  auto const journal = gateway.get("/v1/journal/export?personal=true").text;
  CHECK(journal.find("Buyer called") != std::string::npos);
  CHECK(gateway.get("/v1/journal/export").text.find("Buyer called") == std::string::npos);
}

TEST_CASE("channels show what waits in them") {
  Gateway gateway{tests::sample_toml()};
  gateway.post("/v1/invoices", sample_json("C-1"));
  CHECK(gateway.until([&] {
    auto const channels = gateway.get("/v1/channels");
    auto const& states = channels.body.at("data").as_array().at(0).at("states").as_object();
    return states.contains("sent");
  }));
}

TEST_CASE("a number is free again when its invoice was cancelled before anybody saw it") {
  auto toml = tests::sample_toml();
  Gateway gateway{toml};
  auto const held =
      with(sample_json("X-1"), "\"invoice\":{", "\"distribution\":{\"hold\":true},\"invoice\":{");
  auto const first = gateway.post("/v1/invoices", held);
  REQUIRE(first.status == 202);
  auto const twice = gateway.post("/v1/invoices", with(held, "42.50", "43.50"));
  CHECK(twice.status == 409);
  CHECK(twice.string("invoice_id") == first.string("id"));
  CHECK(twice.string("title") == "The invoice is already here");
  CHECK(twice.body.at("differences").as_array().size() >= 1);
  auto const path = "/v1/invoices/" + first.string("id") + "/cancel";
  CHECK(gateway.post(path, R"({"reason":"wrong price"})").status == 202);
  CHECK(gateway.post("/v1/invoices", with(held, "42.50", "43.50")).status == 202);
}

TEST_CASE("references go on after a death, each given once") {
  Gateway gateway{tests::sample_toml()};
  std::set<std::string> seen;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 5; ++i) {
      auto const answer = gateway.post("/v1/invoices", sample_json(fmt::format("{}-{}", round, i)));
      CHECK(seen.insert(answer.string("payment_reference")).second);
    }
    gateway.kill();
    gateway.start();
  }
  CHECK(seen.size() == 15);
}

TEST_CASE(
    "the OpenAPI document is whole: every reference leads somewhere and every answer is told") {
  Gateway gateway{tests::sample_toml()};
  auto const document = gateway.get("/openapi.json");
  auto const& root = document.body.as_object();
  auto const& paths = root.at("paths").as_object();
  CHECK(paths.size() > 45);
  std::set<std::string> ids;
  for (auto const& [path, item] : paths) {
    for (auto const& [method, operation] : item.as_object()) {
      CAPTURE(path);
      CAPTURE(method);
      CHECK(ids.insert(std::string{operation.at("operationId").as_string()}).second);
      CHECK(operation.at("responses").as_object().contains("500"));
      bool const secured = !operation.at("security").as_array().empty();
      CHECK(secured == (path.starts_with("/v1/")));
    }
  }
  auto const answers = [&](std::string_view path, std::string_view method) {
    return paths.at(path).at(method).at("responses").as_object();
  };
  CHECK(answers("/v1/invoices", "post").contains("200"));  // of a dry run
  CHECK(answers("/v1/invoices", "post").at("202").at("headers").as_object().contains("Location"));
  CHECK(answers("/v1/invoices/{id}", "get").contains("304"));
  CHECK(answers("/v1/recipients/by-ref/{external_ref}", "put").contains("201"));
  CHECK(answers("/v1/recipients/by-ref/{external_ref}", "put").contains("412"));
  CHECK(document.text.find("\"enum\":[\"open\",\"partly_paid\"") != std::string::npos);
  auto const& components = root.at("components").as_object();
  for (auto at = document.text.find("\"$ref\":\"#/components/"); at != std::string::npos;
       at = document.text.find("\"$ref\":\"#/components/", at + 1)) {
    auto const from = at + std::string_view{"\"$ref\":\"#/components/"}.size();
    auto const name = document.text.substr(from, document.text.find('"', from) - from);
    auto const slash = name.find('/');
    CAPTURE(name);
    REQUIRE(components.contains(name.substr(0, slash)));
    CHECK(components.at(name.substr(0, slash)).as_object().contains(name.substr(slash + 1)));
  }
}

TEST_CASE("the schema of a submission takes what the gateway takes, and refuses what it refuses") {
  if (!tests::has_shared("reference/api/example_fi_b2b.json")) return;
  Gateway gateway{tests::sample_toml()};
  std::ofstream{gateway.home() / "openapi.json"} << gateway.get("/openapi.json").text;
  std::ofstream{gateway.home() / "check.py"} << R"(
import json, sys
from jsonschema import Draft202012Validator, RefResolver
api = json.load(open(sys.argv[1]))
Draft202012Validator.check_schema({"$defs": api["components"]["schemas"]})
schema = {"$ref": "#/components/schemas/InvoiceSubmission"}
validator = Draft202012Validator(schema, resolver=RefResolver("", api))
for name in sys.argv[2:]:
    validator.validate(json.load(open(name)))
bad = json.load(open(sys.argv[2]))
bad["invoice"]["lines"][0]["net_price"] = 42.5
assert not validator.is_valid(bad)
worse = json.load(open(sys.argv[2]))
worse["invoice"]["colour"] = "red"
assert not validator.is_valid(worse)
)";
  std::ofstream{gateway.home() / "sample.json"} << sample_json("S-1");
  auto const log = gateway.home() / "check.log";
  auto const path = [&](char const* name) { return (gateway.home() / name).string(); };
  auto const status =
      tests::run({"python3", path("check.py"), path("openapi.json"), path("sample.json"),
                  tests::shared("reference/api/example_fi_b2b.json").string(),
                  tests::shared("reference/api/example_no_b2c.json").string()},
                 log);
  CAPTURE(tests::slurp(log));
  CHECK(status == 0);
}

TEST_CASE("a key for one client sees and bills for that client alone") {
  auto toml = two_clients_toml();
  auto const key = std::string{"airut-other-key"};
  toml = with(toml, "c5d6f4a1e8e0a5b3b8e6e4f1f7b4a6a1f1f0e9d8c7b6a5948372615049382716",
              model::sha256_hex(key));
  Gateway gateway{toml};
  auto const as_other = [&](std::string const& method, std::string const& path,
                            std::string const& body = {}) {
    return gateway.send(method, path, body,
                        {{"Authorization", "Bearer " + key}, {"Idempotency-Key", path}});
  };
  auto const id = gateway.post("/v1/invoices", sample_json("P-1")).string("id");
  CHECK(as_other("POST", "/v1/invoices", sample_json("P-2")).status == 422);
  CHECK(row_count(as_other("GET", "/v1/invoices")) == 0);
  CHECK(as_other("GET", "/v1/invoices?client_ref=siivous").status == 403);
  CHECK(as_other("GET", "/v1/invoices/" + id).status == 404);
  CHECK(as_other("GET", "/v1/invoices/" + id + "/files").status == 404);
  CHECK(as_other("GET", "/v1/invoices/" + id + "/timeline").status == 404);
  CHECK(as_other("POST", "/v1/invoices/" + id + "/cancel", "{}").status == 404);
  CHECK(row_count(as_other("GET", "/v1/deliveries")) == 0);
  CHECK(row_count(as_other("GET", "/v1/receivables")) == 0);
  CHECK(row_count(as_other("GET", "/v1/payments")) == 0);
  CHECK(row_count(as_other("GET", "/v1/recipients")) == 0);
  CHECK(as_other("GET", "/v1/events").status == 403);
  CHECK(as_other("GET", "/v1/journal/export").status == 403);
  CHECK(as_other("GET", "/v1/webhook-endpoints").status == 403);
  CHECK(as_other("POST", "/v1/payment-files", "x").status == 403);
  CHECK(
      as_other("PUT", "/v1/recipients/by-ref/1", R"({"client_ref":"siivous","name":"A"})").status ==
      422);
  CHECK(as_other("POST", "/v1/deviations/bulk",
                 R"({"action":"retry","filter":{"client_ref":"siivous"}})")
            .status == 403);
  CHECK(row_count(gateway.get("/v1/invoices")) == 1);
}

TEST_CASE("money of one client pays no claim of another, and tells a key nothing of it") {
  auto toml = two_clients_toml();
  auto const key = std::string{"airut-other-key"};
  toml = with(toml, "c5d6f4a1e8e0a5b3b8e6e4f1f7b4a6a1f1f0e9d8c7b6a5948372615049382716",
              model::sha256_hex(key));
  Gateway gateway{"test_clock = \"2026-03-02\"\n" + toml};
  auto const claim = tests::submitted(gateway, "B-77");
  auto file = tests::statement("2026-03-02", {{"50.00", "RF18539007547034", "A1", ""}});
  file = with(file, "FI2112345600000785", "NO9386011117947");
  auto const taken = gateway.post("/v1/payment-files", file);
  CAPTURE(taken.text);
  REQUIRE(taken.status < 300);
  auto const payment = gateway.get("/v1/payments?client_ref=norja");
  REQUIRE(row_count(payment) == 1);
  auto const path = "/v1/payments/" +
                    std::string{payment.body.at("data").at(0).at("id").as_string()} + "/allocate";
  for (auto const& receivable : {claim.receivable, std::string{"rcv_none"}}) {
    auto const wish =
        fmt::format(R"({{"allocations":[{{"receivable_id":"{}","amount":"50.00"}}]}})", receivable);
    auto const refused = gateway.send(
        "POST", path, wish,
        {{"Authorization", "Bearer " + key}, {"Idempotency-Key", "as-other-" + receivable}});
    CHECK(refused.status == 409);
    CHECK(refused.text.find("There is no receivable " + receivable) != std::string::npos);
    CHECK(refused.text.find("B-77") == std::string::npos);
  }
  // Whose key is for all learns whose it is, and can do as little.
  auto const wish = fmt::format(R"({{"allocations":[{{"receivable_id":"{}","amount":"50.00"}}]}})",
                                claim.receivable);
  auto const refused = gateway.post(path, wish);
  CHECK(refused.status == 409);
  CHECK(refused.text.find("another client") != std::string::npos);
  CHECK(gateway.get("/v1/receivables/" + claim.receivable).text.find("\"paid\":\"0.00\"") !=
        std::string::npos);
}
