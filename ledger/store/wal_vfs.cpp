#include "ledger/store/wal_vfs.hpp"

#include <algorithm>
#include <new>
#include <string>

#include <sqlite3.h>

#include "ledger/store/store.hpp"

namespace airut::ledger {
namespace {

constexpr std::size_t gather_most = 4u << 20;
constexpr std::size_t write_most = 64u << 10;  // SQLite's own VFS takes less than 128 KiB at once

// The log's file as SQLite sees it. The default VFS's own file lies right behind it.
struct WalFile {
  sqlite3_file base;
  std::string* gathered;
  sqlite3_int64 from;  // where the gathered bytes belong

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }

  int flush() {
    int code = SQLITE_OK;
    for (std::size_t at = 0; at < gathered->size() && code == SQLITE_OK; at += write_most) {
      auto const size = std::min(write_most, gathered->size() - at);
      code = real()->pMethods->xWrite(real(), gathered->data() + at, static_cast<int>(size),
                                      from + static_cast<sqlite3_int64>(at));
    }
    gathered->clear();
    return code;
  }
};

WalFile& wal(sqlite3_file* file) { return *reinterpret_cast<WalFile*>(file); }

// Flushes, then asks the real file.
template <class Call>
int after_flush(sqlite3_file* file, Call call) {
  auto const code = wal(file).flush();
  return code == SQLITE_OK ? call(wal(file).real()) : code;
}

int close_wal(sqlite3_file* file) {
  auto const flushed = wal(file).flush();
  auto* real = wal(file).real();
  auto const closed = real->pMethods->xClose(real);
  delete wal(file).gathered;
  return flushed == SQLITE_OK ? closed : flushed;
}

int read_wal(sqlite3_file* file, void* to, int size, sqlite3_int64 from) {
  return after_flush(
      file, [=](sqlite3_file* real) { return real->pMethods->xRead(real, to, size, from); });
}

int write_wal(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 to) {
  auto& log = wal(file);
  auto const end = log.from + static_cast<sqlite3_int64>(log.gathered->size());
  if (to != end || log.gathered->size() > gather_most) {
    auto const code = log.flush();
    if (code != SQLITE_OK) return code;
  }
  if (log.gathered->empty()) log.from = to;
  log.gathered->append(static_cast<char const*>(bytes), static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int truncate_wal(sqlite3_file* file, sqlite3_int64 size) {
  return after_flush(file,
                     [=](sqlite3_file* real) { return real->pMethods->xTruncate(real, size); });
}

// A commit ends with a sync of what it wrote: that part LogSync brings to the disk, beside the next
// commit. The log's header must be there before the frames behind it, and a checkpoint's sync has
// nothing gathered: those are done here and now.
int sync_wal(sqlite3_file* file, int how) {
  bool const is_header = wal(file).from == 0;
  bool const is_commit = !wal(file).gathered->empty() && !is_header;
  return after_flush(file, [=](sqlite3_file* real) {
    return is_commit ? SQLITE_OK : real->pMethods->xSync(real, how);
  });
}

int size_of_wal(sqlite3_file* file, sqlite3_int64* size) {
  return after_flush(file,
                     [=](sqlite3_file* real) { return real->pMethods->xFileSize(real, size); });
}

int lock_wal(sqlite3_file* file, int how) {
  return wal(file).real()->pMethods->xLock(wal(file).real(), how);
}

int unlock_wal(sqlite3_file* file, int how) {
  return wal(file).real()->pMethods->xUnlock(wal(file).real(), how);
}

int is_wal_reserved(sqlite3_file* file, int* reserved) {
  return wal(file).real()->pMethods->xCheckReservedLock(wal(file).real(), reserved);
}

int control_wal(sqlite3_file* file, int what, void* value) {
  return wal(file).real()->pMethods->xFileControl(wal(file).real(), what, value);
}

int wal_sector_size(sqlite3_file* file) {
  return wal(file).real()->pMethods->xSectorSize(wal(file).real());
}

int wal_characteristics(sqlite3_file* file) {
  return wal(file).real()->pMethods->xDeviceCharacteristics(wal(file).real());
}

sqlite3_io_methods wal_methods() {
  sqlite3_io_methods methods{};
  methods.iVersion = 1;
  methods.xClose = close_wal;
  methods.xRead = read_wal;
  methods.xWrite = write_wal;
  methods.xTruncate = truncate_wal;
  methods.xSync = sync_wal;
  methods.xFileSize = size_of_wal;
  methods.xLock = lock_wal;
  methods.xUnlock = unlock_wal;
  methods.xCheckReservedLock = is_wal_reserved;
  methods.xFileControl = control_wal;
  methods.xSectorSize = wal_sector_size;
  methods.xDeviceCharacteristics = wal_characteristics;
  return methods;
}

int open_file(sqlite3_vfs*, char const* name, sqlite3_file* file, int flags, int* given) {
  static sqlite3_io_methods const methods = wal_methods();
  auto* real_vfs = sqlite3_vfs_find(nullptr);
  if ((flags & SQLITE_OPEN_WAL) == 0) return real_vfs->xOpen(real_vfs, name, file, flags, given);
  auto& log = wal(file);
  log.base.pMethods = nullptr;
  auto const code = real_vfs->xOpen(real_vfs, name, log.real(), flags, given);
  if (code != SQLITE_OK) return code;
  log.gathered = new (std::nothrow) std::string;
  if (log.gathered == nullptr) {
    log.real()->pMethods->xClose(log.real());
    return SQLITE_NOMEM;
  }
  log.from = 0;
  log.base.pMethods = &methods;
  return SQLITE_OK;
}

sqlite3_vfs make_vfs() {
  auto vfs = *sqlite3_vfs_find(nullptr);
  vfs.zName = "airut-gathering";
  vfs.szOsFile += static_cast<int>(sizeof(WalFile));
  vfs.pNext = nullptr;
  vfs.xOpen = open_file;
  return vfs;
}

}  // namespace

char const* gathering_vfs() {
  static sqlite3_vfs vfs = make_vfs();
  static int const registered = sqlite3_vfs_register(&vfs, 0);
  if (registered != SQLITE_OK) throw StoreLost{"SQLite takes no VFS"};
  return vfs.zName;
}

}  // namespace airut::ledger
