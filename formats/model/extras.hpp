#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "formats/model/invoice.hpp"

namespace airut::model {

// What a Finvoice said beyond the terms of the model and only a Finvoice can say again, counted and
// with the first by name; empty when there is nothing. For the notes of other formats' writers.
inline std::string extras_left_behind(Invoice const& invoice) {
  std::size_t count = 0;
  std::string first;
  auto const add = [&](std::vector<Extra> const& extras) {
    if (first.empty() && !extras.empty()) first = extras.front().path;
    count += extras.size();
  };
  if (invoice.nordic) add(invoice.nordic->extras);
  for (auto const& line : invoice.lines) {
    if (line.nordic) add(line.nordic->extras);
  }
  if (count == 0) return {};
  return "What the Finvoice said beyond EN 16931 (" + std::to_string(count) + " values, first " +
         first + ")";
}

}  // namespace airut::model
