#include "gateway/cli/beside_store.hpp"

namespace airut::gateway::cli {

namespace fs = std::filesystem;

void copy_beside(fs::path const& from, fs::path const& to) {
  for (auto const* folder : {"spool", "rules"}) {
    std::error_code ignored;
    if (!fs::is_directory(from / folder, ignored)) continue;
    fs::create_directories(to / folder);
    fs::permissions(to / folder, fs::perms::owner_all);
    // A body that goes meanwhile belongs to a batch that is done.
    fs::copy(from / folder, to / folder,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing, ignored);
  }
}

}  // namespace airut::gateway::cli
