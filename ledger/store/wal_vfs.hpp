#pragma once

namespace airut::ledger {

// Name of a VFS for sqlite3_open_v2() that gathers what is appended to a write-ahead log between
// two syncs and gives it to the kernel in one write. SQLite itself writes each page in two pieces,
// and a commit of many invoices has hundreds of pages. Only for connections with synchronous=FULL:
// there every commit syncs the log before readers are told of its pages. The sync of a commit only
// writes: whoever commits brings the log to the disk (LogSync). All else is the default VFS's.
char const* gathering_vfs();

}  // namespace airut::ledger
