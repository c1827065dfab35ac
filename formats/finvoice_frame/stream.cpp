#include "formats/finvoice_frame/stream.hpp"

#include <array>
#include <utility>

#include "formats/xml/utf8.hpp"

namespace airut::finvoice_frame {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view latin9 = "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>";

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    auto const character = xml::decode_utf8(text);
    if (!character) return false;
    text.remove_prefix(character->length);
  }
  return true;
}

// The XML declaration that the bytes begin with, "" when there is none.
std::string_view declaration_of(std::string_view bytes) {
  if (!bytes.starts_with("<?xml ")) return {};
  auto const end = bytes.find("?>");
  return end == std::string_view::npos ? std::string_view{} : bytes.substr(0, end + 2);
}

// The local name of the first element; comments and instructions are passed over.
std::string_view root_name(std::string_view bytes) {
  auto at = bytes.find('<');
  while (at != std::string_view::npos) {
    auto const rest = bytes.substr(at);
    bool const comment = rest.starts_with("<!--");
    if (!comment && !rest.starts_with("<?") && !rest.starts_with("<!")) break;
    auto const end = bytes.find(comment ? "-->" : ">", at);
    if (end == std::string_view::npos) return {};
    at = bytes.find('<', end);
  }
  if (at == std::string_view::npos) return {};
  auto const end = bytes.find_first_of(" \t\r\n/>", at);
  auto const name = bytes.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
  auto const colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string readable(std::string_view bytes, std::string_view declaration) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (!declaration_of(bytes).empty()) return std::string{bytes};
  if (declaration.empty() && !is_utf8(bytes)) declaration = latin9;
  return std::string{declaration}.append(bytes);
}

Content content_of(std::string_view bytes) {
  static constexpr std::array<std::pair<std::string_view, Content>, 6> names{{
      {"Finvoice", Content::invoice},
      {"FinvoiceAttachments", Content::attachments},
      {"Finvoiceack", Content::acknowledgement},
      {"FinvoiceReceiverInfo", Content::receiver_info},
      {"FinvoiceSenderInfo", Content::sender_info},
      {"ReceiverProposal", Content::receiver_proposal},
  }};
  auto const root = root_name(bytes);
  for (auto const& [name, content] : names)
    if (name == root) return content;
  return Content::unknown;
}

Stream::Stream(documents::Splitter::Source source, std::size_t longest)
    : splitter_(std::move(source), longest, documents::Splitter::LoneFrames::kept) {}

tl::expected<std::optional<Message>, model::Findings> Stream::next() {
  auto part = splitter_.next();
  if (!part) return tl::unexpected{part.error()};
  if (!*part) return std::nullopt;
  Message message;
  message.line = (*part)->line;
  message.bytes = std::move((*part)->bytes);
  message.envelope = std::move((*part)->frame);
  bool const alone = message.bytes.empty();
  message.content = alone ? Content::frame_alone : content_of(message.bytes);
  if (message.envelope.empty()) return message;
  auto frame = read_frame(message.envelope, declaration_of(message.bytes));
  if (frame) {
    message.frame = *std::move(frame);
  } else {
    message.frame_problem = frame.error().front().detail;
  }
  return message;
}

}  // namespace airut::finvoice_frame
