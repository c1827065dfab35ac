#include "formats/model/instalments.hpp"

#include <algorithm>

namespace airut::model {

bool is_paid_in_instalments(Invoice const& invoice) {
  if (!invoice.nordic || invoice.nordic->instalments.empty() || !invoice.totals.due) return false;
  Money sum{0, invoice.totals.due->currency()};
  for (auto const& part : invoice.nordic->instalments) {
    bool const own_currency = part.amount.currency() == sum.currency();
    if (!own_currency || part.amount.minor() <= 0) return false;
    sum += part.amount;
  }
  return sum == *invoice.totals.due;
}

std::optional<Date> last_instalment(Invoice const& invoice) {
  if (!is_paid_in_instalments(invoice)) return std::nullopt;
  std::optional<Date> last;
  for (auto const& part : invoice.nordic->instalments)
    last = std::max(last, part.due_date ? part.due_date : invoice.due_date);
  return last;
}

}  // namespace airut::model
