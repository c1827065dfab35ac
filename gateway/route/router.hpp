#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/law.hpp"
#include "config/settings.hpp"
#include "formats/model/submission.hpp"
#include "gateway/route/recipient_entry.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::json {
class Writer;
}

namespace airut::gateway {

// A channel that can take the document, with the address it goes to.
struct Leg {
  std::string channel;
  std::string format;  // what the channel carries: finvoice, ubl, pdf
  std::string address, intermediary;
  std::string destination;  // breaker key
  std::string reason;       // why it stands where it stands
};

// The answer to "how does this document travel": legs in the order to try them, and a reason for
// every channel that was asked for and cannot.
struct RouteDecision {
  std::vector<Leg> legs;
  std::optional<Leg> copy;  // to the bank, which pays a direct payment by it
  std::vector<ledger::SkippedChannel> skipped;
};

struct RouteQuestion {
  model::Party const& buyer;
  model::Distribution const& distribution;
  std::optional<RecipientEntry> const& recipient;
  config::Client const& client;
  std::vector<config::Channel> const& channels;  // configured in this gateway
  // Whether nothing more is sent to an address in a channel; asked only for what would be used.
  std::function<bool(std::string_view channel, std::string_view address)> is_suppressed{};
  model::Invoice const* invoice = nullptr;  // its terms may rule channels out
  model::Date today{};
  // Whether the payer lets his bank pay such claims; asked only where one would be made.
  std::function<bool()> has_mandate{};
  config::EInvoiceDuty const* duty = nullptr;  // the law wants it in these formats alone
};

// Pure: the same question gives the same route. Order: the caller's wish, else what the recipient
// said at his bank, else his preference, else the client's order for the buyer's type. Where the
// law wants a format, channels of that format stand behind the order too, and all others are
// skipped. A Finvoice address without its intermediary is never completed by guess: the channel is
// skipped with "no-intermediary".
RouteDecision decide(RouteQuestion const& question);

// The host that a channel speaks to: what fails together when it is away, whichever channels and
// recipients it serves.
std::string destination_of(config::Channel const& channel);

// A postal address as what returned mail marks: the printed lines and the country.
std::string postal_key(std::vector<std::string> const& lines, std::string_view country);

// An address as people may see it: without a national id.
std::string shown_address(std::string_view address);

// Skip reasons as sentences for the timeline.
std::string_view skip_sentence(std::string_view reason);
// The member "skipped" with each channel, its reason and the sentence.
void write_skipped(json::Writer& out, std::vector<ledger::SkippedChannel> const& skipped);

}  // namespace airut::gateway
