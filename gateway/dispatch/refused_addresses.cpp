#include "gateway/dispatch/refused_addresses.hpp"

#include <set>

#include <fmt/format.h>

#include "channels/mail/message.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

constexpr auto refused_code = "email.address_refused", complaint = "email.complaint";

// Addresses are personal: the journal names them by their place.
std::string about(ledger::DeliveryRow const& delivery, std::size_t place) {
  return fmt::format("{}|{}", delivery.id, place);
}

bool was_refusal_told(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                      std::size_t place) {
  ledger::DeviationFilter filter;
  filter.state.clear();
  filter.group_key = fmt::format("{}|{}", refused_code, about(delivery, place));
  return !ledger::list_deviations(tx, delivery.tenant, filter, {1, {}}).rows.empty();
}

bool is_about_address(std::string_view code) {
  return code == complaint || code == "email.mailbox_unknown" || code == "email.domain_unknown";
}

std::string words_of(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                     std::vector<std::string> const& addresses,
                     channels::AddressRefusal const& refusal) {
  auto const invoice = ledger::find_invoice(tx, delivery.tenant, delivery.invoice_id);
  auto const& address =
      refusal.place < addresses.size() ? addresses.at(refusal.place) : delivery.address;
  return fmt::format("{} ({}): {}", address, invoice ? invoice->number : std::string{},
                     refusal.excerpt);
}

}  // namespace

bool others_have_it(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                    std::vector<channels::AddressRefusal> const& refusals) {
  auto const count = channels::mail_addresses(delivery.address).size();
  if (count < 2 || refusals.empty()) return false;
  std::set<std::size_t> refused;
  for (auto const& one : refusals) refused.insert(one.place);
  for (std::size_t place = 0; place < count; ++place) {
    if (!refused.contains(place) && !was_refusal_told(tx, delivery, place)) return true;
  }
  return false;
}

void tell_refused_addresses(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                            std::vector<channels::AddressRefusal> const& refusals,
                            StepContext const& context) {
  auto const addresses = channels::mail_addresses(delivery.address);
  for (auto const& one : refusals) {
    if (was_refusal_told(tx, delivery, one.place)) continue;
    auto fact =
        new_deviation(context.codes.find(refused_code), about(delivery, one.place), context.now);
    fact.client = delivery.client;
    fact.channel = delivery.channel;
    fact.native_code = one.native_code.empty() ? one.code : one.native_code;
    fact.personal_excerpt = words_of(tx, delivery, addresses, one);
    tx.append(delivery.tenant, context.actor, context.now, fact);
  }
}

std::vector<FailedAddress> failed_addresses(ledger::DeliveryRow const& delivery,
                                            std::string const& code,
                                            std::vector<channels::AddressRefusal> const& refusals) {
  auto const addresses = channels::mail_addresses(delivery.address);
  std::vector<FailedAddress> failed;
  for (auto const& one : refusals) {
    if (one.place < addresses.size() && is_about_address(one.code))
      failed.push_back({addresses.at(one.place), one.code});
  }
  bool const of_all = addresses.size() == 1 || code == complaint;
  if (!refusals.empty() || !of_all || !is_about_address(code)) return failed;
  for (auto const& one : addresses) failed.push_back({one, code});
  return failed;
}

}  // namespace airut::gateway
