#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/law.hpp"
#include "config/settings.hpp"
#include "ledger/journal/fact.hpp"
#include "ledger/receivables/dunning.hpp"

// What a dunning policy would have done over a past journal. Pure: it writes nothing.
namespace airut::ledger {

// Of one currency, in minor units.
struct BackTestSums {
  std::map<std::string, std::int64_t> letters;  // by kind
  std::int64_t fees = 0, interest = 0, compensation = 0;
  friend bool operator==(BackTestSums const&, BackTestSums const&) = default;
};

struct BackTestReport {
  std::int64_t claims = 0, events = 0;
  std::map<std::string, BackTestSums> would;  // by currency: with the policy
  std::map<std::string, BackTestSums> was;    // what the journal tells
  // Of the payments of the time: laid on what the policy would have charged, and more than that.
  std::map<std::string, std::int64_t> cash, beyond;
  std::map<std::string, std::int64_t> open;       // at the end, over all components
  std::map<std::string, std::int64_t> no_letter;  // days on which a claim got none, by reason code
};

// What the configuration says of a billing client today.
struct BackTestClient {
  std::string country;
  std::vector<std::string> accounts{};  // that he has still; empty: those of the invoice
  bool enforceable = false;             // his claims need no judgment (config::Client)
};

struct BackTestWish {
  config::DunningPolicy policy;
  model::Date from{}, until{};                    // days that are decided
  std::map<std::string, BackTestClient> clients;  // by ref; claims of others are left out
  bool all = false;  // every claim of these clients, not only those that named the policy
};

// Takes a tenant's facts in their order. Letters leave on their own day, debtors pay as they did,
// and each payment is laid in the law's order on what the policy would have charged. Claims of a
// customer that get the same letter on a day share its fee, where the policy has one_letter.
class BackTest {
 public:
  BackTest(BackTestWish wish, config::Law const& law);
  void take(Fact const& fact, model::Instant booked);
  BackTestReport finish();

 private:
  struct Claim {
    dunning::ItemFacts facts;
    dunning::CustomerFacts customer;
    std::vector<std::string> accounts;  // whose bank data is asked for
    std::string invoice_id, invoice_number, client, customer_number;
    std::string sheet;  // claims with the same may leave as one, "" for one without a customer
    model::Date issue_date{};
    std::set<std::string> deviations, promises;
    std::optional<model::Date> skip_until;  // nothing changes before by time alone
  };

  void on(InvoiceAccepted const& fact);
  void on(DeliveryRouted const& fact);
  void on(DeliveryChanged const& fact, model::Date day);
  void on(DeviationOpened const& fact);
  void on(DeviationResolved const& fact);
  void on(PaymentFileImported const& fact);
  void on(ReceivableCredited const& fact);
  void on(ReceivableAdjusted const& fact, model::Date day);
  void on(DueDateChanged const& fact);
  void on(CollectionMoved const& fact);
  void on(CustomerTermsSet const& fact);
  void on(ReceivablePaused const& fact, model::Date day);
  void on(LetterDecided const& fact);
  void on(PromiseMade const& fact);
  void on(PromiseEnded const& fact);
  void on(PlanMade const& fact);
  void on(PlanEnded const& fact);
  enum class Means { cash, credit };
  void pay(std::vector<AllocatedPart> const& parts, model::Date day, Means means);
  void give_back(std::vector<AllocatedPart> const& parts, model::Date day);
  void lay(Claim& claim, model::Money amount, model::Date day, Means means);
  void give_up(Claim& claim, std::string_view component, model::Money amount, model::Date day);
  void days_until(model::Date day);
  void decide_day(model::Date day);
  std::optional<dunning::Decision> decision_on(Claim& claim, model::Date day);
  std::optional<model::Date> known_until(Claim const& claim) const;
  void send(Claim& claim, dunning::Decision const& decision);
  Claim* of_invoice(std::string const& invoice_id);
  Claim* changed(std::string const& receivable_id);

  BackTestWish wish_;
  config::Law const& law_;
  BackTestReport report_;
  std::map<std::string, Claim> claims_;            // by receivable id
  std::map<std::string, std::string> of_invoice_;  // invoice id to receivable id
  std::map<std::string, std::string> deliveries_;  // of invoices: delivery id to receivable id
  std::map<std::pair<std::string, std::string>, CustomerTermsSet> terms_;  // by client and number
  std::map<std::string, std::vector<std::string>> plans_;                  // claims by plan
  std::map<std::string, model::Date> bank_, payment_days_;
  std::optional<model::Date> decided_;  // the last day
};

}  // namespace airut::ledger
