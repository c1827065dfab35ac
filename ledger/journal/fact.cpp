#include "ledger/journal/fact.hpp"

#include <array>
#include <utility>

namespace airut::ledger {
namespace {

template <class F>
AnyFact taken(void* from) {
  return std::move(*static_cast<F*>(from));
}

template <class... F>
constexpr auto takers(std::variant<F...> const*) {
  return std::array{&taken<F>...};
}

constexpr auto take_at = takers(static_cast<AnyFact const*>(nullptr));

}  // namespace

Fact::Fact() = default;
Fact::Fact(Fact const& other) = default;
Fact::Fact(Fact&& other) noexcept = default;
Fact& Fact::operator=(Fact const& other) = default;
Fact& Fact::operator=(Fact&& other) noexcept = default;
Fact::~Fact() = default;
Fact::Fact(std::size_t place, void* from) : AnyFact(take_at[place](from)) {}

FactView::FactView(Fact const& fact)
    : place_(fact.index()),
      fact_(std::visit([](auto const& one) -> void const* { return &one; }, fact)) {}

}  // namespace airut::ledger
