#include "ledger/books/book.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "ledger/books/standing.hpp"
#include "ledger/journal/event.hpp"

namespace airut::ledger::books {

struct Book::Item {
  std::string_view client;
  model::Currency currency;
  std::int64_t principal = 0, interest = 0, fee = 0, cost = 0;
  std::string collection_order;  // the letter that gave it to an agency, ""

  std::int64_t& of(Account component) {
    switch (component) {
      case Account::interest:
        return interest;
      case Account::fee:
        return fee;
      case Account::cost:
        return cost;
      default:
        return principal;
    }
  }
  std::int64_t total() const { return principal + interest + fee + cost; }
};

// Money of a payment that is laid on nothing yet.
struct Book::Waiting {
  std::string_view client;  // "" while it is nobody's yet
  Account account = Account::unallocated;
  std::int64_t minor = 0;
  Account cash = Account::bank;  // where the money itself is
};

// Writes the entry of one fact.
class Posting {
 public:
  Posting(Book& book, Entry& entry) : book_(book), entry_(entry) {}

  void operator()(InvoiceAccepted const& f) {
    if (!f.track || f.receivable_id.empty() || f.type == "credit_note") return;
    auto& item = book_.items_[f.receivable_id];
    item.client = book_.name_of(f.client);
    item.currency = f.due.currency();
    entry_.effective = f.issue_date;
    entry_.text = "invoice " + f.number;
    may_open_ = true;
    item_line(f.receivable_id, item, Account::principal, f.due);
    line(Account::sales, item.client, -f.due);
  }

  void operator()(PaymentReceived const& f) {
    auto const client = book_.name_of(f.client);
    entry_.effective = f.value_date.value_or(f.booked.value_or(entry_.booked));
    entry_.text = (f.is_reversal ? "reversal " : "payment ") + f.payment_id;
    may_open_ = f.is_reversal;
    bool const held = is_held(f.funds);
    line(cash_of(f.funds), client, f.amount);
    lay(f.parts, client, held);
    if (f.unallocated.is_zero()) return;
    auto account = place_of(f.unallocated_reason, held);
    // A reversal takes back what waits where it waits.
    auto const earlier = book_.waiting_.find(f.reverses);
    if (earlier != book_.waiting_.end()) account = earlier->second.account;
    line(account, client, -f.unallocated);
    auto& waits = book_.waiting_[f.is_reversal && !f.reverses.empty() ? f.reverses : f.payment_id];
    if (waits.client.empty()) waits.client = client;
    waits.account = account;
    waits.cash = cash_of(f.funds);
    waits.minor += f.unallocated.minor();
    forget_empty(f.is_reversal && !f.reverses.empty() ? f.reverses : f.payment_id);
  }

  void operator()(PaymentAllocated const& f) {
    if (f.parts.empty()) return;
    auto const client = book_.name_of(f.client);
    if (f.paid_on) entry_.effective = *f.paid_on;
    entry_.text = "allocation " + f.payment_id;
    model::Money sum{0, f.parts.front().amount.currency()};
    auto& waits = waiting_of(f.payment_id, client, f.funds, sum.currency(), f.waits_as);
    bool const held = is_held_account(waits.account);
    for (auto const& part : f.parts) {
      sum += part.amount;
      may_open_ = may_open_ || part.amount.is_negative();
    }
    line(waits.account, client, sum);
    lay(f.parts, client, held);
    waits.minor -= sum.minor();
    forget_empty(f.payment_id);
  }

  // What the reversal took back of the payment waits again, and the reversal beside it.
  void operator()(ReversalReleased const& f) {
    if (book_.waiting_.contains(f.reversal_id)) return;  // it waited before the payment came
    auto const client = book_.name_of(f.client);
    entry_.text = "reversal " + f.reversal_id + " released";
    auto const place = place_of({}, is_held(f.funds));
    auto& waits = waiting_of(f.payment_id, client, f.funds, f.amount.currency());
    line(waits.account, client, -f.amount);
    line(place, client, f.amount);
    waits.minor += f.amount.minor();
    book_.waiting_[f.reversal_id] = {client, place, -f.amount.minor(), cash_of(f.funds)};
  }

