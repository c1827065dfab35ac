#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "gateway/dispatch/apply.hpp"

namespace airut::gateway {

// What came back about a document that was handed over: better evidence, or bad news by a code of
// config/tables/deviation_codes.tsv.
struct News {
  std::optional<channels::Evidence> evidence;
  bool is_decided = false;  // the buyer has accepted or paid the invoice
  std::string code, native_code, excerpt;
  std::string receipt;  // bytes that prove it
  // Of a mail to several: whom alone the bad news is about.
  std::vector<channels::AddressRefusal> refusals{};
};

// Bad news is believed so long after the document was routed.
inline constexpr auto believed_for = std::chrono::hours{24 * 60};

// Whether an attempt is under way: what comes back is heard when that has ended, and is neither
// taken nor answered before, so that it comes again.
bool must_wait(ledger::DeliveryRow const& delivery);

// Applies it: evidence only grows, bad news is believed for sixty days. Bad news of a document of
// which nobody knew whether it arrived proves first that it did: who speaks of it has it. What a
// buyer says after his question or refusal is heard, too: his acceptance ends the wait for a
// person, his refusal takes the place of a question, and the rest is told on the timeline. So is a
// new word that proves as much as the one before. The error is why nothing follows; nothing was
// appended then. The value tells whether a delivery was queued.
tl::expected<bool, std::string> hear(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                                     News const& news, StepContext const& context);

}  // namespace airut::gateway
