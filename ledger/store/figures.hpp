#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/store.hpp"

// What stands in the house of every tenant that the journal knows, counted for whoever watches it.
namespace airut::ledger {

struct OpenClaims {
  std::string tenant, client;
  std::int64_t items = 0;  // that owe something
};
std::vector<OpenClaims> open_claims(Snapshot& view);

struct OpenDeviations {
  std::string tenant, handler;
  std::int64_t priority = 0;
  std::int64_t count = 0;
  model::Instant oldest{};  // when the oldest was opened
};
std::vector<OpenDeviations> open_deviations(Snapshot& view);

struct DaysRun {
  std::string tenant;
  model::Date as_of{};                  // the latest that was run
  std::optional<model::Instant> whole;  // when the last run began that came to its end
};
std::vector<DaysRun> days_run(Snapshot& view);

struct EndpointStanding {
  std::string tenant, endpoint;
  bool enabled = true;
  std::int64_t behind = 0;   // events of the journal that it was not asked about yet
  std::int64_t retries = 0;  // events that it shall get again
  std::optional<model::Instant> failing_since;
};
std::vector<EndpointStanding> endpoint_standings(Snapshot& view);

}  // namespace airut::ledger
