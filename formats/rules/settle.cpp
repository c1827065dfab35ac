#include "formats/rules/settle.hpp"

#include <iterator>
#include <utility>

namespace airut::rules {

namespace {

void add(model::Findings& to, model::Findings&& more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

model::Findings settle(model::Invoice& invoice, CompleteContext const& terms,
                       CheckContext const& context) {
  if (origin_of(invoice, context) == Origin::norm) {
    auto findings = check(invoice, context);
    add(findings, complete(invoice, terms));
    return findings;
  }
  auto findings = complete(invoice, terms);
  add(findings, check(invoice, context));
  return findings;
}

}  // namespace airut::rules
