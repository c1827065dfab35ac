#pragma once

#include <string>
#include <string_view>

namespace airut::model {

// Appends text (UTF-8) as it stands between the quotes of a JSON string (RFC 8259, 7): only what
// must be escaped is. The journal's hashes are taken over these bytes: they never change.
void append_json_escaped(std::string& to, std::string_view text);

}  // namespace airut::model
