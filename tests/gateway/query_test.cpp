#include "gateway/http/query.hpp"

#include <doctest/doctest.h>

#include "tests/support/text.hpp"

using namespace airut::gateway;
using airut::tests::has;

namespace {

http::Route invoices() {
  http::Route route;
  route.pattern = "/v1/invoices";
  route.scope = "invoices:read";
  route.parameters = {"q", "status=accepted|sent", "dry_run=true|false", "client_ref", "limit"};
  return route;
}

// "" for a query that is good, else its code and detail.
std::string judged(std::string_view query, std::vector<std::string> own_clients = {}) {
  auto const target = http::parse_target("/v1/invoices?" + std::string{query});
  REQUIRE(target);
  http::Principal principal;
  principal.clients = std::move(own_clients);
  auto const refusal = http::judge_query(invoices(), *target, principal, {"fjord", "siiv"});
  if (!refusal) return "";
  CHECK(refusal->status == 400);
  return refusal->problem_code + ": " + refusal->body;
}

}  // namespace

TEST_CASE("a query with the route's own parameters is good, empty filters too") {
  CHECK(judged("") == "");
  CHECK(judged("q=a&status=sent&dry_run=false&client_ref=fjord&limit=5") == "");
  CHECK(judged("status=&client_ref=&q=") == "");
}

TEST_CASE("a parameter that the route does not take is refused with the nearest name") {
  auto const misspelt = judged("statsu=sent");
  CHECK(has(misspelt, "parameter-unknown"));
  CHECK(has(misspelt, R"(Did you mean \"status\"?)"));
  CHECK(has(judged("client=fjord"), R"(Did you mean \"client_ref\"?)"));
  CHECK(has(judged("dryrun=true"), R"(Did you mean \"dry_run\"?)"));
  CHECK(has(judged("colour=red"), "It takes q, status, dry_run, client_ref, limit."));
  CHECK_FALSE(has(judged("colour=red"), "Did you mean"));
  CHECK(has(judged(std::string(5000, 'a')), "parameter-unknown"));
}

TEST_CASE("a word or a client that is none is refused with those that there are") {
  CHECK(has(judged("status=blah"), "status is accepted, sent, not"));
  CHECK(has(judged("dry_run=1"), "dry_run is true, false, not"));
  CHECK(has(judged("dry_run"), "parameter-invalid"));
  CHECK(has(judged("client_ref=typo"), "This tenant has fjord, siiv."));
  CHECK(has(judged("q=a&q=b"), "q is given twice."));
}

TEST_CASE("a key for some clients is not told of the others") {
  CHECK(judged("client_ref=typo", {"fjord"}) == "");  // refused by whoever looks
}

TEST_CASE("a key of an agency is not told who bills here") {
  auto const target = http::parse_target("/v1/invoices?client_ref=typo");
  REQUIRE(target);
  http::Principal agency;
  agency.agency = "perinta";
  auto const refusal = http::judge_query(invoices(), *target, agency, {"fjord", "siiv"});
  CHECK((!refusal || !has(refusal->body, "fjord")));
  // Nor by a difference between those that there are and those that there are not.
  auto const known = http::parse_target("/v1/invoices?client_ref=fjord");
  auto const other = http::judge_query(invoices(), *known, agency, {"fjord", "siiv"});
  CHECK(refusal.has_value() == other.has_value());
}
