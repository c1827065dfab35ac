#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace airut::as4 {

// What an access point says when it does not take a message (ebMS 3.0 section 6.7, AS4 5.2.2).
struct Error {
  std::string code;               // "EBMS:0004"
  std::string short_description;  // "Other"
  std::string category;           // "CONTENT"
  std::string severity = "failure";
  std::string detail;             // ErrorDetail or Description, theirs
  std::string ref_to_message_id;  // the message that it is about
};

// ErrorDetail of EBMS:0004 when the recipient has no agreement with this access point (Peppol AS4
// profile 2.0.3, 4.2).
inline constexpr std::string_view not_serviced = "PEPPOL:NOT_SERVICED";
inline constexpr std::string_view duplicate_code = "EBMS:4001";

// An error of the table by its code, with words of our own.
Error make_error(std::string_view code, std::string detail);

inline tl::unexpected<Error> failure(std::string_view code, std::string detail) {
  return tl::unexpected{make_error(code, std::move(detail))};
}

}  // namespace airut::as4
