#pragma once

#include <string>
#include <string_view>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/scope.hpp"

namespace airut::tests {

// A document that the expressions of the tests are asked of.
inline constexpr std::string_view order_xml =
    R"(<o:order xmlns:o="urn:order" xmlns:x="urn:other" id="7" x:id="8">)"
    R"(<o:name>  Åse   Berg </o:name><!--note-->)"
    R"(<o:line no="1"><o:sum>10.10</o:sum><o:code>A</o:code></o:line>)"
    R"(<o:line no="2"><o:sum>-2.50</o:sum><o:code>B</o:code></o:line>)"
    R"(<o:line no="3"><o:sum>0.20</o:sum><x:code>C</x:code><o:line no="4"/></o:line>)"
    R"(<o:day>2026-08-24</o:day><o:flag>false</o:flag><o:empty/><?target words?></o:order>)";

inline std::string shown(schematron::Evaluation& e, schematron::Sequence const& value) {
  std::string text;
  for (auto const& item : value) {
    if (!text.empty()) text += ", ";
    if (item.kind == schematron::Kind::node && e.tree[item.node].kind == xml::NodeKind::element) {
      text += "<" + std::string{e.tree.name(e.tree[item.node].name).local} + ">";
    } else {
      text += schematron::text_of(e, item);
    }
  }
  return text;
}

// The items of the value with commas between, elements as <name>; "refused: ..." when the
// expression is none, "failed: ..." when it has no value. The context item is the outer element.
inline std::string value_of(std::string_view expression, std::string_view document = order_xml) {
  schematron::Parts parts;
  schematron::Scope scope{parts};
  scope.prefixes = {{"o", "urn:order"},
                    {"x", "urn:other"},
                    {"xs", "http://www.w3.org/2001/XMLSchema"},
                    {"fn", "http://www.w3.org/2005/xpath-functions"}};
  auto const parsed = schematron::parse_expression(scope, expression);
  if (!parsed) return "refused: " + parsed.error().text;
  auto const tree = xml::Tree::parse(document);
  schematron::Evaluation e{*tree, parts.names, parts.lazies};
  std::vector<schematron::Slot> frame(scope.slots);
  e.frame = frame.data();
  schematron::Focus focus;
  focus.item = schematron::Item::of_node(tree->root());
  e.rule_focus = focus;
  auto const value = (*parsed)->evaluate(e, focus);
  return e.failed() ? "failed: " + *e.fault() : shown(e, value);
}

}  // namespace airut::tests
