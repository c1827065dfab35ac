#pragma once

namespace airut::ledger {

// Puts a thin layer before SQLite's own page cache, before the first connection. When SQLite orders
// the pages of a full index it parks one at the number of the lock page (262145 with 4 KiB), far
// behind the file's end; from then on each commit, which drops what is cached behind the end, walks
// through the whole cache: 250 us with 64 MiB, as much as the rest of a commit. The layer knows
// that the page has left, and that nothing is behind the end.
// Throws StoreLost when SQLite was set up by somebody else.
void install_page_cache();

}  // namespace airut::ledger
