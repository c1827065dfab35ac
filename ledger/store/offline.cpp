#include "ledger/store/offline.hpp"

#include "ledger/store/events.hpp"
#include "ledger/store/lock.hpp"
#include "ledger/store/sqlite.hpp"

namespace airut::ledger {

void export_directory(std::filesystem::path const& directory, bool with_personal,
                      std::function<bool(std::string const& line)> const& take) {
  constexpr int events_at_once = 1000;
  DirectoryLock const lock{directory, DirectoryLock::Kind::reader};
  Connection connection{directory / "airut.db", Access::read_only};
  Snapshot view{connection};
  for (auto const& tenant : tenants(view)) {
    std::int64_t seq = 0;
    for (;;) {
      auto const events = events_after(view, tenant, seq, events_at_once);
      if (events.empty()) break;
      for (auto const& stored : events) {
        if (!take(export_line(stored.event, stored.kind, with_personal))) return;
      }
      seq = events.back().event.seq;
    }
  }
}

}  // namespace airut::ledger
