#pragma once

#include <string>
#include <string_view>

#include "channels/parcel.hpp"

namespace airut::channels {

// A parcel as an Internet message (RFC 5322, MIME): text and attachments. The same parcel and
// sender always give the same bytes: Message-ID, Date and the boundary come from the parcel.
// Line breaks are CRLF.
std::string mail_message(Parcel const& parcel, std::string_view from);

// Whether the text is one address that may stand in an envelope: ASCII (who has another name has an
// ASCII one too, and not every server knows SMTPUTF8), no blanks, no brackets, no line breaks, an @
// with something on both sides.
bool is_mail_address(std::string_view text);

}  // namespace airut::channels
