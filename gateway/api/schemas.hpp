#pragma once

#include <string>

namespace airut::gateway::api {

// The schemas of the OpenAPI document (JSON Schema 2020-12): a JSON object, name to schema.
std::string schemas();

}  // namespace airut::gateway::api
