#pragma once

#include <string>
#include <string_view>

#include "ledger/journal/fact.hpp"

namespace airut::ledger {

// Appends text as a JSON string: quotes, backslash and control characters escaped, all else as is.
void append_json_string(std::string& out, std::string_view text);

// Whether it is UTF-8 without NUL, which no database keeps.
bool is_utf8(std::string_view text);

// The text with every byte that is no UTF-8, and every NUL, replaced by U+FFFD.
std::string scrubbed(std::string_view text);

// The beginning of the UTF-8 text, of so many bytes at most, that ends with a whole character.
std::string_view whole_characters(std::string_view text, std::size_t most);

// Whether every text of the fact is UTF-8, as the journal demands.
bool is_clean(FactView fact);
// The fact with its texts scrubbed: what banks, mail servers and operators say is not always UTF-8.
Fact scrubbed(FactView fact);

}  // namespace airut::ledger
