#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace airut::channels {

// How sure we are that a document arrived (reference: DESIGN, "The delivery state machine").
enum class Evidence {
  none,
  handed_over,
  accepted_by_operator,
  delivered_to_recipient,
  acknowledged_by_buyer
};

std::string_view evidence_text(Evidence evidence);
std::optional<Evidence> parse_evidence(std::string_view text);

// One of several addresses of a mail that was not accepted: its place among them, from 0, our code
// and their words.
struct AddressRefusal {
  std::size_t place = 0;
  std::string code, native_code, excerpt;
};

// What an attempt saw, whatever became of it. Texts are the other side's own words, cut to 2 KiB:
// untrusted, never markup.
struct Trace {
  std::string endpoint;     // host:port or directory
  std::string code;         // our code from config/tables/deviation_codes.tsv; "" on success
  std::string native_code;  // theirs: "550 5.1.1", "HTTP 503", "curl 79"
  std::string excerpt;
  std::vector<AddressRefusal> refusals{};  // of a mail to several that was offered to all of them
};

// They have it; the proof goes to the archive.
struct HandedOver {
  Evidence evidence = Evidence::handed_over;
  std::string receipt;  // bytes that prove it: SMTP answer, HTTP body, remote file name
  Trace trace;
};

// Nothing was taken; the same parcel may be offered again.
struct Deferred {
  Trace trace;
  std::optional<std::chrono::seconds> retry_after;  // the other side's own wish
};

// This channel will not take this parcel. What follows is decided by the class of trace.code.
struct Refused {
  Trace trace;
};

// It may have been taken. Offer it again only with the same id and bytes, where repeating is safe.
struct Unsure {
  Trace trace;
  bool for_person = false;  // offering it again would tell no more: a person must find out
};

using Outcome = std::variant<HandedOver, Deferred, Refused, Unsure>;

Trace const& trace_of(Outcome const& outcome);

}  // namespace airut::channels
