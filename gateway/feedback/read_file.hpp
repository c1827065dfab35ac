#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/feedback_tables.hpp"
#include "formats/finvoice_frame/frame.hpp"
#include "formats/finvoice_notice/receiver_notice.hpp"

namespace airut::gateway {

// What somebody said of one message of ours.
struct StatusWord {
  std::string message_id;  // of the message; the invoice's, when it is about its attachments
  std::string profile;     // whose word it is: finvoiceack, or the operator's profile
  std::string code, text;  // verbatim
};

// A part of a file from a bank or operator that is kept as a document of its own.
struct ReadPart {
  std::string kind;  // feedback, recipient_notice, invoice, attachments, other, unreadable
  std::string bytes;
  std::string document_type;  // root element, or the operator's profile
  std::optional<finvoice_frame::Frame> frame;
  std::vector<StatusWord> words;
  std::optional<finvoice_notice::ReceiverNotice> notice;
  std::string problem;  // why it cannot be followed, "" when it can
};

// Reads a file of any of the network's messages, or by the profile an operator's status file. Never
// fails: what cannot be read is a part of kind unreadable, with its bytes.
std::vector<ReadPart> read_file(std::string_view bytes, std::string_view profile,
                                config::FeedbackTables const& tables);

}  // namespace airut::gateway
