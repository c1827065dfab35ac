#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// An address to which nothing more is sent, until it is released.
struct SuppressionRow {
  std::string id, client, channel, address, code, delivery_id;  // client "": for all
  model::Instant since{};
  std::optional<model::Instant> released;
};

// Whether the address is suppressed for the client or for all. Case says nothing.
bool is_suppressed(Snapshot& view, std::string_view tenant, std::string_view client,
                   std::string_view channel, std::string_view address);
std::optional<SuppressionRow> find_suppression(Snapshot& view, std::string_view tenant,
                                               std::string_view id);
// The newest first, released ones too.
Listed<SuppressionRow> list_suppressions(Snapshot& view, std::string_view tenant, Page const& page);

}  // namespace airut::ledger
