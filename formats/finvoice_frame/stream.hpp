#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/documents/splitter.hpp"
#include "formats/finvoice_frame/frame.hpp"

namespace airut::finvoice_frame {

enum class Content {
  invoice,
  attachments,
  acknowledgement,
  receiver_info,
  sender_info,
  receiver_proposal,
  frame_alone,  // an envelope that no message follows
  unknown,
};

// One message of a file.
struct Message {
  Content content = Content::unknown;
  std::optional<Frame> frame;
  std::string frame_problem;  // why there is no frame though an envelope stands there
  std::string envelope;       // as it came, "" when the message was bare
  std::string bytes;          // the message with its XML declaration
  int line = 1;               // of the file, where the message begins
};

// Cuts a file of the network into its messages, each with its frame: many in a row, framed or bare,
// in any mixture. Holds one at a time; a message longer than `longest` ends the file with the
// finding document-too-large.
class Stream {
 public:
  explicit Stream(documents::Splitter::Source source, std::size_t longest);

  // The next message, nullopt at the end.
  tl::expected<std::optional<Message>, model::Findings> next();

 private:
  documents::Splitter splitter_;
};

// XML as a parser takes it: with the declaration in front where it has none, and as ISO-8859-15,
// which Finvoice prescribes, where it is neither declared nor UTF-8.
std::string readable(std::string_view bytes, std::string_view declaration = {});

// By the name of its root element.
Content content_of(std::string_view bytes);

}  // namespace airut::finvoice_frame
