#include "gateway/erasure/postal_use.hpp"

#include "formats/json/submission.hpp"
#include "formats/print/letter.hpp"
#include "gateway/route/dated_address.hpp"
#include "gateway/route/router.hpp"
#include "ledger/store/folding.hpp"

namespace airut::gateway {
namespace {

std::string folded_key(model::Party const& party) {
  auto const lines = print::address_lines(party);
  return lines ? ledger::folded(postal_key(*lines, party.address.country)) : std::string{};
}

}  // namespace

ledger::PostalUse postal_use(ledger::Snapshot& view, std::string const& tenant, model::Date day,
                             ledger::AddressUse const& use) {
  auto const key = ledger::folded(use.address);
  ledger::PostalUse postal;
  postal.client = use.client;
  postal.name = use.address.substr(0, use.address.find('\n'));
  // An entry without a name leaves it to the invoice.
  postal.is_his = [key, name = postal.name](std::string_view record) {
    auto const entry = read_recipient(record);
    if (!entry || !entry->print) return false;
    model::Party party;
    party.name = entry->name.empty() ? name : entry->name;
    party.address = *entry->print;
    return folded_key(party) == key;
  };
  postal.is_on_letter = [&view, tenant, day, key](ledger::InvoiceOfOther const& invoice) {
    auto const read = json::read_submission(invoice.canonical.bytes, json::Source::stored);
    if (!read) return true;  // nobody can say
    auto buyer = read->invoice.buyer;
    auto const& number = invoice.customer_number;
    auto const entry = number.empty()
                           ? std::nullopt
                           : known_recipient(view, {tenant, invoice.client, number}, day);
    if (entry && entry->print) buyer.address = *entry->print;
    return folded_key(buyer) == key;
  };
  return postal;
}

}  // namespace airut::gateway
