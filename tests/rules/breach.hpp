#pragma once

#include <functional>

#include "formats/model/invoice.hpp"

namespace airut::tests {

// What breaks one rule of a sound invoice.
struct Breach {
  char const* sentence;
  std::function<void(model::Invoice&)> spoil;
  char const* rule;
};

}  // namespace airut::tests
