#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"
#include "ledger/store/idempotency.hpp"

namespace airut::gateway {

// An Idempotency-Key as the store has it. Callers who bill for some clients only, and agencies,
// have keys of their own: two of them may choose the same without meeting. "" stays "".
std::string stored_key(http::Principal const& who, std::string_view idempotency_key);

// The answer kept under a stored key. One of an earlier Airut lies under the caller's word alone,
// and is his when it is of the same request.
std::optional<ledger::KeptAnswer> find_kept(ledger::Snapshot& view, std::string_view tenant,
                                            std::string_view stored, model::Sha256 const& request);

}  // namespace airut::gateway
