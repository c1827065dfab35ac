#include <algorithm>
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "formats/model/sha256.hpp"
#include "tests/e2e/claim_steps.hpp"

// A key that bills for one client, and the objects of another.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto* other_client_key = "airut-other-key";

std::string clocked_two_clients() {
  auto toml = clocked_toml();
  auto const key = fmt::format(
      "[[tenant.key]]\nid = \"key_other\"\nsha256 = \"{}\"\nscopes = [\"*\"]\n"
      "clients = [\"norja\"]\n",
      model::sha256_hex(other_client_key));
  toml.insert(toml.find("[[tenant.policy]]\nname"), key);
  return toml + norwegian_client("norja", "finvoice");
}

bool is_id(std::string_view text) {
  auto const line = text.find('_');
  return line != text.npos && line >= 2 && line <= 4 && text.size() > line + 20 &&
         text.find_first_of(" /") == text.npos;
}

// Every id anywhere in an answer.
void gather(boost::json::value const& value, std::set<std::string>& ids) {
  if (auto const* text = value.if_string(); text && is_id(*text)) ids.emplace(*text);
  if (auto const* list = value.if_array()) {
    for (auto const& one : *list) gather(one, ids);
  }
  if (auto const* object = value.if_object()) {
    for (auto const& [name, one] : *object) gather(one, ids);
  }
}

std::string filled(std::string path, std::string const& id) {
  for (auto from = path.find('{'); from != path.npos; from = path.find('{'))
    path.replace(from, path.find('}', from) + 1 - from, id);
  return path;
}

// What an act needs before it looks at whom it is about.
std::string body_of(std::string const& path) {
  static std::map<std::string, std::string> const known{
      {"/v1/deliveries/{id}/feedback", R"({"evidence":"accepted_by_operator"})"},
      {"/v1/deviations/{id}/resolve", R"({"action":"retry"})"},
  };
  auto const found = known.find(path);
  return found == known.end() ? "{}" : found->second;
}

}  // namespace

TEST_CASE("a key of another client reaches no object of this one, by any route") {
  Gateway gateway{clocked_two_clients()};
  auto const invoice = submitted(gateway, "S-1");
  submitted(gateway, "S-2");
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {{"10.00", invoice.reference, "A1", ""},
                                                             {"20.00", "1232", "A2", ""}}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).status == 200);
  gateway.post("/v1/invoices/" + invoice.id + "/links", "{}");
  gateway.post("/v1/invoices/" + invoice.id + "/messages",
               R"({"text":"Hei","author":"biller","recipient":"service"})");
  auto const paths = gateway.get("/openapi.json").body.at("paths").as_object();
  std::set<std::string> ids;
  for (auto const& [path, acts] : paths) {
    bool const plain = path.find('{') == path.npos && acts.as_object().contains("get");
    if (plain) gather(gateway.get(std::string{path}).body, ids);
  }
  for (auto const* more : {"/links", "/timeline", "/messages"})
    gather(gateway.get("/v1/invoices/" + invoice.id + more).body, ids);
  REQUIRE(ids.size() > 10);
  int own = 0;  // answers that this client's key gets of the same
  for (auto const& [path, acts] : paths) {
    if (path.find("{id}") == path.npos) continue;  // others hold the caller's own numbers
    for (auto const& [method, act] : acts.as_object()) {
      for (auto const& id : ids) {
        std::string verb{method};
        std::transform(verb.begin(), verb.end(), verb.begin(), ::toupper);
        auto const told =
            gateway.send(verb, filled(std::string{path}, id),
                         verb == "GET" || verb == "DELETE" ? "" : body_of(std::string{path}),
                         {{"Authorization", std::string{"Bearer "} + other_client_key},
                          {"Content-Type", "application/json"},
                          {"If-Match", "\"1\""},
                          {"Idempotency-Key", verb + std::string{path} + id}});
        CAPTURE(told.text);
        if (verb == "GET") own += gateway.get(filled(std::string{path}, id)).status == 200 ? 1 : 0;
        CHECK_MESSAGE((told.status == 404 || told.status == 403),
                      fmt::format("{} {} {}: {}", verb, std::string{path}, id, told.status));
      }
    }
  }
  CHECK(own >= 12);
}

TEST_CASE("Idempotency-Keys that callers for different clients choose do not meet") {
  Gateway gateway{clocked_two_clients()};
  auto const put = [&](std::string const& key, std::string const& body) {
    return gateway
        .send("PUT", "/v1/recipients/by-ref/1", body,
              {{"Authorization", "Bearer " + key}, {"Idempotency-Key", "same"}})
        .status;
  };
  CHECK(put("airut-test-key", R"({"client_ref":"siivous","name":"A"})") == 201);
  CHECK(put(other_client_key, R"({"client_ref":"norja","name":"B"})") == 201);
  CHECK(put(other_client_key, R"({"client_ref":"norja","name":"B"})") ==
        201);  // the same answer again
  CHECK(put(other_client_key, R"({"client_ref":"norja","name":"C"})") == 422);
}
