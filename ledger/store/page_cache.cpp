#include "ledger/store/page_cache.hpp"

#include <algorithm>
#include <new>

#include <sqlite3.h>

#include "ledger/store/store.hpp"

namespace airut::ledger {
namespace {

sqlite3_pcache_methods2 own_of_sqlite{};

// SQLite's cache, and what is known of its keys. A key is a page's number.
struct Cache {
  sqlite3_pcache* real = nullptr;
  unsigned last = 0;    // no page was fetched behind it
  unsigned parked = 0;  // a page was moved behind it and is still there; 0: none
};

Cache& of(sqlite3_pcache* cache) { return *reinterpret_cast<Cache*>(cache); }

sqlite3_pcache* create(int page, int extra, int purgeable) {
  auto* cache = new (std::nothrow) Cache;
  if (cache == nullptr) return nullptr;
  cache->real = own_of_sqlite.xCreate(page, extra, purgeable);
  if (cache->real != nullptr) return reinterpret_cast<sqlite3_pcache*>(cache);
  delete cache;
  return nullptr;
}

void destroy(sqlite3_pcache* cache) {
  own_of_sqlite.xDestroy(of(cache).real);
  delete &of(cache);
}

void set_size(sqlite3_pcache* cache, int pages) { own_of_sqlite.xCachesize(of(cache).real, pages); }

int count_pages(sqlite3_pcache* cache) { return own_of_sqlite.xPagecount(of(cache).real); }

sqlite3_pcache_page* fetch(sqlite3_pcache* cache, unsigned key, int create_flag) {
  if (create_flag != 0) of(cache).last = std::max(of(cache).last, key);
  return own_of_sqlite.xFetch(of(cache).real, key, create_flag);
}

void unpin(sqlite3_pcache* cache, sqlite3_pcache_page* page, int discard) {
  own_of_sqlite.xUnpin(of(cache).real, page, discard);
}

void move(sqlite3_pcache* cache, sqlite3_pcache_page* page, unsigned from, unsigned to) {
  auto& known = of(cache);
  if (from == known.parked) known.parked = 0;
  if (to > known.last) known.parked = std::max(known.parked, to);
  own_of_sqlite.xRekey(known.real, page, from, to);
}

// Drops the pages from this key on.
void truncate(sqlite3_pcache* cache, unsigned from) {
  auto& known = of(cache);
  if (from > known.last && known.parked == 0) return;
  own_of_sqlite.xTruncate(known.real, from);
  known.last = std::min(known.last, from == 0 ? 0 : from - 1);
  known.parked = 0;
}

void shrink(sqlite3_pcache* cache) { own_of_sqlite.xShrink(of(cache).real); }

}  // namespace

void install_page_cache() {
  auto code = sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &own_of_sqlite);
  auto layer = own_of_sqlite;
  layer.xCreate = create;
  layer.xDestroy = destroy;
  layer.xCachesize = set_size;
  layer.xPagecount = count_pages;
  layer.xFetch = fetch;
  layer.xUnpin = unpin;
  layer.xRekey = move;
  layer.xTruncate = truncate;
  layer.xShrink = shrink;
  if (code == SQLITE_OK) code = sqlite3_config(SQLITE_CONFIG_PCACHE2, &layer);
  if (code != SQLITE_OK) throw StoreLost{"SQLite was set up by somebody else"};
}

}  // namespace airut::ledger
