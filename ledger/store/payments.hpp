#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

struct PaymentRow {
  std::string id, tenant, client, file_id, account, archive_id, fingerprint, reference_key;
  std::vector<std::string> more_references;  // further ones that it names, as match keys
  model::Money amount, unallocated, returned;
  // Of a payment that an agency reported: its channel, its own id of what it remits together, and
  // how much has come. Of an entry of the bank: how much of it is such a remittance.
  std::string partner, settlement_id;
  model::Money remitted;
  std::string unallocated_reason, rule, explanation;
  bool is_reversal = false;
  std::string reverses, reversed_by;
  std::optional<model::Date> booked, value_date;
  std::vector<AllocatedPart> parts;
  std::string payer_name, payer_account;
  std::string text;  // what the payer wrote, line by line
};

struct PaymentFilter {
  std::string client, file_id;
  std::optional<bool> allocated;
};

std::optional<PaymentRow> find_payment(Snapshot& view, std::string_view tenant,
                                       std::string_view id);
Listed<PaymentRow> list_payments(Snapshot& view, std::string_view tenant,
                                 PaymentFilter const& filter, Page const& page);

// What agencies reported of the client as paid and have not remitted in full, oldest first.
std::vector<PaymentRow> reports_to_remit(Snapshot& view, std::string_view tenant,
                                         std::string_view client);
// The reports whose money this entry of the bank is, with how much of each.
std::vector<RemittedReport> remitted_by(Snapshot& view, std::string_view tenant,
                                        std::string_view payment_id);
// Whether money of this account was a remittance of the partner before.
bool has_remitted(Snapshot& view, std::string_view tenant, std::string_view partner,
                  std::string_view payer_account);

// The file with these bytes, if it was imported before.
std::optional<std::string> find_payment_file(Snapshot& view, std::string_view tenant,
                                             std::string_view digest);

// Whether any payment that was booked on this day is kept.
bool has_payments_booked(Snapshot& view, std::string_view tenant,
                         std::optional<model::Date> const& booked);
// Whether any reversal found no payment to take back.
bool has_waiting_reversal(Snapshot& view, std::string_view tenant);

// How many payments with this fingerprint, which tells the booking day too, are kept: the n-th
// equal entry of a file is new when its occurrence number is larger.
std::int64_t count_fingerprint(Snapshot& view, std::string_view tenant,
                               std::optional<model::Date> const& booked,
                               std::string_view fingerprint);

// How many payments of this account, booking day, amount and reference came from files of another
// format: the same payments as another source of the bank tells them.
std::int64_t count_told_elsewhere(Snapshot& view, std::string_view tenant,
                                  PaymentReceived const& payment, std::string_view format);

// The sum of the payments booked on an account and day that files of another format told; zero in
// the currency when there are none.
model::Money sum_told_elsewhere(Snapshot& view, std::string_view tenant, std::string_view account,
                                model::Date booked, model::Currency currency,
                                std::string_view format);

// The oldest reversal with this account, amount and reference that found no payment to take back,
// and that was not booked before this payment: it cannot have taken back what came later.
std::optional<PaymentRow> waiting_reversal(Snapshot& view, std::string_view tenant,
                                           PaymentReceived const& payment);

// The newest payment that a reversal may take back: same account, amount and reference key, booked
// on or before its day; without a reference also the same payer's account or bank's id. Where the
// bank's id is that of a payment with the account and reference, no other one.
std::optional<PaymentRow> reversible_payment(Snapshot& view, std::string_view tenant,
                                             PaymentReceived const& reversal);

// The payment of which the bank takes back a part: the one with the bank's id, or else, where none
// with the account and reference has it, the only one by a reference that is large enough. None
// when something of that one waits or went back.
std::optional<PaymentRow> partly_reversible_payment(Snapshot& view, std::string_view tenant,
                                                    PaymentReceived const& reversal);

// What the payment still pays, by item and component in the order laid: without what the bank took
// back in parts.
std::vector<AllocatedPart> parts_left(Snapshot& view, PaymentRow const& payment);

// Reversals of the client's payments of which something waits, oldest first.
std::vector<PaymentRow> reversals_waiting(Snapshot& view, std::string_view tenant,
                                          std::string_view client);

// Customers whose items this account has paid before, newest payment first; at most limit.
std::vector<std::string> customers_of_payer(Snapshot& view, std::string_view tenant,
                                            std::string_view client, std::string_view payer_account,
                                            int limit);

// Last booking day that bank files speak for on this account.
std::optional<model::Date> bank_data_until(Snapshot& view, std::string_view tenant,
                                           std::string_view account);

}  // namespace airut::ledger
