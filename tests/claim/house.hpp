#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "config/settings.hpp"
#include "formats/model/bank_entry.hpp"
#include "gateway/billers.hpp"
#include "gateway/claim/collection_case.hpp"
#include "gateway/claim/day_run.hpp"
#include "gateway/claim/make_plan.hpp"
#include "gateway/intake/accept.hpp"
#include "gateway/intake/references.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/store.hpp"
#include "tests/support/day.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// What somebody pays, by the invoice's own reference.
struct Paid {
  std::string receivable_id, amount;
  bool taken_back = false;
  std::string id{};         // of the bank; "" makes one
  std::string account{};    // to which; "" for the house's own
  std::string reference{};  // "" for the invoice's
  std::string payer_account{};
  std::string booked{};  // "" for the file's last day
  std::string payer_name{};
  std::string text{};      // of the payer
  std::string currency{};  // "" for the invoice's
};

// A real store with real rules, without HTTP and wire: what is queued counts as handed over at the
// end of each day. Time is what the test says.
class ClaimHouse {
 public:
  // toml: policies and clients of the tenant "demo" (see house.cpp for what is there already).
  // more: what follows the client "biller": accounts of his, further clients.
  explicit ClaimHouse(std::string const& policies, std::string const& country = "FI",
                      std::string more = "");

  // The calendar says this day from now on.
  void today(model::Date day) { day_ = day; }
  model::Date day_now() const { return day_; }
  model::Instant now() const;

  // An invoice of a sum without VAT to a customer (type consumer or business); the receivable's id.
  // bill_as(): invoices are of this client from now on, else of "biller".
  void bill_as(std::string client) { client_ = std::move(client); }
  // The accounts and the reference that invoices name from now on; none: those of the client.
  void show(std::vector<std::string> accounts) { accounts_ = std::move(accounts); }
  void refer(std::string reference) { reference_ = std::move(reference); }
  // The name of buyers from now on.
  void name_buyer(std::string name) { buyer_ = std::move(name); }
  std::string invoice(std::string const& number, std::string const& amount,
                      std::string const& buyer_type, std::string const& customer = "",
                      std::string const& due = "");
  std::string credit_note(std::string const& number, std::string const& of_number,
                          std::string const& amount);
  // Any document in the JSON shape: it must be taken.
  gateway::Accepted take(std::string const& body);
  std::string const& answer() const { return answer_; }  // to the document taken last
  void deliver();                                        // everything that waits leaves and arrives
  void bank(model::Date covers_until, std::vector<Paid> const& payments);
  void import(model::BankFile const& file);
  // A file without payments that tells of an account.
  void covers(std::string const& account, model::Date until);
  // A file of another format that tells the day's payments in one sum.
  void lump(char const* amount, model::Date day);
  int decide();  // letters alone, which wait to leave
  // The whole day: bank data until yesterday, promises, plans, cases, letters, and their delivery.
  // The number of letters.
  int run();

  ledger::ReceivableRow item(std::string const& receivable_id);
  std::vector<ledger::LetterRow> letters(std::string const& receivable_id);
  // "kind fee interest deadline" of the newest letter.
  std::string last_letter(std::string const& receivable_id);
  std::string reason(std::string const& receivable_id);  // why no letter goes out today
  std::optional<ledger::CaseRow> collection(std::string const& receivable_id);
  // Tells of the case; the refusal's code, "" when it was taken.
  std::string tell(std::string const& receivable_id, ledger::collection::By who,
                   gateway::CaseNews const& news);
  gateway::DayContext context() const;
  std::vector<std::string> deviations();  // codes of those that are open
  std::int64_t events();
  std::string rows();  // of every projection, as text
  void replay() { store_->replay(); }
  std::vector<std::string> broken();  // of the invariants of rows, books and chain
  std::vector<std::string> audit();   // rule and sentence of each finding
  // Events that moved a claim of the client "biller" without the outbound feed's saying so, and
  // money that came in beyond what the feed tells as paid and waiting.
  std::vector<std::string> untold();
  ledger::Store& store() { return *store_; }
  config::Law const& law() const { return law_; }
  // The rows of a table of the law, with its heading, that an operator's overlay adds from now on.
  void legislate(std::string const& table, std::string const& rows);
  // Other policies from now on.
  void configure(std::string const& policies);
  void more(std::string toml) { more_ = std::move(toml); }  // then configure()

 private:
  TempDirectory home_;
  config::Law law_;
  config::Codes codes_;

  std::string country_, more_, client_ = "biller", reference_, buyer_ = "Asiakas";
  std::vector<std::string> accounts_;
  std::vector<std::unique_ptr<config::Settings>> settings_;  // older ones stay alive
  std::vector<std::unique_ptr<gateway::Billers>> billers_;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<gateway::ReferenceNumbers> numbers_;
  model::Date day_{};
  int bank_entries_ = 0;
  int documents_ = 0;
  std::string answer_;
};

}  // namespace airut::tests
