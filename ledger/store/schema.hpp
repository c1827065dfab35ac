#pragma once

#include <span>
#include <string_view>

#include "ledger/store/query.hpp"

namespace airut::ledger {

// The tables. Every key starts with the tenant: a row that an event makes has the event's key,
// tenant number * 2^40 + seq, so rows lie in the order of acceptance, new ones share pages, and a
// replay gives the same keys. Texts that name rows (inv_..., dlv_...) are UUIDv7 and so append to
// their indexes too.

// Brings the database to this version's tables; a newer database is refused with StoreLost.
void migrate(Connection& connection);

// Its number.
std::int64_t schema_version();

// The version with which PostgreSQL came: no database there was ever older.
std::int64_t first_version_on_postgresql();

// Tables that hold nothing but what the journal says; replay() empties and fills them.
std::span<std::string_view const> projection_tables();

}  // namespace airut::ledger
