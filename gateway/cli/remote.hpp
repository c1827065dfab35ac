#pragma once

#include <chrono>
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

// How long Retry-After asks to wait; a second when it does not say.
std::chrono::seconds wait_of(Reply const& reply);

// Asks the daemon. Told to come again (429), it waits and asks the same, two minutes in all.
// nullopt and a sentence on stderr when the daemon does not answer.
std::optional<Reply> ask(Options const& options, Call const& call);

// Prints a problem with its findings to stderr, with --json as it came to standard output; gives
// the exit code.
int print_refusal(Options const& options, Reply const& reply);

}  // namespace airut::gateway::cli
