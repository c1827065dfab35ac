#include "gateway/books/told.hpp"

#include <map>

#include "ledger/books/book.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

using ledger::AllocatedPart;

class Telling {
 public:
  Telling(ledger::Snapshot& view, std::string const& tenant, std::string const& client)
      : view_(view), tenant_(tenant), client_(client) {}

  void take(ledger::MoneyFact const& one) {
    at_ = &one;
    ledger::FactView{one.fact}.visit([this](auto const& fact) { tell(fact); });
  }

  std::vector<ToldItem> items;

 private:
  // The item's number when it is the client's, else "".
  std::string const& number_of(std::string const& receivable_id) {
    auto [found, fresh] = numbers_.try_emplace(receivable_id);
    if (!fresh) return found->second;
    auto const row = ledger::find_receivable(view_, tenant_, receivable_id);
    if (row && row->client == client_) found->second = row->invoice_number;
    return found->second;
  }

  // Whether the payment came in for the client, not told by itself.
  bool was_told(std::string const& payment_id) {
    auto const payment = ledger::payment_as_received(view_, tenant_, payment_id);
    return payment && payment->client == client_ && payment->rule != "feed";
  }

  void add(std::string kind, std::string const& receivable_id, std::string component,
           model::Money const& amount, model::Date day, std::string source) {
    if (amount.is_zero()) return;
    std::string number;
    if (!receivable_id.empty()) {
      number = number_of(receivable_id);
      if (number.empty()) return;
    }
    items.push_back({at_->seq, at_->event_id, std::move(kind), std::move(number),
                     std::move(component), amount, day, std::move(source)});
  }

  void add_parts(std::string const& kind, std::vector<AllocatedPart> const& parts, model::Date day,
                 std::string const& source) {
    for (auto const& part : parts)
      add(kind, part.receivable_id, part.component, part.amount, day, source);
  }

  model::Date today() const { return model::day_of(at_->booked); }

  void tell(ledger::PaymentReceived const& f) {
    if (f.client != client_ || f.rule == "feed") return;
    auto const day = f.value_date.value_or(f.booked.value_or(today()));
    add_parts(f.is_reversal ? "reversal" : "payment", f.parts, day, f.payment_id);
    add("waiting", {}, {}, f.unallocated, day, f.payment_id);
  }
  // What was told as waiting waits no more, and what was taken off an item waits again. It may have
  // come for another client of a shared account: then that one was told, or nobody.
  void tell(ledger::PaymentAllocated const& f) {
    auto const day = f.paid_on.value_or(today());
    if (f.client == client_) add_parts("payment", f.parts, day, f.payment_id);
    if (f.parts.empty() || !was_told(f.payment_id)) return;
    for (auto const& part : f.parts) add("waiting", {}, {}, -part.amount, day, f.payment_id);
  }
  void tell(ledger::ReceivableAdjusted const& f) {
    // Told by the biller, unless money took the loss back.
    bool const by_money = f.reason == "recovered" || f.reason == "payment-taken-back";
    if (f.kind == "write_off" && !f.source.empty() && !by_money) return;
    add_parts(f.kind, f.parts, f.effective.value_or(today()), f.adjustment_id);
  }
  void tell(ledger::CreditLaid const& f) {
    if (f.client == client_) add_parts("credit", f.parts, today(), f.receivable_id);
  }
  void tell(ledger::LetterDecided const& f) {
    if (f.client != client_) return;
    add("fee", f.receivable_id, "fee", -f.fee, f.day, f.letter_id);
    add("interest", f.receivable_id, "interest", -f.interest, f.day, f.letter_id);
    add("cost", f.receivable_id, "cost", -f.cost, f.day, f.letter_id);
  }
  void tell(ledger::LetterCorrected const& f) {
    add("correction", f.receivable_id, "fee", f.fee, today(), f.letter_id);
    add("correction", f.receivable_id, "interest", f.interest, today(), f.letter_id);
    add("correction", f.receivable_id, "cost", f.cost, today(), f.letter_id);
  }
  void tell(ledger::MoneyReturned const& f) {
    if (f.client == client_) add("return", {}, {}, f.amount, f.day, f.return_id);
  }
  // The payments were told when the agency reported them: the money is no further one.
  void tell(ledger::RemittanceLaid const& f) {
    if (f.client == client_) add("remittance", {}, {}, f.amount, today(), f.payment_id);
    if (was_told(f.payment_id)) add("waiting", {}, {}, -f.amount, today(), f.payment_id);
  }
  void tell(ledger::MoneySettled const& f) {
    if (f.client == client_) add("settlement", {}, {}, f.amount, f.day, f.settlement_id);
  }
  // A closing gives up what is left.
  void tell(ledger::CollectionMoved const& f) {
    if (f.client != client_ || !f.to.starts_with("closed") || f.from == f.to) return;
    add("write_off", f.receivable_id, "principal", f.principal, f.day, f.case_id);
    add("write_off", f.receivable_id, "interest", f.interest, f.day, f.case_id);
    add("write_off", f.receivable_id, "fee", f.fee, f.day, f.case_id);
    add("write_off", f.receivable_id, "cost", f.cost, f.day, f.case_id);
  }
  // Invoices and credit notes came from the biller.
  void tell(ledger::InvoiceAccepted const&) {}
  void tell(ledger::CreditKept const&) {}
  // Which invoice a credit that waited was laid on is not the biller's own word.
  void tell(ledger::ReceivableCredited const& f) {
    if (f.kept_in.empty() || f.kept_in == f.receivable_id) return;
    add("credit", f.receivable_id, "principal", f.amount, today(), f.credit_note_id);
  }
  // Between a payment and a reversal that was not its own: the claims stay as they were told.
  void tell(ledger::ReversalReleased const&) {}
  // Promised is not paid, nor is what a bank was asked to collect.
  void tell(ledger::PromiseMade const&) {}
  void tell(ledger::DebitClaimMade const&) {}
  template <class F>
  void tell(F const&) {
    static_assert(!ledger::books::has_money<F>, "the biller must be told what this did");
  }

  ledger::Snapshot& view_;
  std::string const& tenant_;
  std::string const& client_;
  ledger::MoneyFact const* at_ = nullptr;
  std::map<std::string, std::string> numbers_;
};

}  // namespace

Told told_after(ledger::Snapshot& view, std::string const& tenant, std::string const& client,
                std::int64_t seq, std::size_t limit) {
  Telling telling{view, tenant, client};
  Told told;
  told.next_seq = seq;
  ledger::each_money_fact(view, tenant, seq, [&](ledger::MoneyFact const& one) {
    if (telling.items.size() >= limit) {
      told.has_more = true;
      return false;
    }
    telling.take(one);
    told.next_seq = one.seq;
    return true;
  });
  told.items = std::move(telling.items);
  return told;
}

}  // namespace airut::gateway
