#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ledger/store/events.hpp"

namespace airut::gateway {

// What an event says, in the words of the API and without anything personal: amounts are decimal
// texts beside their currency, moments RFC 3339, a billing client is client_ref, and no place of
// this machine's file system is named.
struct EventText {
  std::string text;                   // a JSON object
  std::vector<std::string> left_out;  // members that did not fit
};

// most: bytes; what is above loses its large members, and keeps ids and words.
EventText event_data(ledger::StoredEvent const& stored, std::size_t most);

}  // namespace airut::gateway
