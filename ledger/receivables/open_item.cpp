#include "ledger/receivables/open_item.hpp"

namespace airut::ledger {

model::Money const& Owed::of(config::Component component) const {
  return const_cast<Owed*>(this)->of(component);
}

model::Money& Owed::of(config::Component component) {
  switch (component) {
    case config::Component::principal:
      return principal;
    case config::Component::interest:
      return interest;
    case config::Component::fee:
      return fee;
    case config::Component::cost:
      return cost;
  }
  return principal;
}

Owed nothing_owed(model::Currency currency) {
  model::Money const zero{0, currency};
  return {zero, zero, zero, zero};
}

}  // namespace airut::ledger
