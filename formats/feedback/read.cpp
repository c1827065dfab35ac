#include "formats/feedback/read.hpp"

#include <fmt/format.h>

#include "formats/xml/document.hpp"

namespace airut::feedback {
namespace {

std::string value_of(xml::Element record, std::string const& name) {
  if (name.empty()) return {};
  if (name.front() != '@') return record.text_of(name);
  return record.attribute(std::string_view{name}.substr(1)).value_or("");
}

void gather(xml::Element element, Layout const& layout, std::vector<Status>& found) {
  for (auto at = element; at; at = at.next_sibling()) {
    if (found.size() > statuses_most) return;
    if (at.name() == layout.record) {
      found.push_back({value_of(at, layout.message_id), value_of(at, layout.status),
                       value_of(at, layout.text), at.line()});
    } else {
      gather(at.first_child(), layout, found);
    }
  }
}

tl::expected<std::vector<Status>, model::Findings> read_xml(std::string_view bytes,
                                                            Layout const& layout) {
  auto const parsed = xml::Document::parse(bytes);
  if (!parsed) return tl::unexpected{parsed.error()};
  std::vector<Status> found;
  gather(parsed->root(), layout, found);
  return found;
}

model::Finding finding(std::string detail, int line) {
  model::Finding one;
  one.code = "feedback-incomplete";
  one.detail = std::move(detail);
  one.line = line;
  return one;
}

constexpr std::size_t findings_most = 20;

}  // namespace

tl::expected<std::vector<Status>, model::Findings> read(std::string_view bytes,
                                                        Layout const& layout) {
  auto found = layout.syntax == Syntax::csv    ? read_csv(bytes, layout)
               : layout.syntax == Syntax::json ? read_json(bytes, layout)
                                               : read_xml(bytes, layout);
  if (!found) return found;
  model::Findings findings;
  if (found->empty()) findings.push_back(finding("The file holds no status.", 0));
  if (found->size() > statuses_most) {
    findings.push_back(
        finding(fmt::format("The file holds more than {} statuses.", statuses_most), 0));
  }
  for (auto const& one : *found) {
    if (findings.size() == findings_most) break;
    if (!one.message_id.empty() && !one.status.empty()) continue;
    findings.push_back(finding("A status names no message, or says nothing of it.", one.line));
  }
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  return found;
}

}  // namespace airut::feedback
