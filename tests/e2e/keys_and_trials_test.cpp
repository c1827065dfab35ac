// What a repeated key means to a day run, and what a trial of a batch says and leaves.
#include <chrono>
#include <future>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"
#include "tests/support/gateway.hpp"

using namespace airut;
using tests::Gateway;
using tests::sample_json;

namespace {

std::int64_t number(tests::Answer const& answer, std::string_view member) {
  return answer.body.at(member).as_int64();
}

tests::Answer batch(Gateway const& gateway, std::string const& query, std::string const& body) {
  return gateway.send("POST", "/v1/batches" + query, body, {{"Idempotency-Key", "b"}});
}

}  // namespace

TEST_SUITE("e2e/keys_and_trials") {
  TEST_CASE("a day run that is asked for again by its key is answered as before") {
    Gateway gateway{"test_clock = \"2026-03-02\"\n" + tests::sample_toml()};
    CHECK(gateway.post("/v1/invoices", sample_json("2026-1")).status == 202);
    auto const asked = [&](char const* day, char const* key) {
      return gateway.post("/v1/day-runs", tests::day_run(day), key);
    };
    auto const first = asked("2026-03-02", "day");
    CHECK(first.status == 200);
    CHECK(gateway.post("/v1/invoices", sample_json("2026-2")).status == 202);
    auto const again = asked("2026-03-02", "day");
    CHECK(again.status == 200);
    CHECK(again.text == first.text);
    CHECK(again.header("idempotent-replayed") == "true");
    CHECK(asked("2026-03-03", "day").status == 422);
    CHECK(asked("2026-03-03", "day").string("code") == "idempotency-key-reused");
    CHECK(asked("2026-03-02", "other").header("idempotent-replayed").empty());
    // A trial keeps nothing, so it is made anew each time.
    auto const trial = [&] {
      return gateway.post("/v1/day-runs?dry_run=true", tests::day_run("2026-03-02"), "trial");
    };
    CHECK(trial().status == 200);
    CHECK(trial().header("idempotent-replayed").empty());
  }

  TEST_CASE("a trial of a batch finds what submitting would find, and keeps nothing") {
    Gateway gateway{tests::sample_toml()};
    CHECK(gateway.post("/v1/invoices", sample_json("2026-1")).status == 202);
    auto const good = sample_json("2026-2"), other = sample_json("2026-3");
    auto const body =
        good + "\n" + sample_json("2026-1") + "\n{\"invoice\":{}}\n" + good + "\n" + other + "\n";
    auto const said = batch(gateway, "?dry_run=true", body);
    CAPTURE(said.text);
    REQUIRE(said.status == 200);
    CHECK(said.body.at("dry_run").as_bool());
    CHECK(number(said, "items") == 5);
    CHECK(number(said, "accepted") == 2);
    CHECK(number(said, "rejected") == 1);
    CHECK(number(said, "duplicates") == 2);
    CHECK(said.text.find("/invoice/number") != std::string::npos);
    CHECK(said.text.find("document 1 of this batch") != std::string::npos);
    CHECK(said.body.at("totals").as_array().at(0).at("invoices").as_int64() == 2);
    auto const whole = batch(gateway, "?dry_run=true&mode=all_or_nothing", body);
    CHECK(whole.string("status") == "refused");
    CHECK(number(whole, "accepted") == 0);
    CHECK(gateway.get("/v1/batches").body.at("data").as_array().empty());
    CHECK(gateway.get("/v1/invoices").body.at("data").as_array().size() == 1);
    CHECK(std::filesystem::is_empty(gateway.data() / "spool"));
    // The key is free, and the numbers of the series are those that come next.
    auto const real = batch(gateway, "", body);
    CHECK(real.status == 202);
    auto const id = real.string("id");
    REQUIRE(gateway.until(
        [&] { return gateway.get("/v1/batches/" + id).string("status") == "completed"; }));
    auto const done = gateway.get("/v1/batches/" + id);
    CHECK(number(done, "accepted") == 2);
    CHECK(number(done, "duplicates") == 2);
    CHECK(batch(gateway, "?dry_run=true", "").status == 422);
    CHECK(batch(gateway, "?dry_run=perhaps", body).status == 400);
  }

  TEST_CASE("a trial of more documents than a worker has time for is refused") {
    Gateway gateway{tests::sample_toml()};
    std::string body;
    for (int i = 0; i < 5001; ++i) body += "{}\n";
    auto const said = batch(gateway, "?dry_run=true", body);
    CHECK(said.status == 422);
    CHECK(said.string("code") == "batch-too-large");
    CHECK(said.text.find("5000") != std::string::npos);
  }

  TEST_CASE("one trial is made at a time, and a stop ends it between two documents") {
    Gateway gateway{tests::sample_toml()};
    std::string body;
    for (int i = 0; i < 4000; ++i) body += sample_json("2026-" + std::to_string(i)) + "\n";
    auto const small = sample_json("2026-1");
    std::future<tests::Answer> long_one;
    int second = 0;
    // The long one is refused itself when it meets a small one: they leave it time between them.
    for (int tries = 0; second != 429 && tries < 20; ++tries) {
      long_one =
          std::async(std::launch::async, [&] { return batch(gateway, "?dry_run=true", body); });
      while (second != 429 &&
             long_one.wait_for(std::chrono::milliseconds{50}) != std::future_status::ready)
        second = batch(gateway, "?dry_run=true", small).status;
    }
    CHECK(second == 429);
    gateway.stop();
    CHECK(long_one.get().status == 503);
  }
}
