#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace airut::gateway::http {

// An origin-form or absolute-form request target (RFC 9112 section 3.2), percent-decoded; the
// authority of the latter says nothing to us.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};

// nullopt for other forms, bad percent escapes, NUL, "." and ".." segments, and paths with an
// encoded slash.
std::optional<Target> parse_target(std::string_view text);

// The fields of a form (application/x-www-form-urlencoded); nullopt for bad escapes and NUL.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view body);

// The first of fi, sv, nb, en that Accept-Language (RFC 9110 section 12.5.4) asks for; nn and no
// count as nb. "en" when none does.
std::string preferred_language(std::string_view accept_language);

}  // namespace airut::gateway::http
