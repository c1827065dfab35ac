#pragma once

#include <string>
#include <string_view>

#include "channels/http/client.hpp"
#include "channels/outcome.hpp"
#include "formats/as4/message.hpp"

namespace airut::channels {

// What a post of this message should bring back.
struct Expected {
  std::string message_id;
  as4::Digests digests;
  pki::Certificate receiver;  // who must sign the receipt
};

// What the answer of an access point means. The receipt, or the verdict that the message came
// before (EBMS:4001), is kept as it was received. A message that may have been taken is never told
// as refused unless the access point says so of this very message.
Outcome judge(HttpReply const& reply, Expected const& expected);

// Whether the answer names another message than this one. An access point that answered an earlier
// message twice is out of step on that connection; asked again on a new one it names this message,
// unless it is wrong itself.
bool is_about_another(HttpReply const& reply, std::string_view message_id);

}  // namespace airut::channels
