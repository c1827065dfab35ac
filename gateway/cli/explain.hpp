#pragma once

#include <string>

#include "config/explanations.hpp"

namespace airut::gateway::cli {

// One explanation as a person reads it, in fi, sv, nb or en: code, cause, what to do, what Airut
// does by itself, who acts.
std::string explanation_text(config::Explanation const& one, std::string_view language);

}  // namespace airut::gateway::cli
