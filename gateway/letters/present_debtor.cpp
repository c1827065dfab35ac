#include "gateway/letters/present_debtor.hpp"

#include "gateway/route/recipient_entry.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {

void tell_present_debtor(ledger::Snapshot& view, std::string_view tenant, std::string_view client,
                         model::Letter& letter) {
  auto& debtor = letter.buyer;
  if (debtor.customer_number.empty()) return;
  auto const row = ledger::find_recipient(view, tenant, client, debtor.customer_number);
  if (!row || row->record.empty()) return;
  auto const entry = read_recipient(row->record);
  if (!entry) return;
  if (entry->print && *entry->print != debtor.address) {
    letter.invoice_address = debtor.address;
    debtor.address = *entry->print;
  }
  if (!entry->email.empty()) debtor.contact.email = entry->email.front();
  if (!entry->phone.empty()) debtor.contact.phone = entry->phone;
}

}  // namespace airut::gateway
