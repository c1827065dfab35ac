#pragma once

#include <span>
#include <string_view>

namespace airut::ledger {

// Every type that event_type() gives, in the order of the alphabet.
std::span<std::string_view const> event_types();

// Whether a type is one of those that a pattern asks for: itself, all that begin as "invoice.*"
// does, or any ("*").
bool type_matches(std::string_view pattern, std::string_view type);

// Whether there is an event of which the pattern asks.
bool names_event_type(std::string_view pattern);

}  // namespace airut::ledger
