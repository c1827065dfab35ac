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

// A biller's notification to a bank; members as in SenderNoticeMade and SenderNoticeMoved.
struct SenderNoticeRow {
  std::string id, tenant, client, channel, action, bank, payment_instruction, digest;
  std::string state;  // made, sending, sent, deferred, refused, unknown
  int attempts = 0;
  std::string code, native_code, endpoint, excerpt, receipt_digest;
  model::Instant made{}, changed{};
};

std::optional<SenderNoticeRow> find_sender_notice(Snapshot& view, std::string_view tenant,
                                                  std::string_view id);
// Of all tenants, those that somebody must do something about by himself: not sent, not refused,
// and not left to a person; of these so many at most whose turn it is, oldest first. is_due sees no
// tenant.
std::vector<SenderNoticeRow> open_sender_notices(
    Snapshot& view, std::size_t most, std::function<bool(SenderNoticeRow const&)> const& is_due);
Listed<SenderNoticeRow> list_sender_notices(Snapshot& view, std::string_view tenant,
                                            std::string const& client, Page const& page);

}  // namespace airut::ledger
