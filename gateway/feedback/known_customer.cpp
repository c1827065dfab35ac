#include "gateway/feedback/known_customer.hpp"

#include <set>
#include <vector>

#include "formats/model/reference.hpp"
#include "gateway/route/recipient_entry.hpp"
#include "ledger/receivables/clues.hpp"
#include "ledger/store/addresses.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {
namespace {

using finvoice_notice::IdentifierKind;
using finvoice_notice::ReceiverNotice;
using Uncertain = tl::unexpected<std::string>;

class Search {
 public:
  Search(ledger::Snapshot& view, std::string_view tenant, std::string_view client,
         ReceiverNotice const& notice)
      : view_(view), tenant_(tenant), client_(client), notice_(notice) {}

  tl::expected<std::string, std::string> run() {
    for (auto const& one : notice_.identifiers) look_at(one);
    if (!notice_.remittance.empty()) look_at_reference(notice_.remittance);
    if (!trouble_.empty()) return Uncertain{trouble_};
    if (found_.empty() && notice_.action != finvoice_notice::Action::add) look_at_address();
    if (found_.empty()) return Uncertain{"Nothing that he gave is known here."};
    if (found_.size() > 1) return Uncertain{"What he gave belongs to several customers."};
    auto const& number = *found_.begin();
    auto const name = name_of(number);
    bool const fits = name.empty() || notice_.buyer_name.empty() ||
                      ledger::likeness(name, notice_.buyer_name) > 0;
    if (!fits) return Uncertain{"The name on the customer's invoices is another."};
    return number;
  }

 private:
  void look_at(ReceiverNotice::Identifier const& one) {
    switch (one.kind) {
      case IdentifierKind::national_reference:
      case IdentifierKind::rf_reference:
        return look_at_reference(one.text);
      case IdentifierKind::numeric:
      case IdentifierKind::alphanumeric:
        return look_at_number(one.text);
      case IdentifierKind::national_id:
      case IdentifierKind::business_id:
      case IdentifierKind::phone:
      case IdentifierKind::international_phone:
      case IdentifierKind::iban_checked:
      case IdentifierKind::other:
        return;
    }
  }

  void look_at_reference(std::string const& reference) {
    auto const numbers = ledger::customers_by_reference(view_, tenant_, client_,
                                                        model::reference_match_key(reference));
    if (numbers.empty()) note("No invoice has the reference that he gave.");
    for (auto const& number : numbers) {
      if (number.empty()) note("An invoice of the reference names no customer number.");
      found_.insert(number);
    }
  }

  void look_at_number(std::string const& number) {
    bool const known = ledger::find_recipient(view_, tenant_, client_, number) ||
                       ledger::newest_buyer_name(view_, tenant_, client_, number);
    if (!known) note("There is no customer of the number that he gave.");
    found_.insert(number);
  }

  void look_at_address() {
    for (auto const& row :
         ledger::addresses_at(view_, tenant_, client_, notice_.recipient.address)) {
      if (row.intermediary == notice_.recipient.intermediary) found_.insert(row.external_ref);
    }
  }

  std::string name_of(std::string const& number) {
    if (auto name = ledger::newest_buyer_name(view_, tenant_, client_, number)) return *name;
    auto const row = ledger::find_recipient(view_, tenant_, client_, number);
    auto const entry =
        row && !row->record.empty() ? read_recipient(row->record) : read_recipient("{}");
    return entry ? entry->name : std::string{};
  }

  void note(std::string trouble) {
    if (trouble_.empty()) trouble_ = std::move(trouble);
  }

  ledger::Snapshot& view_;
  std::string_view tenant_, client_;
  ReceiverNotice const& notice_;
  std::set<std::string> found_;
  std::string trouble_;  // the first thing that makes it uncertain
};

}  // namespace

tl::expected<std::string, std::string> known_customer(ledger::Snapshot& view,
                                                      std::string_view tenant,
                                                      std::string_view client,
                                                      ReceiverNotice const& notice) {
  return Search{view, tenant, client, notice}.run();
}

}  // namespace airut::gateway
