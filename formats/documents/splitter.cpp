#include "formats/documents/splitter.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace airut::documents {
namespace {

constexpr std::string_view blanks = " \t\r\n";
// What may stand behind the last document: the end-of-file mark of DOS and what fills up a block.
constexpr std::string_view fillers{" \t\r\n\x1A\0", 6};
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view teapps_root = "INVOICE_CENTER", teapps_invoice = "INVOICE";
constexpr std::string_view teapps_end = "</INVOICES></CONTENT_FRAME></INVOICE_CENTER>";
constexpr std::size_t step = std::size_t{64} << 10;
constexpr auto none = std::string::npos;

bool ends_name(char c) { return blanks.find(c) != none || c == '>' || c == '/'; }

int lines_in(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

std::string_view local_name(std::string_view name) {
  auto const colon = name.find(':');
  return colon == none ? name : name.substr(colon + 1);
}

}  // namespace

Splitter::Splitter(Source source, std::size_t longest, LoneFrames lone)
    : source_(std::move(source)), longest_(longest), lone_(lone) {}

bool Splitter::read_more() {
  if (ended_ || too_large_) return false;
  if (buffer_.size() >= longest_) {
    too_large_ = true;
    return false;
  }
  // As much again as a long document has shown, but no more than the source can be expected to
  // give: the room is zeroed first.
  auto const before = buffer_.size();
  auto const wanted = std::clamp(std::min(before, 2 * last_read_), step, std::size_t{8} << 20);
  buffer_.resize(before + wanted);
  auto const read = source_(buffer_.data() + before, wanted);
  buffer_.resize(before + read);
  last_read_ = read;
  ended_ = read == 0;
  return read > 0;
}

// Where the text stands, reading on until it does; npos when the stream ends before.
std::size_t Splitter::find(std::string_view what, std::size_t from) {
  while (true) {
    auto const at = buffer_.find(what, from);
    if (at != none) return at;
    if (buffer_.size() > what.size()) from = std::max(from, buffer_.size() - what.size());
    if (!read_more()) return none;
  }
}

// The declaration and the root's name; comments, instructions and blanks before the root are
// passed over. nullopt when no element begins here.
std::optional<Splitter::Head> Splitter::find_head() {
  Head head;
  bool begun = false;
  for (std::size_t at = 0;;) {
    while (at < buffer_.size() && blanks.find(buffer_[at]) != none) ++at;
    if (at + 4 > buffer_.size() && read_more()) continue;
    if (buffer_.compare(at, byte_order_mark.size(), byte_order_mark) == 0) {
      at += byte_order_mark.size();
      continue;
    }
    if (at >= buffer_.size() || buffer_[at] != '<') return std::nullopt;
    bool const comment = buffer_.compare(at, 4, "<!--") == 0;
    bool const instruction = buffer_.compare(at, 2, "<?") == 0;
    bool const doctype = !comment && buffer_.compare(at, 2, "<!") == 0;
    if (!begun && !comment) {
      head.begin = at;
      begun = true;
    }
    if (!comment && !instruction && !doctype) {
      head.root = at;
      break;
    }
    std::string_view const closing = comment ? "-->" : instruction ? "?>" : ">";
    auto const end = find(closing, at);
    if (end == none) return std::nullopt;
    if (buffer_.compare(at, 6, "<?xml ") == 0) {
      head.declared = true;
      declaration_ = buffer_.substr(at, end + closing.size() - at);
    }
    at = end + closing.size();
  }
  auto end = head.root + 1;
  do {
    while (end < buffer_.size() && !ends_name(buffer_[end])) ++end;
  } while (end >= buffer_.size() && read_more());
  head.name = buffer_.substr(head.root + 1, end - head.root - 1);
  return head;
}

// Behind the first comment or CDATA section that begins between the two, in which an end is none;
// 0 when none begins there, npos when it does not end.
std::size_t Splitter::behind_hidden(std::size_t from, std::size_t until) {
  for (auto at = buffer_.find("<!", from); at < until; at = buffer_.find("<!", at + 1)) {
    bool const comment = buffer_.compare(at, 4, "<!--") == 0;
    if (!comment && buffer_.compare(at, 9, "<![CDATA[") != 0) continue;
    std::string_view const closing = comment ? "-->" : "]]>";
    auto const end = find(closing, at + 4);
    return end == none ? none : end + closing.size();
  }
  return 0;
}

// Behind the end of the element that begins at `from`; npos when it does not end.
std::size_t Splitter::end_of(std::string const& name, std::size_t from) {
  auto const open_end = find(">", from);
  if (open_end == none) return none;
  if (buffer_[open_end - 1] == '/') return open_end + 1;
  auto const closing = "</" + name;
  auto seen = open_end;
  for (auto at = find(closing, seen); at != none;) {
    if (auto const behind = behind_hidden(seen, at); behind > 0) {
      if (behind == none) return none;
      seen = behind;
      if (seen > at) at = find(closing, seen);
      continue;
    }
    auto const end = find(">", at);
    if (end == none) return none;
    if (buffer_.find_first_not_of(blanks, at + closing.size()) == end) return end + 1;
    seen = at;
    at = find(closing, at + 1);
  }
  return none;
}

void Splitter::drop(std::size_t end) {
  line_ += lines_in(std::string_view{buffer_}.substr(0, end));
  buffer_.erase(0, end);
}

std::optional<Part> Splitter::take(std::size_t begin, std::size_t end,
                                   std::string_view declaration) {
  drop(begin);
  // What is put in front does not move the lines of the document.
  Part part;
  part.bytes = declaration;
  part.frame = std::exchange(envelope_, {});
  part.line = line_ - lines_in(declaration);
  part.bytes.append(buffer_, 0, end - begin);
  drop(end - begin);
  return part;
}

// A Finvoice inside the body of its envelope; usually it stands behind it.
std::optional<Part> Splitter::from_envelope(std::size_t begin, std::size_t end) {
  if (auto before = lone_frame()) return before;  // this one is looked at again
  envelope_ = buffer_.substr(begin, end - begin);
  auto const root = buffer_.find("<Finvoice");
  auto const close = std::string_view{"</Finvoice>"};
  auto const last = root == none ? none : buffer_.find(close, root);
  bool const inside = last != none && last < end && ends_name(buffer_[root + 9]);
  if (!inside) {
    drop(end);
    return std::nullopt;
  }
  auto part = take(root, last + close.size(), declaration_);
  drop(end - last - close.size());
  return part;
}

// An envelope whose document did not come.
std::optional<Part> Splitter::lone_frame() {
  auto envelope = std::exchange(envelope_, {});
  if (envelope.empty() || lone_ == LoneFrames::dropped) return std::nullopt;
  Part part;
  part.frame = std::move(envelope);
  part.line = line_;
  return part;
}

// The next INVOICE of a TEAPPSXML file with the frame before it; nullopt when there is none left.
std::optional<Part> Splitter::next_invoice() {
  auto const open = "<" + std::string{teapps_invoice};
  auto at = find(open, 0);
  while (at != none) {
    if (at + open.size() >= buffer_.size()) read_more();
    if (at + open.size() < buffer_.size() && ends_name(buffer_[at + open.size()])) break;
    at = find(open, at + 1);
  }
  auto const end = at == none ? none : end_of(std::string{teapps_invoice}, at);
  if (end == none) {
    drop(buffer_.size());
    frame_.clear();
    return std::nullopt;
  }
  auto const between = buffer_.substr(0, at);
  if (auto const next_frame = between.find("<CONTENT_FRAME"); next_frame != none) {
    auto const first = frame_.find("<CONTENT_FRAME");
    frame_ = frame_.substr(0, first) + between.substr(next_frame);
  }
  auto part = take(at, end, frame_);
  part->bytes += teapps_end;
  return part;
}

tl::expected<std::optional<Part>, model::Findings> Splitter::next() {
  std::optional<Part> part;
  while (!part && !too_large_) {
    if (!frame_.empty()) {
      part = next_invoice();
      continue;
    }
    auto const head = find_head();
    if (!head) {
      while (read_more()) {
      }
      auto const text = buffer_.find_first_not_of(fillers);
      bool const only_comments = text != none && buffer_.compare(text, 4, "<!--") == 0;
      if (text == none || only_comments) {
        part = lone_frame();
        break;
      }
      part = take(0, buffer_.size(), "");
      continue;
    }
    if (head->name == teapps_root) {
      auto const first = find("<" + std::string{teapps_invoice} + ">", head->root);
      if (first != none) {
        drop(head->begin);
        auto const length = first - head->begin;
        frame_ = (head->declared ? std::string{} : declaration_) + buffer_.substr(0, length);
        drop(length);
        continue;
      }
    }
    auto end = end_of(head->name, head->root);
    if (end == none) end = buffer_.size();
    if (local_name(head->name) == "Envelope") {
      part = from_envelope(head->root, end);
    } else {
      part = take(head->begin, end, head->declared ? std::string_view{} : declaration_);
    }
  }
  if (!too_large_) return part;
  model::Finding finding;
  finding.code = "document-too-large";
  finding.detail = fmt::format("A document is longer than the {} bytes that are taken.", longest_);
  finding.line = line_;
  return tl::unexpected{model::Findings{finding}};
}

}  // namespace airut::documents
