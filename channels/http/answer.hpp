#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "channels/http/client.hpp"
#include "channels/outcome.hpp"
#include "config/answers.hpp"

namespace airut::channels {

// The trace of an answer with our code and, where native is empty, the HTTP status or the fault.
Trace trace_of(HttpReply const& reply, std::string code, std::string native, std::string text);

// The text with the value hidden wherever it stands: what they say of a recipient may name him.
std::string hiding(std::string text, std::string_view value);

// What an answer to a call means that came before the document left: nothing was taken. nullopt:
// the call succeeded.
std::optional<Outcome> before_the_document(HttpReply const& reply,
                                           config::OperatorAnswer const& answer, Trace trace);

// What an answer to the document itself means.
Outcome on_the_document(HttpReply const& reply, config::OperatorAnswer const& answer, Trace trace,
                        std::string receipt);

}  // namespace airut::channels
