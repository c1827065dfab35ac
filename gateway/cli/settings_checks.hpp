#pragma once

#include "config/settings.hpp"

namespace airut::gateway::cli {

// Whether billers can bill: the check digits of their ids and accounts. Complaints go to stderr.
bool check_sellers(config::Settings const& settings);

// Whether every scope of a key is one that some address asks for.
bool check_scopes(config::Settings const& settings);

// Tells of directories that are not there yet; a channel waits for them.
void warn_of_directories(config::Settings const& settings);

}  // namespace airut::gateway::cli
