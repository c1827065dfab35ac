#include <utility>

#include "ledger/books/book.hpp"
#include "ledger/journal/event.hpp"

namespace airut::ledger::books {
namespace {

template <std::size_t... I>
std::vector<std::string_view> kinds_with_money(std::index_sequence<I...>) {
  std::vector<std::string_view> kinds;
  auto const add = [&]<class F>(F const& fact) {
    if constexpr (has_money<F>) kinds.push_back(fact_kind(fact));
  };
  (add(std::variant_alternative_t<I, AnyFact>{}), ...);
  return kinds;
}

}  // namespace

std::vector<std::string_view> const& money_kinds() {
  static auto const kinds =
      kinds_with_money(std::make_index_sequence<std::variant_size_v<AnyFact>>{});
  return kinds;
}

}  // namespace airut::ledger::books
