#include "gateway/cli/beside_store.hpp"

#include <system_error>

#include <fmt/format.h>

#include "ledger/store/store.hpp"

namespace airut::gateway::cli {

namespace fs = std::filesystem;

namespace {

// What goes meanwhile is no loss: a body that goes belongs to a batch that is done.
void copy_folder(fs::path const& from, fs::path const& to) {
  std::error_code fault;
  auto const may_go_on = [&fault](fs::path const& path) {
    if (fault && fault != std::errc::no_such_file_or_directory)
      throw ledger::StoreLost{fmt::format("{}: {}", path.string(), fault.message())};
    return !fault;
  };
  fs::directory_iterator entries{from, fault};
  if (!may_go_on(from)) return;
  fs::create_directories(to, fault);
  may_go_on(to);
  fs::permissions(to, fs::perms::owner_all, fault);
  may_go_on(to);
  while (entries != fs::directory_iterator{}) {
    auto const path = entries->path();
    if (entries->is_directory(fault)) {
      copy_folder(path, to / path.filename());
    } else {
      fs::copy_file(path, to / path.filename(), fs::copy_options::overwrite_existing, fault);
      may_go_on(path);
    }
    entries.increment(fault);
    may_go_on(from);
  }
}

}  // namespace

void copy_beside(fs::path const& from, fs::path const& to) {
  for (auto const* folder : {"spool", "rules"}) copy_folder(from / folder, to / folder);
}

}  // namespace airut::gateway::cli
