#pragma once

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "tests/support/shared_data.hpp"

namespace airut::tests {

// The lines of a JSON Lines file of the shared material.
inline std::vector<boost::json::value> json_lines(std::string const& path) {
  std::vector<boost::json::value> all;
  auto const text = slurp(shared(path));
  for (std::size_t at = 0; at < text.size();) {
    auto const end = text.find('\n', at);
    if (end > at) all.push_back(boost::json::parse(text.substr(at, end - at)));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return all;
}

}  // namespace airut::tests
