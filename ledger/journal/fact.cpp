#include "ledger/journal/fact.hpp"

namespace airut::ledger {

FactView::FactView(Fact const& fact)
    : of_(std::visit([](auto const& one) -> Of<Fact>::Pointers { return &one; }, fact)) {}

}  // namespace airut::ledger
