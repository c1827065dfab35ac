#pragma once

#include <filesystem>
#include <ostream>

#include "ledger/journal/export.hpp"

namespace airut::ledger {

// The journal of a data directory, read without the daemon. Throw StoreLocked while a daemon
// writes there, StoreLost when the directory holds no store.

// Writes every event as export_line(), tenant after tenant.
void export_directory(std::filesystem::path const& directory, std::ostream& out,
                      bool with_personal);

}  // namespace airut::ledger
