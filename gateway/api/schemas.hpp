#pragma once

#include <string>
#include <string_view>

namespace airut::gateway::api {

// The schemas of the OpenAPI document (JSON Schema 2020-12): a JSON object, name to schema.
std::string schemas();

// Of what is submitted alone: members of that object, each with its comma.
std::string_view submission_schemas();

}  // namespace airut::gateway::api
