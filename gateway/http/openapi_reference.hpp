#pragma once

#include <string_view>

#include <fmt/format.h>

#include "formats/json/writer.hpp"

namespace airut::gateway::http {

// A reference to what the OpenAPI document says in its components: place is schemas, headers ...
inline void write_reference(json::Writer& out, std::string_view place, std::string_view name) {
  out.begin_object();
  out.member("$ref", fmt::format("#/components/{}/{}", place, name));
  out.end_object();
}

}  // namespace airut::gateway::http
