#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"

namespace airut::model {

// A new id: the prefix ("inv", "dlv", "att", "dev", "evt", "pay" ...), '_' and a UUIDv7 (RFC 9562)
// in 26 characters of lower-case Crockford base32. Ids made by one process never repeat and
// sort by time within a millisecond too. Thread-safe.
std::string new_id(std::string_view prefix, Instant now);

// The same, with a number below 2^40 in the last eight characters where else chance stands: what it
// names is found without an index.
std::string new_numbered_id(std::string_view prefix, Instant now, std::uint64_t number);
// The number in such an id; of any other text something that is not to be trusted.
std::uint64_t number_in_id(std::string_view text);

// Whether the text has the shape of an id with this prefix.
bool is_id(std::string_view prefix, std::string_view text);

}  // namespace airut::model
