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

// Whether the text has the shape of an id with this prefix.
bool is_id(std::string_view prefix, std::string_view text);

}  // namespace airut::model
