#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace airut::config {

// One part of a KID, from left to right. Digits without a meaning of their own are fixed.
struct KidPart {
  enum class Kind { fixed, customer, invoice };
  Kind kind = Kind::fixed;
  std::string digits;  // fixed only
  int length = 0;
};

// How the KIDs of an agreement are built; the control digit stands behind the parts. At most three
// structures are registered at once, each of another length.
struct KidStructure {
  std::vector<KidPart> parts;
  std::string algorithm = "mod10";        // mod10, mod11
  std::chrono::sys_days from{}, until{};  // first day, and first day no more; until 0: open-ended

  int length() const {
    int sum = 1;
    for (auto const& part : parts) sum += part.length;
    return sum;
  }
};

}  // namespace airut::config
