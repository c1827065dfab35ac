#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// The newest recorded version of a policy.
struct PolicyVersion {
  std::int64_t version = 0;  // 0: never recorded
  std::optional<model::Date> valid_from;
  std::string definition;
};
PolicyVersion newest_policy(Snapshot& view, std::string_view tenant, std::string_view name);

// What was agreed with one customer.
struct CustomerRow {
  std::string client, customer_number, policy, risk_class, hold_reason;
  std::optional<model::Money> credit_limit;
  std::int64_t payment_terms_days = 0;
  bool blocked = false;
  std::optional<model::Date> hold_until;
  std::string stopped;  // bankrupt, deceased, minor; "" when his claims go on
  std::string set_by;   // actor
  int version = 1;
};
std::optional<CustomerRow> find_customer(Snapshot& view, std::string_view tenant,
                                         std::string_view client, std::string_view customer_number);
std::vector<CustomerRow> list_customers(Snapshot& view, std::string_view tenant,
                                        std::string_view client);

// Days on which all claims of the customer rested, both included; no last day: they still do.
struct HoldRow {
  model::Date first{};
  std::optional<model::Date> last;
};
std::vector<HoldRow> holds_of_customer(Snapshot& view, std::string_view tenant,
                                       std::string_view client, std::string_view customer_number);

struct AlertRow {
  std::string client, customer_number, kind, text;
  model::Date day{};
};
std::vector<AlertRow> list_alerts(Snapshot& view, std::string_view tenant, std::string_view client,
                                  std::string_view customer_number, int limit);

// All that a customer owes now in the currency, over all components.
model::Money open_of_customer(Snapshot& view, std::string_view tenant, std::string_view client,
                              std::string_view customer_number, model::Currency currency);

// Days from the due date to the last payment of each of the customer's invoices that are paid,
// newest first by that payment.
std::vector<int> lateness_of_customer(Snapshot& view, std::string_view tenant,
                                      std::string_view client, std::string_view customer_number,
                                      std::size_t limit);

}  // namespace airut::ledger
