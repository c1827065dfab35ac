#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// Where two ledgers of one biller say different things, invoice by invoice.
namespace airut::ledger {

// What the biller's own ledger says of an invoice.
struct TrueItem {
  std::string invoice_number;
  model::Money open;
  std::optional<model::Date> due_date;
};

// What the shadow ledger says; charges are what it added.
struct ShadowItem {
  std::string invoice_number, receivable_id;
  model::Money principal, charges;
  model::Date due_date{};
};

enum class Cause {
  paid_there,       // open here, nothing open there: a payment or credit that was not told
  paid_here,        // nothing open here, open there: it has not heard of the payment
  unknown_here,     // an invoice that did not come through here
  unknown_there,    // open here, not in the list of the other
  charges,          // the difference is what letters charged
  payment_waiting,  // the difference is a payment that waits here for a person
  amount,           // anything else
  due_date,         // the sums agree, the due days do not
};
std::string_view cause_text(Cause cause);

struct Difference {
  std::string invoice_number, receivable_id;  // receivable_id: "" when unknown here
  Cause cause = Cause::amount;
  std::optional<model::Money> there, here;  // open sums: principal there, principal here
  std::optional<model::Date> due_there, due_here;
  std::string proposal;  // what to do, a sentence
};

// waiting: sums of payments of this biller that wait for a person.
// whole: the other's list names every open invoice, so that one that is missing is closed there.
// biller_wins: of the principal the biller's ledger is believed. In the order of the numbers; items
// that agree are left out. Sums of different currencies differ.
std::vector<Difference> differences(std::vector<TrueItem> const& theirs,
                                    std::vector<ShadowItem> const& ours,
                                    std::vector<model::Money> const& waiting, bool whole,
                                    bool biller_wins);

}  // namespace airut::ledger
