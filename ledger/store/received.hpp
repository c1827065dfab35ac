#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// A document that came in from a network; its members as in DocumentReceived.
struct ReceivedRow {
  std::string id, tenant, client, channel, message_id, instance_id, sender, receiver, access_point;
  std::string document_type, process, country, kind, about, status_to;
  bool status_always = false;
  std::string problem, payload_digest, receipt_digest;
  model::Instant received{};
  std::string told;  // AP, AB, RE, none; "" until its sender was told
};

// Whether a message or an envelope came before, to any tenant.
bool came_before(Snapshot& view, std::string_view channel, std::string_view message_id,
                 std::string_view instance_id);
std::optional<ReceivedRow> find_received(Snapshot& view, std::string_view tenant,
                                         std::string_view id);
Listed<ReceivedRow> list_received(Snapshot& view, std::string_view tenant, Page const& page);
// Of all tenants, those whose sender waits to be told what became of them and whose turn it is, so
// many at most; oldest first. is_due sees no tenant.
std::vector<ReceivedRow> untold_documents(Snapshot& view, std::size_t most,
                                          std::function<bool(ReceivedRow const&)> const& is_due);

}  // namespace airut::ledger
