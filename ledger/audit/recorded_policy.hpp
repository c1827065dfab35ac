#pragma once

#include <cstdint>

#include <boost/json/object.hpp>

// A policy as the journal recorded it.
namespace airut::ledger::audit {

inline std::int64_t number_at(boost::json::object const& object, char const* name,
                              std::int64_t otherwise = 0) {
  auto const* value = object.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : otherwise;
}

}  // namespace airut::ledger::audit
