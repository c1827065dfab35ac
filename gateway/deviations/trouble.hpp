#pragma once

#include <optional>
#include <string>

#include "config/codes.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// Something about a channel that a person must know, though no invoice is concerned.
struct ChannelTrouble {
  std::string tenant, channel;
  std::string subject;  // what it is about: a file's id, or the channel itself
  std::string code, native_code, text;
};

// Opens the deviation, unless one of the same code and subject is open.
void raise(ledger::Transaction& tx, ChannelTrouble const& trouble, config::Codes const& codes,
           model::Instant now);
// Since when one of the same code and subject is open; nullopt: none is.
std::optional<model::Instant> open_since(ledger::Snapshot& view, ChannelTrouble const& trouble);
// The cause is gone: closes it where it is open. Only tenant, subject and code count.
void settle(ledger::Transaction& tx, ChannelTrouble const& trouble, std::string_view action,
            model::Instant now);

}  // namespace airut::gateway
