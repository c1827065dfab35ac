#include "formats/schematron/constant_lookup.hpp"

#include <algorithm>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/compare.hpp"

namespace airut::schematron {

ConstantLookup::ConstantLookup(std::vector<std::string> values, ExpressionPtr wanted)
    : values_(std::move(values)),
      texts_(values_.begin(), values_.end()),
      wanted_(std::move(wanted)) {
  part(*wanted_);
  yield(Yields::truth);
}

Sequence ConstantLookup::evaluate(Evaluation& e, Focus const& focus) const {
  return e.one(Item::boolean(truth(e, focus)));
}

bool ConstantLookup::truth(Evaluation& e, Focus const& focus) const {
  auto const wanted = wanted_->evaluate(e, focus);
  for (std::size_t i = 0; i < wanted.size() && !e.failed(); ++i) {
    if (has(e, atomized(e, wanted[i]))) return true;
  }
  return false;
}

// An attribute's value is untyped: text is compared as it is, numbers as numbers.
bool ConstantLookup::has(Evaluation& e, Item const& wanted) const {
  if (wanted.is_text()) return texts_.contains(wanted.view());
  if (!e.spend(values_.size())) return false;
  for (auto const& value : values_) {
    if (general_holds(e, Item::untyped(value), wanted, Relation::equal)) return true;
    if (e.failed()) return false;
  }
  return false;
}

}  // namespace airut::schematron
