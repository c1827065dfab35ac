#pragma once

#include <string>
#include <string_view>

// What may stand behind the name of a header: whoever billed or sent a file may have written
// anything, and no word of it begins another header, ends the head or makes a line too long (998
// characters, RFC 5322 2.1.1).
namespace airut::channels {

// Without line breaks and controls, and without what reads as an encoded word; ASCII, which is
// written as it is, also cut.
std::string one_line(std::string text);

// A text in words that any header takes (RFC 2047).
std::string encoded(std::string const& text);

// A display name (RFC 5322 3.2.5): one name, whatever stands in it.
std::string phrase(std::string const& name);

// A media type with its parameters (RFC 2045 5.1). Of what is none, and of messages and containers,
// which readers would take apart, it is only said that they are bytes.
std::string media_type(std::string const& text);

// "; filename*=..." (RFC 2231), in parts where a line has no room for it.
std::string file_name_parameter(std::string_view name);

// Whether the text is an address of the web or of mail that may stand between brackets.
bool is_header_url(std::string_view text);

}  // namespace airut::channels
