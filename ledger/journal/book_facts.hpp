#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/journal/claim_facts.hpp"

// Facts of bookkeeping: money that goes back or on to the biller, what the biller's own ledger
// tells, months that are closed.
namespace airut::ledger {

// Money that waited went back: what a payment left over, or a credit balance of an item.
struct MoneyReturned {
  std::string return_id, client;
  std::string payment_id;     // whose waiting money it is, or
  std::string receivable_id;  // whose credit balance; one of the two
  model::Money amount;        // negative: the bank could not pay it out, it waits again
  model::Date day{};
  std::string method;  // pain.001, list, person
  std::string reason;  // overpaid, unknown ...
  std::string funds;   // as in PaymentReceived
  std::string personal_name, personal_account;
};

// A credit balance was laid on other items of the same debtor.
struct CreditLaid {
  std::string receivable_id, client;  // whose credit balance
  std::string rule, explanation;      // "": a person
  std::vector<AllocatedPart> parts;
  std::string personal_note;
};

// What the service collected for a biller was paid out to it.
struct MoneySettled {
  std::string settlement_id, client;
  model::Date day{};
  model::Money amount;
  std::int64_t until_seq = 0;  // of the journal: everything laid up to this event is in it
  std::int64_t items = 0;
  std::string digest;  // of the settlement file in the document store
};

// A payment that an agency reported, as far as its money has come.
struct RemittedReport {
  std::string payment_id, receivable_id;
  model::Money amount;  // positive; negative: it has not come after all
};

// Money that waited is what a collection agency remits of payments that it reported before.
struct RemittanceLaid {
  std::string payment_id, client, partner;
  std::string rule, explanation;  // "": a person
  std::string funds;              // of the payment
  model::Money amount;            // sum of the reports
  std::vector<RemittedReport> reports;
  std::string personal_note;
};

struct DueDateChanged {
  std::string receivable_id, invoice_id;
  model::Date was{}, due_date{};
  std::string reason, source;
};

// The biller's own ledger told of an event, which has an id there: taken once.
struct FeedItemTaken {
  std::string client, item_id, digest;
  std::string kind;  // payment, credit, write_off, due_date
  std::string invoice_number, receivable_id;
  std::string result;  // id of what it became: pay_, adj_ ...
};

// The two ledgers were compared: with a new list of the biller's open invoices, or again with the
// last one after a day here.
struct LedgersCompared {
  std::string comparison_id, client;
  model::Date day{};
  bool whole = true;                       // the list names every open invoice
  std::string list_digest, report_digest;  // JSON in the document store
  std::int64_t compared = 0, differences = 0, held = 0, released = 0;
};

// A month of a client's books is closed: what counts for one of its days and becomes known later
// stands in the first open month.
struct PeriodClosed {
  std::string client, period;  // "2026-03"
  std::int64_t until_seq = 0;  // of the journal
  std::string digest;          // of the bookkeeping basis as it was
};

}  // namespace airut::ledger
