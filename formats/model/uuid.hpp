#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace airut::model {

// The UUID in an id ("dlv_01m8..."), as other systems write it: 8-4-4-4-12 hexadecimal digits in
// lower case; nullopt when the text is no id. The way back needs the prefix.
std::optional<std::string> uuid_of(std::string_view id);
std::optional<std::string> id_of_uuid(std::string_view prefix, std::string_view uuid);

}  // namespace airut::model
