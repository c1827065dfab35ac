#include "gateway/feedback/read_file.hpp"

#include <fmt/format.h>

#include "formats/feedback/read.hpp"
#include "formats/finvoice_frame/acknowledgement.hpp"
#include "formats/finvoice_frame/attachments.hpp"
#include "formats/finvoice_frame/stream.hpp"

namespace airut::gateway {
namespace {

namespace ff = finvoice_frame;

constexpr std::size_t message_longest = std::size_t{64} << 20;

std::string explained(model::Findings const& findings) {
  auto const& first = findings.front();
  return first.line > 0 ? fmt::format("Line {}: {}", first.line, first.detail) : first.detail;
}

ReadPart unreadable(std::string_view bytes, std::string problem) {
  ReadPart part;
  part.kind = "unreadable";
  part.bytes = bytes;
  part.problem = std::move(problem);
  return part;
}

// The invoice's message, for the attachments of which a word is.
std::string invoice_message(std::string id) {
  constexpr std::string_view end = "::attachments";
  if (id.ends_with(end)) id.resize(id.size() - end.size());
  return id;
}

void read_acknowledgement(ReadPart& part) {
  part.kind = "feedback";
  part.document_type = "Finvoiceack";
  auto const ack = ff::read_acknowledgement(part.bytes);
  if (!ack) {
    part.kind = "unreadable";
    part.problem = explained(ack.error());
    return;
  }
  part.words.push_back({invoice_message(ack->message_id), "finvoiceack", ack->code, ack->words()});
}

void read_notice(ReadPart& part) {
  part.kind = "recipient_notice";
  part.document_type = "FinvoiceReceiverInfo";
  auto notice = finvoice_notice::read_receiver_notice(part.bytes);
  if (notice) {
    part.notice = *std::move(notice);
    return;
  }
  part.kind = "unreadable";
  part.problem = explained(notice.error());
}

ReadPart part_of(ff::Message message) {
  ReadPart part;
  part.frame = std::move(message.frame);
  part.bytes = std::move(message.bytes);
  part.problem = std::move(message.frame_problem);
  switch (message.content) {
    case ff::Content::acknowledgement:
      read_acknowledgement(part);
      return part;
    case ff::Content::receiver_info:
      read_notice(part);
      return part;
    case ff::Content::invoice:
      part.kind = "invoice";
      part.document_type = "Finvoice";
      return part;
    case ff::Content::attachments:
      part.kind = "attachments";
      part.document_type = "FinvoiceAttachments";
      if (auto const read = ff::read_attachments(part.bytes); !read) {
        part.problem = explained(read.error());
      }
      return part;
    case ff::Content::sender_info:
    case ff::Content::receiver_proposal:
      part.kind = "other";
      return part;
    case ff::Content::frame_alone:
      part.bytes = std::move(message.envelope);
      part.problem = "A frame stands there without its message.";
      break;
    case ff::Content::unknown:
      part.problem = "It is no message of the Finvoice network.";
      break;
  }
  part.kind = "unreadable";
  return part;
}

bool is_of_network(std::string_view bytes) {
  auto rest = bytes;
  ff::Stream stream{[rest](char* to, std::size_t most) mutable {
                      auto const taken = rest.copy(to, most);
                      rest.remove_prefix(taken);
                      return taken;
                    },
                    message_longest};
  auto const first = stream.next();
  return first && *first && (*first)->content != ff::Content::unknown;
}

std::vector<ReadPart> read_network(std::string_view bytes) {
  std::vector<ReadPart> parts;
  auto rest = bytes;
  ff::Stream stream{[&rest](char* to, std::size_t most) {
                      auto const taken = rest.copy(to, most);
                      rest.remove_prefix(taken);
                      return taken;
                    },
                    message_longest};
  while (true) {
    auto next = stream.next();
    if (!next) parts.push_back(unreadable(bytes, explained(next.error())));
    if (!next || !*next) return parts;
    parts.push_back(part_of(**std::move(next)));
  }
}

feedback::Layout layout_of(config::FeedbackLayout const& row) {
  feedback::Layout layout;
  layout.syntax = row.syntax == "csv"    ? feedback::Syntax::csv
                  : row.syntax == "json" ? feedback::Syntax::json
                                         : feedback::Syntax::xml;
  layout.delimiter = row.delimiter.empty() ? '\0' : row.delimiter.front();
  layout.record = row.record;
  layout.message_id = row.message_id;
  layout.status = row.status;
  layout.text = row.text;
  return layout;
}

ReadPart read_statuses(std::string_view bytes, std::string_view profile,
                       config::FeedbackLayout const& row) {
  auto const statuses = feedback::read(bytes, layout_of(row));
  if (!statuses) return unreadable(bytes, explained(statuses.error()));
  ReadPart part;
  part.kind = "feedback";
  part.bytes = bytes;
  part.document_type = profile;
  for (auto const& one : *statuses) {
    part.words.push_back(
        {invoice_message(one.message_id), std::string{profile}, one.status, one.text});
  }
  return part;
}

}  // namespace

std::vector<ReadPart> read_file(std::string_view bytes, std::string_view profile,
                                config::FeedbackTables const& tables) {
  auto const layout = profile.empty() ? std::nullopt : tables.layout(profile);
  if (layout && !is_of_network(bytes)) return {read_statuses(bytes, profile, *layout)};
  auto parts = read_network(bytes);
  if (parts.empty()) parts.push_back(unreadable(bytes, "The file is empty."));
  return parts;
}

}  // namespace airut::gateway
