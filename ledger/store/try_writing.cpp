#include "ledger/store/try_writing.hpp"

#include "ledger/store/query.hpp"

namespace airut::ledger {

void try_writing(Transaction& tx) {
  Query query{tx.connection(),
              "INSERT INTO state (name, value) VALUES ('tried_writing', 1)"
              " ON CONFLICT (name) DO UPDATE SET value = state.value + 1"};
  query.run();
}

}  // namespace airut::ledger