  void operator()(ReceivableCredited const& f) {
    auto* const item = known(f.receivable_id);
    if (item == nullptr) return;
    entry_.text = "credit note " + f.credit_note_id;
    item_line(f.receivable_id, *item, Account::principal, -f.amount);
    line(Account::overpaid, item->client, -f.beyond);
    auto const from = f.kept_in.empty() ? Account::sales : Account::overpaid;
    line(from, item->client, f.amount + f.beyond);
  }

  void operator()(CreditKept const& f) {
    auto& item = book_.items_[f.receivable_id];
    item.client = book_.name_of(f.client);
    item.currency = f.amount.currency();
    entry_.effective = f.day;
    entry_.text = "credit of " + f.invoice_id;
    line(Account::overpaid, item.client, -f.amount);
    line(Account::sales, item.client, f.amount);
  }

  void operator()(ReceivableAdjusted const& f) {
    auto* const item = known(f.receivable_id);
    if (item == nullptr) return;
    entry_.effective = f.effective.value_or(entry_.booked);
    entry_.text = f.kind + " " + f.adjustment_id;
    for (auto const& part : f.parts) {
      auto const component = receivable_of(part.component);
      may_open_ = may_open_ || part.amount.is_negative();
      item_line(f.receivable_id, *item, component, -part.amount);
      line(against(f.kind, part.component), item->client, part.amount);
    }
  }

  void operator()(MoneyReturned const& f) {
    auto const client = book_.name_of(f.client);
    entry_.effective = f.day;
    entry_.text = "return " + f.return_id;
    if (f.payment_id.empty()) {
      line(Account::bank, client, -f.amount);
      return line(Account::overpaid, client, f.amount);
    }
    auto& waits = waiting_of(f.payment_id, client, f.funds, f.amount.currency());
    line(is_held_account(waits.account) ? Account::client_funds : Account::bank, client, -f.amount);
    line(waits.account, client, f.amount);
    waits.minor -= f.amount.minor();
    forget_empty(f.payment_id);
  }

  // What the agency owed came in. Held by the service, it is owed to the biller from then on.
  void operator()(RemittanceLaid const& f) {
    auto const client = book_.name_of(f.client);
    entry_.text = "remittance " + f.payment_id;
    auto& waits = waiting_of(f.payment_id, client, f.funds, f.amount.currency());
    line(waits.account, client, f.amount);
    line(Account::agency_clearing, client, -f.amount);
    if (is_held_account(waits.account)) {
      line(Account::owed_to_biller, client, -f.amount);
      line(Account::settlement, client, f.amount);
    }
    waits.minor -= f.amount.minor();
    forget_empty(f.payment_id);
  }

  void operator()(CreditLaid const& f) {
    if (f.parts.empty()) return;
    auto const client = book_.name_of(f.client);
    entry_.text = "credit of " + f.receivable_id;
    model::Money sum{0, f.parts.front().amount.currency()};
    for (auto const& part : f.parts) sum += part.amount;
    line(Account::overpaid, client, sum);
    lay(f.parts, client, false);
  }

  void operator()(MoneySettled const& f) {
    auto const client = book_.name_of(f.client);
    entry_.effective = f.day;
    entry_.text = "settlement " + f.settlement_id;
    line(Account::owed_to_biller, client, f.amount);
    line(Account::client_funds, client, -f.amount);
    line(Account::bank, client, f.amount);
    line(Account::settlement, client, -f.amount);
  }

