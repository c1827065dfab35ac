#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/finvoice_frame/frame.hpp"
#include "formats/model/finding.hpp"

namespace airut::finvoice_frame {

// What a bank or operator says went wrong with a message (Finvoiceack 1.0, 2.0). Codes and texts
// are theirs, verbatim; what a code means is in config/tables/feedback_codes.tsv. Good news does
// not come in this way: a message that nothing is heard of was taken, as far as anyone knows.
struct Acknowledgement {
  std::string message_id;  // of the message that is refused
  std::string own_id;      // of the acknowledgement, "" in version 1.0
  std::string timestamp;
  Place from, to;    // of the refused message's parties, the other way round
  std::string code;  // Reason/Code
  std::vector<std::string> texts;
  struct Error {
    std::string code, text, severity, location;
  };
  std::vector<Error> errors;

  // Everything that was said, a sentence a line.
  std::string words() const;
};

// The error: xml-syntax, or ack-incomplete when it names no message or gives no code.
tl::expected<Acknowledgement, model::Findings> read_acknowledgement(std::string_view bytes);

}  // namespace airut::finvoice_frame
