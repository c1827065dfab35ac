#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/bank_ws/signature.hpp"
#include "formats/model/date.hpp"

namespace airut::bank_ws {

// A file at the bank. Banks leave out nearly everything but the reference.
struct FileDescriptor {
  std::string reference, target_id, service_id, user_filename, file_type;
  std::optional<model::Instant> stamped;
  std::string status;  // NEW, DLD, WFP, WFC, FWD, DEL, KIN
};

// A kind of file that the agreement lets us send or fetch.
struct UserFileType {
  std::string target_id, file_type, name, direction;
};

struct ApplicationResponse {
  std::string customer_id;
  std::string code, text;  // two digits: "00" is good
  std::vector<FileDescriptor> files;
  std::vector<UserFileType> file_types;
  std::string file_type;
  std::optional<std::string> content;  // decoded, taken out of gzip
  Signer signer;                       // of the document
};

struct ReadLimits {
  std::size_t content_bytes = 200u << 20;  // after decompression
  bool takes_sha1 = false;
};

// The error is a sentence: what came is no ApplicationResponse.
tl::expected<ApplicationResponse, std::string> read_application_response(std::string_view bytes,
                                                                         ReadLimits const& limits);

// "0" and "00" are one code; others come with two digits or as they are.
std::string response_code(std::string_view text);

}  // namespace airut::bank_ws