  void operator()(LetterDecided const& f) {
    auto* const item = known(f.receivable_id);
    if (item == nullptr) return;
    entry_.effective = f.day;
    entry_.text = fmt::format("{} {}", f.kind, f.letter_id);
    may_open_ = true;  // a letter is a new charge, not the old one again
    charge(f.receivable_id, *item, {f.fee, f.interest, f.cost}, false);
    if (f.kind != "collection_order" || !item->collection_order.empty()) return;
    item->collection_order = f.letter_id;
    hand_over(*item, {item->principal, item->currency});
  }

  void operator()(LetterCorrected const& f) {
    auto* const item = known(f.receivable_id);
    if (item == nullptr) return;
    entry_.text = "correction " + f.letter_id;
    charge(f.receivable_id, *item, {f.fee, f.interest, f.cost}, true);
    if (!f.withdrawn || f.letter_id != item->collection_order) return;
    hand_over(*item, {-item->principal, item->currency});
    item->collection_order.clear();
  }

  // A closing gives up what is left; what is asked of the agency before moves no money.
  void operator()(CollectionMoved const& f) {
    bool const closes = f.to.starts_with("closed") && f.from != f.to;
    if (!closes && !f.handed_back) return;
    auto* const item = known(f.receivable_id);
    if (item == nullptr) return;
    entry_.effective = f.day;
    entry_.text = "closing " + f.case_id;
    for (auto const& [component, amount] : {std::pair{Account::principal, f.principal},
                                            {Account::interest, f.interest},
                                            {Account::fee, f.fee},
                                            {Account::cost, f.cost}}) {
      if (amount.is_zero()) continue;
      item_line(f.receivable_id, *item, component, -amount);
      line(Account::write_off, item->client, amount);
    }
    if (!f.handed_back || item->collection_order.empty()) return;
    hand_over(*item, {-item->principal, item->currency});
    item->collection_order.clear();
  }

  // Promised is not paid, nor is what a bank was asked to collect.
  void operator()(PromiseMade const&) {}
  void operator()(DebitClaimMade const&) {}

  template <class F>
  void operator()(F const&) {
    static_assert(!has_money<F>, "the book must be told what this fact means in money");
  }

 private:
  struct Charges {
    model::Money fee, interest, cost;
  };

  Book::Item* known(std::string const& receivable_id) {
    auto const found = book_.items_.find(receivable_id);
    if (found != book_.items_.end()) return &found->second;
    book_.breaches_.push_back(fmt::format("receivable {} is nowhere opened", receivable_id));
    return nullptr;
  }

  // Where a payment's money waits; that which waits again stands by whose account it came to. What
  // stood for another client of a shared account moves with its money.
  Book::Waiting& waiting_of(std::string const& payment_id, std::string_view client,
                            std::string_view funds, model::Currency currency,
                            std::string_view reason = {}) {
    Book::Waiting const fresh{client, place_of(reason, is_held(funds)), 0, cash_of(funds)};
    auto& waits = book_.waiting_.try_emplace(payment_id, fresh).first->second;
    if (waits.client == client) return waits;
    model::Money const all{waits.minor, currency};
    line(waits.account, waits.client, all);
    line(waits.cash, waits.client, -all);
    line(waits.cash, client, all);
    line(waits.account, client, -all);
    waits.client = client;
    return waits;
  }

  void line(Account account, std::string_view client, model::Money const& amount,
            std::string const& receivable_id = {}) {
    if (!amount.is_zero()) entry_.lines.push_back({account, client, amount, receivable_id});
  }

  void item_line(std::string const& id, Book::Item& item, Account component,
                 model::Money const& amount) {
    auto& open = item.of(component);
    auto const before = item.total();
    open += amount.minor();
    if (open < 0)
      book_.breaches_.push_back(
          fmt::format("receivable {}: {} is below zero", id, account_text(component)));
    if (before == 0 && item.total() > 0 && !may_open_)
      book_.breaches_.push_back(fmt::format("receivable {} is open again by {}", id, entry_.text));
    line(component, item.client, amount, id);
    if (!item.collection_order.empty() && component == Account::principal) hand_over(item, amount);
  }

