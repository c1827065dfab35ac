#include "formats/schematron/evaluation.hpp"

#include "formats/schematron/expression.hpp"

namespace airut::schematron {
namespace {

// The official files need some hundred steps a node. Fuzzing meets the limits a thousand times
// sooner: it looks for faults, and an expression that only works hard shows none.
#ifdef AIRUT_FUZZED
constexpr std::size_t budget_for_any_document = 20'000;
constexpr std::size_t budget_for_a_node = 200;
constexpr std::size_t chunks_for_any_document = 32;
#else
constexpr std::size_t budget_for_any_document = 20'000'000;
constexpr std::size_t budget_for_a_node = 20'000;
constexpr std::size_t chunks_for_any_document = 4'096;  // of 64 KiB
#endif
constexpr std::size_t nodes_a_chunk = 64;
// Nested evaluations; one takes about 300 bytes of stack.
constexpr std::size_t evaluation_depth_max = 8'000;

}  // namespace

std::uint32_t NameBook::number(std::string_view uri, std::string_view local) {
  std::string key{uri};
  key += '}';
  key += local;
  auto const [found, added] = known.try_emplace(key, static_cast<std::uint32_t>(names.size()));
  if (added) names.emplace_back(uri, local);
  return found->second;
}

Evaluation::Evaluation(xml::Tree const& document, NameBook const& names, std::size_t lazies)
    : tree(document),
      arena(&scratch_),
      frame(nullptr),
      names_(names.names.size(), xml::none),
      reverse_(document.name_count(), xml::none),
      lazies_(lazies),
      memory_(chunks_for_any_document + document.size() / nodes_a_chunk),
      budget_(budget_for_any_document + budget_for_a_node * document.size()) {
  std::string key;
  for (xml::NameId id = 0; id < document.name_count(); ++id) {
    auto const& name = document.name(id);
    key.assign(name.uri).append("}").append(name.local);
    auto const found = names.known.find(key);
    if (found == names.known.end()) continue;
    names_[found->second] = id;
    reverse_[id] = found->second;
  }
  rule_focus.item = Item::of_node(0);
}

bool Evaluation::enter(std::size_t depth) {
  if (!spend(1 + depth)) return false;
  if (depth_ + depth > evaluation_depth_max) {
    at_limit_ = true;
    return fail("functions call each other too deeply");
  }
  depth_ += depth;
  return true;
}

bool Evaluation::fail(std::string_view fault) {
  if (!fault_) fault_ = faults_.emplace_back(std::make_unique<std::string>(fault)).get();
  return false;
}

Sequence Evaluation::once(Slot& slot, Expression const& definition, Focus const& focus) {
  if (slot.state == SlotState::full || failed()) return slot.value;
  if (slot.state == SlotState::failed) return fail_again(slot.fault), Sequence{};
  if (slot.state == SlotState::busy) return fail("a variable is defined by itself"), Sequence{};
  slot.state = SlotState::busy;
  slot.value = definition.evaluate(*this, focus);
  slot.state = failed() ? SlotState::failed : SlotState::full;
  slot.fault = fault_;
  return slot.value;
}

Sequence Evaluation::lazy(std::uint32_t number, Expression const& definition) {
  auto& slot = lazies_[number];
  if (slot.state == SlotState::full) return slot.value;
  auto* const before = arena;
  arena = &lasting_;
  Focus focus;
  focus.item = Item::of_node(0);
  auto const value = once(slot, definition, focus);
  arena = before;
  return value;
}

Sequence Evaluation::rule_variable(std::uint32_t slot, Expression const& definition) {
  return once(frame[slot], definition, rule_focus);
}

Regex const* Evaluation::regex(std::string_view pattern, std::string_view flags) {
  std::string key{flags};
  key += '/';
  key += pattern;
  auto const [found, added] = regexes_.try_emplace(std::move(key));
  if (added) {
    auto made = Regex::compile(pattern, flags);
    if (made) found->second = std::make_unique<Regex>(std::move(*made));
    if (!made) fail(made.error());
  }
  if (!found->second) fail("invalid regular expression");
  return found->second.get();
}

}  // namespace airut::schematron
