#include "formats/schematron/user_call.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "formats/schematron/operators.hpp"

namespace airut::schematron {

UserCall::UserCall(UserFunction const& function, ExpressionList arguments)
    : function_(function), arguments_(std::move(arguments)) {
  for (auto const& one : arguments_) part(*one);
  // What the body needs is not known yet: functions may call each other.
  need(needs_document | needs_frame);
  if (function.result.type == Type::boolean && function.result.occurs == Occurs::one) {
    yield(Yields::truth);
  }
}

Sequence UserCall::evaluate(Evaluation& e, Focus const& focus) const {
  auto* const frame = e.arena->array<Slot>(function_.slots);
  std::fill_n(frame, function_.slots, Slot{});
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    auto const given = arguments_[i]->evaluate(e, focus);
    if (e.failed()) return {};
    frame[i].value = convert(e, given, function_.parameters[i]);
    if (e.failed()) return {};
  }
  auto const depth = function_.body->depth();
  if (!e.enter(depth)) return {};
  auto* const before = e.frame;
  e.frame = frame;
  Focus nowhere;
  nowhere.absent = true;
  auto const value = function_.body->evaluate(e, nowhere);
  e.frame = before;
  e.leave(depth);
  return e.failed() ? Sequence{} : convert(e, value, function_.result);
}

KeyCall::KeyCall(Key const& key, ExpressionPtr values) : key_(key), values_(std::move(values)) {
  part(*values_);
  need(needs_document);
  yield(Yields::nodes);
}

void KeyCall::gather(Evaluation& e, KeyPart const& part, KeyIndex& index) {
  Focus at;
  for (auto const& item : part.nodes->evaluate(e, at)) {
    at.item = item;
    for (auto const& use : part.use->evaluate(e, at)) {
      index[std::string{text_of(e, use)}].push_back(item.node);
    }
    if (e.failed() || !e.spend(1)) return;
  }
}

Sequence KeyCall::evaluate(Evaluation& e, Focus const& focus) const {
  auto const values = values_->evaluate(e, focus);
  if (e.failed()) return {};
  auto const [found, added] = e.keys.try_emplace(&key_);
  auto& index = found->second;
  if (added) {
    for (auto const& part : key_) gather(e, part, index);
    if (e.failed()) return {};
  }
  Gathering nodes{*e.arena};
  for (auto const& value : values) {
    auto const hits = e.keys.at(&key_).find(std::string{text_of(e, value)});
    if (hits == e.keys.at(&key_).end()) continue;
    for (auto const node : hits->second) nodes.add(Item::of_node(node));
  }
  std::sort(nodes.begin(), nodes.end(),
            [](Item const& a, Item const& b) { return a.node < b.node; });
  auto* const end = std::unique(nodes.begin(), nodes.end(),
                                [](Item const& a, Item const& b) { return a.node == b.node; });
  nodes.shorten(static_cast<std::size_t>(end - nodes.begin()));
  return nodes.sequence();
}

ExpressionPtr make_key_call(Scope& scope, ExpressionList arguments) {
  if (arguments.size() < 2 || arguments.size() > 3) {
    throw ParseFault{"key() takes a name and values"};
  }
  auto const* name = dynamic_cast<Constant const*>(arguments[0].get());
  if (!name || name->value().size() != 1 || !name->value().front().is_text()) {
    throw ParseFault{"the name of a key must be written out"};
  }
  auto const found = scope.keys.find(name->value().front().view());
  if (found == scope.keys.end()) {
    throw ParseFault{fmt::format("the key {} is not known", name->value().front().view())};
  }
  return std::make_unique<KeyCall>(found->second, std::move(arguments[1]));
}

}  // namespace airut::schematron
