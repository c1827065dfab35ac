#include "formats/as4/mime.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"

namespace airut::as4 {
namespace {

using model::Fault;
using model::Problem;

constexpr std::size_t parts_most = 16, header_most = 8192;

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// A parameter of a header value: boundary="..." or boundary=...
std::string parameter(std::string_view value, std::string_view name) {
  auto const low = lower(value);
  for (auto at = low.find(';'); at != low.npos; at = low.find(';', at + 1)) {
    auto const begin = low.find_first_not_of(" \t\r\n", at + 1);
    if (begin == low.npos || low.compare(begin, name.size(), name) != 0) continue;
    auto rest = trimmed(value.substr(begin + name.size()));
    if (rest.empty() || rest.front() != '=') continue;
    rest = trimmed(rest.substr(1));
    if (rest.starts_with('"')) return std::string{rest.substr(1, rest.find('"', 1) - 1)};
    return std::string{trimmed(rest.substr(0, rest.find(';')))};
  }
  return {};
}

struct Head {
  std::string content_id, content_type, encoding;
};

void note_header(Head& head, std::string_view line) {
  auto const colon = line.find(':');
  if (colon == line.npos) return;
  auto const name = lower(trimmed(line.substr(0, colon)));
  auto value = trimmed(line.substr(colon + 1));
  if (name == "content-type") head.content_type = value;
  if (name == "content-transfer-encoding") head.encoding = lower(value);
  if (name == "content-id") {
    if (value.starts_with('<') && value.ends_with('>')) value = value.substr(1, value.size() - 2);
    head.content_id = value;
  }
}

// Header lines, those that begin with a blank belonging to the line above.
Head read_head(std::string_view text) {
  Head head;
  std::string line;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    auto one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.ends_with('\r')) one.remove_suffix(1);
    bool const folded = one.starts_with(' ') || one.starts_with('\t');
    if (!folded) {
      note_header(head, line);
      line.clear();
    }
    line += folded ? " " + std::string{trimmed(one)} : std::string{one};
  }
  note_header(head, line);
  return head;
}

model::Result<MimePart> read_part(std::string_view part) {
  auto head_end = part.find("\r\n\r\n");
  std::size_t gap = 4;
  if (part.starts_with("\r\n")) {
    head_end = 0;
    gap = 2;
  }
  if (head_end == part.npos) {
    head_end = part.find("\n\n");
    gap = 2;
  }
  if (head_end == part.npos || head_end > header_most) {
    return tl::unexpected{Problem{Fault::malformed, "A MIME part has no end of its header."}};
  }
  auto head = read_head(part.substr(0, head_end));
  auto const body = part.substr(head_end + gap);
  MimePart out{std::move(head.content_id), std::move(head.content_type), {}};
  if (head.encoding == "base64") {
    if (!model::base64_decode(body, out.bytes)) {
      return tl::unexpected{Problem{Fault::malformed, "A MIME part is no base64."}};
    }
  } else if (head.encoding.empty() || head.encoding == "binary" || head.encoding == "8bit" ||
             head.encoding == "7bit") {
    out.bytes = body;
  } else {
    return tl::unexpected{
        Problem{Fault::unsupported, fmt::format("No part is read in {}.", head.encoding)}};
  }
  return out;
}

// Where a delimiter line begins, from a place on; its first line may have nothing before it.
struct Delimiter {
  std::size_t begin = std::string_view::npos, end = 0;
  bool last = false;
};

Delimiter next_delimiter(std::string_view body, std::string const& mark, std::size_t from) {
  for (auto at = body.find(mark, from); at != body.npos; at = body.find(mark, at + 1)) {
    if (at > 0 && body[at - 1] != '\n') continue;
    Delimiter found{at, at + mark.size(), false};
    if (body.substr(found.end).starts_with("--")) found.last = true;
    auto const line_end = body.find('\n', found.end);
    if (!found.last && line_end == body.npos) continue;
    if (!found.last && !trimmed(body.substr(found.end, line_end - found.end)).empty()) continue;
    found.end = line_end == body.npos ? body.size() : line_end + 1;
    // The line break before it is its own.
    if (found.begin > 0) --found.begin;
    if (found.begin > 0 && body[found.begin - 1] == '\r') --found.begin;
    return found;
  }
  return {};
}

}  // namespace

model::Result<std::vector<MimePart>> split_parts(std::string_view content_type,
                                                 std::string_view body) {
  if (!lower(trimmed(content_type)).starts_with("multipart/")) {
    return std::vector<MimePart>{{"", std::string{content_type}, std::string{body}}};
  }
  auto const boundary = parameter(content_type, "boundary");
  if (boundary.empty()) {
    return tl::unexpected{Problem{Fault::malformed, "The multipart message names no boundary."}};
  }
  auto const mark = "--" + boundary;
  std::vector<MimePart> parts;
  auto here = next_delimiter(body, mark, 0);
  while (here.begin != body.npos && !here.last) {
    auto const next = next_delimiter(body, mark, here.end);
    if (next.begin == body.npos || parts.size() == parts_most) break;
    auto part = read_part(body.substr(here.end, std::max(next.begin, here.end) - here.end));
    if (!part) return tl::unexpected{part.error()};
    parts.push_back(*std::move(part));
    here = next;
  }
  if (here.last && !parts.empty()) return parts;
  return tl::unexpected{Problem{Fault::malformed, "The multipart message does not end well."}};
}

Wire join_parts(std::span<MimePart const> parts, std::string_view boundary) {
  Wire wire;
  wire.content_type = fmt::format(
      "multipart/related; boundary=\"{}\"; type=\"application/soap+xml\"; start=\"<{}>\"", boundary,
      parts.front().content_id);
  for (auto const& part : parts) {
    wire.body += fmt::format(
        "--{}\r\nContent-Type: {}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{}>\r\n\r\n",
        boundary, part.content_type, part.content_id);
    wire.body += part.bytes;
    wire.body += "\r\n";
  }
  wire.body += fmt::format("--{}--\r\n", boundary);
  return wire;
}

}  // namespace airut::as4
