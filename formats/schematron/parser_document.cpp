#include <fmt/format.h>

#include "formats/schematron/compare.hpp"
#include "formats/schematron/constant_lookup.hpp"
#include "formats/schematron/parser.hpp"

namespace airut::schematron {
namespace {

using Elements = std::vector<xml::NodeId>;

Elements children_named(xml::Tree const& file, Elements const& parents, std::string_view uri,
                        std::string_view local) {
  Elements found;
  for (auto const parent : parents) {
    for (auto node = file.first_child(parent); node != xml::none; node = file.next_sibling(node)) {
      if (file[node].kind != xml::NodeKind::element) continue;
      auto const& name = file.name(file[node].name);
      if (name.local == local && name.uri == uri) found.push_back(node);
    }
  }
  return found;
}

// What is left where the value is known: only such as hold it.
void keep_holding(xml::Tree const& file, std::string_view attribute, Sequence const& wanted,
                  Elements& elements) {
  NameBook const no_names;
  Evaluation e{file, no_names, 0};
  std::erase_if(elements, [&](xml::NodeId element) {
    auto const* value = file.attribute(element, attribute);
    bool found = false;
    for (std::size_t i = 0; i < wanted.size() && value && !found; ++i) {
      found = general_holds(e, Item::untyped(value->value), wanted[i], Relation::equal);
      e.forgive();
    }
    return !found;
  });
}

std::vector<std::string> values_of(xml::Tree const& file, Elements const& elements,
                                   std::string_view attribute) {
  std::vector<std::string> values;
  for (auto const element : elements) {
    auto const* value = file.attribute(element, attribute);
    if (value) values.emplace_back(value->value);
  }
  return values;
}

}  // namespace

// Behind "document('codes.xml')": steps down with conditions on attributes, of which the last may
// depend on the document. Only whether there is such an element can be asked.
ExpressionPtr Parser::document_lookup(ExpressionList const& arguments) {
  auto const* name =
      arguments.size() == 1 ? dynamic_cast<Constant const*>(arguments[0].get()) : nullptr;
  bool const written = name && name->value().size() == 1 && name->value().front().is_text();
  if (!written) fail("document() takes the name of a file beside the rules");
  auto const& file = scope_.constant_file(std::string{name->value().front().view()});
  Elements elements{0};
  std::string asked;
  ExpressionPtr wanted;
  while (!wanted && accept("/")) {
    auto const step = take();
    auto const expanded = scope_.expanded(step.prefix, step.text);
    if (step.kind != TokenKind::name || !expanded) fail("a step of document() is not supported");
    auto const uri = std::string_view{*expanded}.substr(1, expanded->find('}') - 1);
    elements = children_named(file, elements, uri, step.text);
    while (!wanted && accept("[")) {
      expect("@");
      asked = take().text;
      expect("=");
      wanted = settle(scope_, range());
      if (wanted->needs() & (needs_focus | needs_position)) {
        fail("a condition of document() may ask for variables and current() only");
      }
      expect("]");
      auto const* known = dynamic_cast<Constant const*>(wanted.get());
      if (!known) continue;
      keep_holding(file, asked, known->value(), elements);
      wanted.reset();
    }
  }
  bool const alone = here().kind == TokenKind::end || here().is_word("or") || here().is_word("and");
  if (!alone) fail("only whether document() has an element can be asked");
  if (wanted) {
    return std::make_unique<ConstantLookup>(values_of(file, elements, asked), std::move(wanted));
  }
  auto& arena = scope_.parts.constants;
  return std::make_unique<Constant>(Sequence::of(arena, Item::boolean(!elements.empty())));
}

}  // namespace airut::schematron
