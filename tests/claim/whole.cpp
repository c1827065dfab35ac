#include "tests/claim/whole.hpp"

#include <doctest/doctest.h>

namespace airut::tests {

void check_whole(ClaimHouse& house) {
  for (auto const& one : house.broken()) FAIL_CHECK(one);
  for (auto const& one : house.audit()) FAIL_CHECK(one);
  for (auto const& one : house.untold()) FAIL_CHECK(one);
  auto const before = house.rows();
  house.replay();
  CHECK(house.rows() == before);
}

}  // namespace airut::tests
