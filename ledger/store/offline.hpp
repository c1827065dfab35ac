#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "ledger/journal/export.hpp"

namespace airut::ledger {

// The journal of a data directory, read without the daemon. Throw StoreLocked while a daemon
// writes there, StoreLost when the directory holds no store.

// Gives every event as export_line(), tenant after tenant, until take() says false.
void export_directory(std::filesystem::path const& directory, bool with_personal,
                      std::function<bool(std::string const& line)> const& take);

}  // namespace airut::ledger
