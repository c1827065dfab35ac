#include "ledger/journal/fact.hpp"

namespace airut::ledger {

Fact::Fact() = default;
Fact::Fact(Fact const& other) = default;
Fact::Fact(Fact&& other) noexcept = default;
Fact& Fact::operator=(Fact const& other) = default;
Fact& Fact::operator=(Fact&& other) noexcept = default;
Fact::~Fact() = default;

FactView::FactView(Fact const& fact)
    : index_(fact.index()),
      fact_(std::visit([](auto const& one) -> void const* { return &one; }, fact)) {}

}  // namespace airut::ledger
