#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "formats/model/date.hpp"
#include "ledger/journal/export.hpp"
#include "ledger/store/store_place.hpp"

namespace airut::ledger {

class Connection;
class Snapshot;

// A store that is read without the daemon. Throw StoreLost when there is none, or
// one of an earlier Airut that was not brought up to date. It may be in use: a view of this moment
// is read, and on SQLite the write-ahead log keeps what comes meanwhile.
std::unique_ptr<Connection> open_for_reading(StorePlace const& place);

// Lets f look at a store that is not open.
void look_at(StorePlace const& place, std::function<void(Snapshot&)> const& f);

// When the newest event of all tenants was booked; nullopt for an empty store.
std::optional<model::Instant> newest_event(Snapshot& view);

// Which personal parts an export has. For whoever takes it away: none, or without secrets
// (holds_secret). The whole is for proving the store itself.
enum class PersonalParts { left_out, without_secrets, whole };

// Gives every event of the journal as export_line(), tenant after tenant, until take() says false.
void export_journal(Snapshot& view, PersonalParts parts,
                    std::function<bool(std::string const& line)> const& take);

// The same of a store that is not open.
void export_journal(StorePlace const& place, PersonalParts parts,
                    std::function<bool(std::string const& line)> const& take);

}  // namespace airut::ledger
