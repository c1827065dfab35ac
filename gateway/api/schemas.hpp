#pragma once

#include <string>
#include <string_view>

namespace airut::gateway::api {

// The schemas of the OpenAPI document (JSON Schema 2020-12): a JSON object, name to schema.
std::string schemas();

// Of what is submitted alone: members of that object, each with its comma.
std::string_view submission_schemas();
// Of events and webhooks, likewise.
std::string event_schemas();
// Of direct debits, likewise.
std::string_view clearing_schemas();
std::string_view inbox_schemas();
std::string_view report_schemas();

// Of recipients and of what banks are told of billers, likewise.
std::string_view recipient_schemas();

// Of plans, promises, collection, messages and customers: the same.
std::string_view case_schemas();

}  // namespace airut::gateway::api
