// What whoever watches the daemon is told of work that waits.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/webhook_receiver.hpp"

using namespace airut;
using tests::Gateway;
using tests::sample_json;

namespace {

// The value behind a metric with its labels; -1 when there is none.
double value_of(Gateway const& gateway, std::string const& name) {
  auto const text = gateway.metrics();
  auto const at = text.find("\n" + name + " ");
  return at == text.npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

}  // namespace

TEST_SUITE("e2e/metrics") {
  TEST_CASE("open deviations are counted by who acts, with the age of the oldest") {
    Gateway gateway{tests::sample_toml()};
    CHECK(value_of(gateway, "airut_store_up") == 1);
    CHECK(gateway.metrics().find("airut_open_deviations{") == std::string::npos);
    auto held = sample_json("2026-1");
    held.insert(1, R"("distribution":{"hold":true},)");
    REQUIRE(gateway.post("/v1/invoices", held).status == 202);
    REQUIRE(gateway.until(
        [&] { return gateway.get("/v1/deviations").body.at("data").as_array().size() == 1; }));
    auto const text = gateway.metrics();
    auto const line = text.substr(text.find("\nairut_open_deviations{") + 1);
    CAPTURE(line.substr(0, 100));
    CHECK(line.substr(0, line.find('\n')).ends_with("tenant=\"demo\"} 1"));
    CHECK(text.find("\nairut_oldest_open_deviation_seconds{handler=") != std::string::npos);
  }

  TEST_CASE("the latest day that was run is told, and when its run began") {
    auto toml = tests::clocked_toml();
    constexpr std::string_view country = "country = \"FI\"\nlive";
    toml.insert(toml.find(country), "day_run_times = [\"07:30\"]\n");
    Gateway gateway{toml};
    // 2026-03-02 as seconds since 1970.
    CHECK(gateway.until([&] {
      return value_of(gateway, "airut_day_run_as_of_seconds{tenant=\"demo\"}") == 1772409600;
    }));
    CHECK(gateway.until([&] {
      return value_of(gateway, "airut_day_run_whole_seconds{tenant=\"demo\"}") >= 1772409600;
    }));
    CHECK(value_of(gateway, "airut_day_run_failures{tenant=\"demo\"}") == 0);
  }

  TEST_CASE("an endpoint that takes nothing is told of, with what waits for it") {
    if (!tests::has_program("python3")) return;
    tests::WebhookReceiver receiver;
    Gateway gateway{tests::sample_toml()};
    auto const made =
        gateway.post("/v1/webhook-endpoints", fmt::format(R"({{"url":"{}"}})", receiver.url()));
    REQUIRE(made.status == 201);
    auto const state = [&](char const* word) {
      return value_of(gateway,
                      fmt::format("airut_webhook_endpoints{{state=\"{}\",tenant=\"demo\"}}", word));
    };
    CHECK(gateway.until([&] { return state("good") == 1; }));
    receiver.answer(500);
    CHECK(gateway.post("/v1/invoices", sample_json("2026-1")).status == 202);
    CHECK(gateway.until([&] { return state("failing") == 1; }));
    CHECK(state("good") == -1);
    auto const since =
        fmt::format("airut_webhook_failing_since_seconds{{endpoint=\"{}\",tenant=\"demo\"}}",
                    made.string("id"));
    CHECK(value_of(gateway, since) > 0);
    CHECK(gateway.until([&] {
      return value_of(gateway, "airut_webhooks_waiting{figure=\"again\",tenant=\"demo\"}") > 0;
    }));
    CHECK(gateway.send("DELETE", "/v1/webhook-endpoints/" + made.string("id"), "", {}).status ==
          204);
    CHECK(state("failing") == -1);
    CHECK(value_of(gateway, since) == -1);
  }
}
