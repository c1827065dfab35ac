#pragma once

#include <string>

#include <tl/expected.hpp>

#include "formats/as4/error.hpp"
#include "formats/as4/message.hpp"
#include "formats/xml/document.hpp"

namespace airut::as4 {

// A header with what it says about its one payload. Only this room includes this.
struct Described {
  UserMessage message;
  std::string href;  // "cid:..."
  bool compressed = false;
};

// Reads eb:UserMessage and checks it against the Peppol profile. Error: EBMS:0001, 0003, 0009.
tl::expected<Described, Error> read_user_message(xml::Element messaging);

// The MessageId of whatever message this is, "" when there is none.
std::string message_id_in(xml::Document const& document);

}  // namespace airut::as4
