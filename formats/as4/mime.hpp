#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/as4/message.hpp"
#include "formats/model/result.hpp"

// multipart/related (RFC 2387) as SOAP with attachments uses it.
namespace airut::as4 {

struct MimePart {
  std::string content_id;    // without <>
  std::string content_type;  // with its parameters
  std::string bytes;         // the transfer encoding undone
};

// The parts of a message, the SOAP envelope first; a message without parts is its envelope alone.
// Problem: no boundary, a boundary that never comes, an unknown transfer encoding, too many parts.
model::Result<std::vector<MimePart>> split_parts(std::string_view content_type,
                                                 std::string_view body);

// The boundary must not occur in the parts.
Wire join_parts(std::span<MimePart const> parts, std::string_view boundary);

}  // namespace airut::as4
