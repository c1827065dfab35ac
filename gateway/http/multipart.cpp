#include "gateway/http/multipart.hpp"

#include <algorithm>

namespace airut::gateway::http {
namespace {

constexpr std::size_t parts_max = 100, boundary_max = 70;
constexpr std::string_view line_end = "\r\n";

bool same(std::string_view a, std::string_view b) {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The value of a parameter behind the first semicolon, unquoted; "" when absent.
std::string parameter(std::string_view header, std::string_view name) {
  auto at = header.find(';');
  while (at != header.npos) {
    auto const rest = trimmed(header.substr(at + 1));
    auto const equals = rest.find('=');
    if (equals == rest.npos) return {};
    auto value = trimmed(rest.substr(equals + 1));
    std::string text;
    std::size_t end = 0;
    if (value.starts_with('"')) {
      for (end = 1; end < value.size() && value[end] != '"'; ++end) {
        if (value[end] == '\\' && end + 1 < value.size()) ++end;
        text += value[end];
      }
    } else {
      end = std::min(value.find(';'), value.size());
      text = trimmed(value.substr(0, end));
    }
    if (same(trimmed(rest.substr(0, equals)), name)) return text;
    auto const next = value.find(';', end);
    if (next == value.npos) return {};
    at = static_cast<std::size_t>(value.data() + next - header.data());
  }
  return {};
}

void read_header(std::string_view line, Part& part) {
  auto const colon = line.find(':');
  if (colon == line.npos) return;
  auto const name = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
  if (same(name, "Content-Disposition")) {
    part.name = parameter(value, "name");
    part.file_name = parameter(value, "filename");
  } else if (same(name, "Content-Type")) {
    part.content_type = value;
  }
}

}  // namespace

bool is_multipart(std::string_view content_type) {
  return same(trimmed(content_type.substr(0, content_type.find(';'))), "multipart/form-data");
}

tl::expected<std::vector<Part>, std::string> read_multipart(std::string_view content_type,
                                                            std::string_view body) {
  auto const boundary = parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > boundary_max)
    return tl::unexpected{std::string{"The multipart body names no boundary."}};
  auto const mark = "--" + boundary;
  auto const between = "\r\n" + mark;
  std::vector<Part> parts;
  if (!body.starts_with(mark)) {
    auto const first = body.find(between);
    if (first == body.npos) return tl::unexpected{std::string{"The boundary never comes."}};
    body.remove_prefix(first + line_end.size());
  }
  body.remove_prefix(mark.size());
  while (!body.starts_with("--")) {
    if (!body.starts_with(line_end) || parts.size() == parts_max)
      return tl::unexpected{std::string{"The parts are not separated properly."}};
    auto const head_end = body.find("\r\n\r\n");
    auto const end = body.find(between, head_end == body.npos ? 0 : head_end);
    if (head_end == body.npos || end == body.npos)
      return tl::unexpected{std::string{"A part does not end."}};
    Part part;
    for (auto head = body.substr(2, head_end); !head.empty();) {
      auto const line = head.substr(0, head.find(line_end));
      if (line.empty()) break;
      read_header(line, part);
      head.remove_prefix(std::min(line.size() + 2, head.size()));
    }
    auto const content = std::min(head_end + 4, end);
    part.content = body.substr(content, end - content);
    parts.push_back(std::move(part));
    body.remove_prefix(end + between.size());
  }
  return parts;
}

}  // namespace airut::gateway::http
