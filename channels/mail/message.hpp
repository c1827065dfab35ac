#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "channels/parcel.hpp"

namespace airut::channels {

// A parcel as an Internet message (RFC 5322, MIME): text and attachments. The same parcel and
// sender always give the same bytes: Message-ID, Date and the boundary come from the parcel.
// Line breaks are CRLF.
std::string mail_message(Parcel const& parcel, std::string_view from);

// Whether the text is one address that may stand in an envelope: ASCII (who has another name has an
// ASCII one too, and not every server knows SMTPUTF8), no blanks, no brackets, commas or line
// breaks, an @ with something on both sides.
bool is_mail_address(std::string_view text);

// The addresses of a parcel, as they stand between commas, and back; blanks around them are none of
// theirs.
std::vector<std::string> mail_addresses(std::string_view list);
std::string mail_address_list(std::vector<std::string> const& addresses);

}  // namespace airut::channels
