#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/finvoice_notice/receiver_notice.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// The customer number of whom a notice is about. By the reference of his invoices, or by his
// customer number; all that he gave must lead to the one customer, and his name must share a word
// with the name on his invoices. Who changes or ends is known by his address too. The error: why it
// is not certain who he is, without anything that he gave.
tl::expected<std::string, std::string> known_customer(
    ledger::Snapshot& view, std::string_view tenant, std::string_view client,
    finvoice_notice::ReceiverNotice const& notice);

}  // namespace airut::gateway
