#include "formats/finvoice/extras.hpp"

#include <fmt/format.h>

#include "formats/finvoice/shape.hpp"
#include "formats/xml/unread.hpp"

namespace airut::finvoice {
namespace {

// The writer gives these without being told.
bool goes_without_saying(xml::Unread const& one, std::string_view currency) {
  if (one.path.ends_with("/@Format")) return one.value == "CCYYMMDD";
  if (one.path.ends_with("/@AmountCurrencyIdentifier")) return one.value == currency;
  return false;
}

model::Finding unknown(xml::Unread const& one, std::string_view above) {
  model::Finding note;
  note.code = "not-carried-over";
  note.severity = model::Severity::warning;
  note.detail = fmt::format("{}{}{} is no part of Finvoice and stays in the original file only.",
                            above, above.empty() ? "" : "/", one.path);
  note.actual = one.value;
  note.line = one.line;
  return note;
}

}  // namespace

std::vector<model::Extra> collect_extras(xml::Element element, std::string_view group,
                                         std::string_view path_of_element,
                                         std::string_view currency, model::Findings& notes) {
  std::vector<model::Extra> extras;
  for (auto& one : xml::unread(element)) {
    if (goes_without_saying(one, currency)) continue;
    if (is_known(group, one.path)) {
      extras.push_back({std::move(one.path), std::move(one.value)});
    } else {
      notes.push_back(unknown(one, path_of_element));
    }
  }
  element.set_read();
  return extras;
}

}  // namespace airut::finvoice
