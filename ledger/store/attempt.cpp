#include "ledger/store/attempt.hpp"

#include <stdexcept>

#include "ledger/store/heads.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

std::optional<std::string> attempt(Transaction& tx, std::function<void()> const& part) {
  auto& heads = *Heads::of(tx);
  auto& connection = tx.connection();
  auto const mark = heads.mark();
  std::optional<std::string> fault;
  connection.execute("SAVEPOINT part");
  try {
    part();
    connection.settle();
  } catch (std::logic_error const& refused) {
    fault = refused.what();
    connection.execute("ROLLBACK TO part");
    connection.tenants().clear();
    heads.undo(mark);
  }
  connection.execute("RELEASE part");
  return fault;
}

}  // namespace airut::ledger
