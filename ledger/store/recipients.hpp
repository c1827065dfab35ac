#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

struct RecipientRow {
  std::string id, tenant, client, external_ref, type, language, priority;
  std::string record;  // JSON of the register entry, as gateway/recipients wrote it
  int version = 1;
};

std::optional<RecipientRow> find_recipient(Snapshot& view, std::string_view tenant,
                                           std::string_view client, std::string_view external_ref);
std::optional<RecipientRow> find_recipient_by_id(Snapshot& view, std::string_view tenant,
                                                 std::string_view id);
Listed<RecipientRow> list_recipients(Snapshot& view, std::string_view tenant,
                                     std::string_view client, Page const& page);

}  // namespace airut::ledger
