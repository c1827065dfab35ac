#pragma once

#include <string>
#include <string_view>

#include "gateway/avtalegiro/clearing_context.hpp"
#include "ledger/store/store.hpp"

// Deviations about what no single delivery is to blame for: a file, a transmission, the connection.
namespace airut::gateway {

struct Trouble {
  std::string_view code;
  std::string subject;  // what it is about: the same subject is told once
  std::string excerpt;  // for the clerk
  std::string client, invoice_id;
};

void open_trouble(ledger::Transaction& tx, ClearingContext const& context, Trouble const& trouble);
// It has passed by itself.
void close_trouble(ledger::Transaction& tx, ClearingContext const& context, std::string_view code,
                   std::string const& subject);

}  // namespace airut::gateway
