#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace airut::gateway::http {

// One part of a multipart/form-data body (RFC 7578). content looks into the body.
struct Part {
  std::string name, file_name, content_type;
  std::string_view content;
};

bool is_multipart(std::string_view content_type);

// The parts in their order, at most 100. The error is a sentence on what is wrong with the body.
tl::expected<std::vector<Part>, std::string> read_multipart(std::string_view content_type,
                                                            std::string_view body);

}  // namespace airut::gateway::http
