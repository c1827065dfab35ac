#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/cli/commands.hpp"

namespace airut::gateway::cli {

struct Call {
  std::string method, path, body, content_type, idempotency_key;
  std::string prefer{};
};

struct Reply {
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;    // lower-case names
  std::string header(std::string_view lower_case_name) const;  // "" when absent
};

// A text as a part of a query (RFC 3986).
std::string encoded(std::string_view text);

// Asks the daemon. nullopt and a sentence on stderr when it does not answer.
std::optional<Reply> ask(Options const& options, Call const& call);

// Prints a problem with its findings to stderr; gives the exit code.
int print_refusal(Reply const& reply);

}  // namespace airut::gateway::cli