  void hand_over(Book::Item const& item, model::Money const& amount) {
    line(Account::in_collection, item.client, amount);
    line(Account::collection_memo, item.client, -amount);
  }

  // Money that pays items. What the service holds is from then on owed to the biller, who in turn
  // has that much to get from it.
  void lay(std::vector<AllocatedPart> const& parts, std::string_view client, bool held) {
    for (auto const& part : parts) {
      auto* const item = known(part.receivable_id);
      if (item == nullptr) continue;
      may_open_ = may_open_ || part.amount.is_negative();
      item_line(part.receivable_id, *item, receivable_of(part.component), -part.amount);
      if (!held) continue;
      line(Account::owed_to_biller, client, -part.amount);
      line(Account::settlement, client, part.amount);
    }
  }

  void charge(std::string const& id, Book::Item& item, Charges const& charges, bool back) {
    auto const one = [&](Account component, Account income, model::Money const& amount) {
      if (amount.is_zero()) return;
      item_line(id, item, component, back ? -amount : amount);
      line(income, item.client, back ? amount : -amount);
    };
    one(Account::fee, Account::fee_income, charges.fee);
    one(Account::interest, Account::interest_income, charges.interest);
    one(Account::cost, Account::cost_income, charges.cost);
  }

  void forget_empty(std::string const& payment_id) {
    auto const found = book_.waiting_.find(payment_id);
    if (found != book_.waiting_.end() && found->second.minor == 0) book_.waiting_.erase(found);
  }

  Book& book_;
  Entry& entry_;
  bool may_open_ = false;  // an item that was closed
};

Book::Book() = default;
Book::~Book() = default;
Book::Book(Book&&) noexcept = default;
Book& Book::operator=(Book&&) noexcept = default;

Entry Book::take(Fact const& fact, model::Instant booked) {
  Entry entry;
  entry.booked = entry.effective = model::day_of(booked);
  Posting posting{*this, entry};
  FactView{fact}.visit(posting);
  std::map<model::Currency, std::int64_t> sums;
  for (auto const& line : entry.lines) {
    balances_[{line.client, line.account, line.amount.currency()}] += line.amount.minor();
    sums[line.amount.currency()] += line.amount.minor();
  }
  // A settlement pays out what is there: the rest is other clients' money.
  if (auto const* settled = std::get_if<MoneySettled>(&fact)) {
    auto const currency = settled->amount.currency();
    auto const left = balances_[{name_of(settled->client), Account::client_funds, currency}];
    if (left < 0)
      breaches_.push_back(fmt::format("{}: {} more than the client's funds", entry.text,
                                      model::Money{-left, currency}.text()));
  }
  for (auto const& [currency, sum] : sums) {
    if (sum != 0)
      breaches_.push_back(
          fmt::format("{}: the lines sum to {}", entry.text, model::Money{sum, currency}.text()));
  }
  return entry;
}

std::string_view Book::name_of(std::string_view client) {
  auto found = clients_.find(client);
  if (found == clients_.end()) found = clients_.emplace(client).first;
  return *found;
}

std::vector<std::string> Book::breaches() const {
  auto found = breaches_;
  std::map<std::pair<std::string_view, model::Currency>, std::int64_t> held;
  for (auto const& [place, sum] : balances_) {
    switch (place.account) {
      case Account::client_funds:
      case Account::owed_to_biller:
      case Account::held_unallocated:
      case Account::held_overpaid:
        held[{place.client, place.currency}] += sum;
        break;
      default:
        break;
    }
  }
  for (auto const& [whose, sum] : held) {
    if (sum == 0) continue;
    found.push_back(fmt::format("client {}: client funds differ from what is owed by {} {}",
                                whose.first, model::Money{sum, whose.second}.text(),
                                whose.second.code()));
  }
  return found;
}

}  // namespace airut::ledger::books
