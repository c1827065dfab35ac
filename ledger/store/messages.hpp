#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// What one party wrote to another about an invoice.
struct MessageRow {
  std::string id, invoice_id, invoice_number, client;
  std::string author, recipient;  // biller, service, debtor, agency
  std::string about;              // content, payment, delivery, other
  std::string answers, text;      // text is empty once it was erased
  bool needs_answer = false, is_answered = false;
  model::Instant written{};
  std::string written_by;            // actor
  std::vector<std::string> read_by;  // parties
};

// Of one invoice, oldest first.
std::vector<MessageRow> messages_of(Snapshot& view, std::string_view tenant,
                                    std::string_view invoice_id);
std::optional<MessageRow> find_message(Snapshot& view, std::string_view tenant,
                                       std::string_view id);

struct MessageFilter {
  std::string client, recipient;
  bool waiting_only = false;  // needs an answer and has none
};
Listed<MessageRow> list_messages(Snapshot& view, std::string_view tenant,
                                 MessageFilter const& filter, Page const& page);

}  // namespace airut::ledger
