#include "formats/csv/written.hpp"

#include <doctest/doctest.h>

using namespace airut;

TEST_CASE("what Airut writes into a cell forges no row and is no formula") {
  CHECK(csv::written("") == "\"\"");
  CHECK(csv::written("2026-1") == "\"2026-1\"");
  CHECK(csv::written("1\",\n\"2") == "\"1\"\",\n\"\"2\"");
  for (std::string const text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    CHECK(csv::written(text) == "\"'" + text + "\"");
}
