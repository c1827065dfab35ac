#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/message.hpp"
#include "ledger/store/idempotency.hpp"

namespace airut::gateway {

// An Idempotency-Key as the store has it. Callers who bill for some clients only, and agencies,
// have keys of their own, by the id of their API key: two of them may choose the same without
// meeting, and whoever bills for others meanwhile finds his again.
struct StoredKey {
  std::string name;                  // under which an answer is kept; "" when none was asked for
  std::vector<std::string> earlier;  // under which his may lie as well
  std::string word;                  // the caller's own: what lies there may be another's
  bool empty() const { return name.empty(); }
};
StoredKey stored_key(http::Principal const& who, std::string_view idempotency_key);

// The answer kept for it. One that lies under the caller's word alone is his when it is of the same
// request.
std::optional<ledger::KeptAnswer> find_kept(ledger::Snapshot& view, std::string_view tenant,
                                            StoredKey const& stored, model::Sha256 const& request);

}  // namespace airut::gateway
