#pragma once

#include "tests/claim/house.hpp"

namespace airut::tests {

// What holds of every house at any time: rows, books and chain keep their invariants, the audit
// finds no letter unlawful, the biller was told of all that moved, and a replay is what was.
void check_whole(ClaimHouse& house);

}  // namespace airut::tests
