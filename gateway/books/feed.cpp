#include "gateway/books/feed.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/claim/after_letter.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/credit.hpp"
#include "gateway/claim/recover.hpp"
#include "ledger/receivables/allocate.hpp"
#include "ledger/store/attempt.hpp"
#include "ledger/store/book_rows.hpp"

namespace airut::gateway {
namespace {

using ledger::ReceivableRow;

std::string content_of(FeedItem const& item) {
  auto const day = [](std::optional<model::Date> const& date) {
    return date ? model::date_text(*date) : std::string{};
  };
  return model::sha256_hex(fmt::format("{}\n{}\n{}\n{}\n{}\n{}", item.kind, item.invoice_number,
                                       item.amount, day(item.day), day(item.due_date),
                                       item.reason));
}

// One item of the feed on its way into the journal.
class Taking {
 public:
  Taking(ledger::Transaction& tx, ClaimContext const& context, config::Client const& client,
         FeedItem const& item, ReceivableRow row)
      : tx_(tx), context_(context), client_(client), item_(item), row_(std::move(row)) {}

  FeedOutcome take() {
    outcome_.id = item_.id;
    outcome_.outcome = "refused";
    if (item_.kind == "due_date") {
      move_due_date();
    } else if (auto const amount = amount_of()) {
      if (item_.kind == "payment") pay(*amount);
      if (item_.kind == "credit") credit(*amount);
      if (item_.kind == "write_off") give_up(*amount);
    }
    if (outcome_.problem.empty()) keep();
    return std::move(outcome_);
  }

 private:
  template <class F>
  void append(F const& fact) {
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }

  std::optional<model::Money> amount_of() {
    auto const currency = row_.original.currency();
    auto const amount = model::Money::parse(item_.amount, currency);
    if (amount && amount->minor() > 0) return amount;
    outcome_.problem = fmt::format("\"{}\" is no amount of {}.", item_.amount, currency.code());
    return std::nullopt;
  }

  // The tenant's day, not that of Greenwich: shortly after midnight they differ.
  model::Date today() const {
    auto const* home = context_.billers.tenant(context_.tenant);
    return civil_day(home == nullptr ? std::string{} : home->country, context_.now);
  }

  model::Date day() const { return item_.day.value_or(today()); }

  // The law's order of the day.
  std::optional<std::vector<config::Component>> order() {
    auto const item = open_item(row_, client_);
    auto const found = context_.law.allocation(item.country, item.debtor, day());
    if (found) return found->order;
    outcome_.problem = found.error();
    return std::nullopt;
  }

  void refresh() { row_ = *ledger::find_receivable(tx_, context_.tenant, row_.id); }

  void pay(model::Money const& amount) {
    auto const by_law = order();
    if (!by_law) return;
    auto const payment_id = model::new_id("pay", context_.now);
    recover_loss(tx_, context_, row_.id, amount, {payment_id, day()});
    refresh();
    correct_for_payment(tx_, context_, row_, amount, day());
    refresh();
    auto const laid = ledger::allocate(open_item(row_, client_), amount, *by_law);
    ledger::PaymentReceived fact;
    fact.payment_id = payment_id;
    fact.client = client_.ref;
    fact.archive_id = item_.id;
    fact.fingerprint = model::sha256_hex("feed " + client_.ref + " " + item_.id);
    fact.amount = amount;
    fact.booked = fact.value_date = day();
    fact.rule = "feed";
    fact.explanation = fmt::format("The client's own ledger tells it as {}.", item_.id);
    fact.parts = laid.parts;
    fact.unallocated = laid.left;
    if (!laid.left.is_zero())
      fact.unallocated_reason = fact.parts.empty() ? "already-paid" : "overpaid";
    append(fact);
    settle_letters("paid");
    settle_after_letter(tx_, context_, row_.id, fact.payment_id, day());
    outcome_.result = fact.payment_id;
  }

  void credit(model::Money const& amount) {
    credit_item(tx_, context_, row_, {"feed:" + item_.id, amount, true});
    outcome_.result = "feed:" + item_.id;
  }

  // The biller speaks of its own claim: the principal first, charges only beyond it.
  void give_up(model::Money const& amount) {
    auto by_law = order();
    if (!by_law) return;
    auto const principal = std::find(by_law->begin(), by_law->end(), config::Component::principal);
    std::rotate(by_law->begin(), principal, std::next(principal));
    auto const laid = ledger::allocate(open_item(row_, client_), amount, *by_law);
    if (!laid.left.is_zero()) {
      outcome_.problem = fmt::format("Invoice {} owes {}, less than {}.", row_.invoice_number,
                                     (amount - laid.left).text(), amount.text());
      return;
    }
    ledger::ReceivableAdjusted fact;
    fact.adjustment_id = model::new_id("adj", context_.now);
    fact.receivable_id = row_.id;
    fact.invoice_id = row_.invoice_id;
    fact.kind = "write_off";
    fact.reason = item_.reason;
    fact.source = item_.id;
    fact.effective = day();
    fact.parts = laid.parts;
    append(fact);
    settle_letters("paid");
    outcome_.result = fact.adjustment_id;
  }

  void move_due_date() {
    if (!item_.due_date) {
      outcome_.problem = "due_date must be given.";
      return;
    }
    auto const was = row_.due_date;
    append(ledger::DueDateChanged{row_.id, row_.invoice_id, row_.due_date, *item_.due_date,
                                  item_.reason, item_.id});
    // What has not left reminds of a day that is none any more, and what has reminded of it.
    if (*item_.due_date >= today()) withdraw_waiting(tx_, context_, row_, "due-date-changed");
    refresh();
    if (*item_.due_date > was)
      correct_for_due_date(tx_, context_, row_, *item_.due_date, "due-date-changed");
    outcome_.result = row_.id;
  }

  // Interest for days after the principal shrank, and letters of what is paid, are taken back.
  void settle_letters(std::string_view reason) {
    refresh();
    correct_interest(tx_, context_, row_, {}, "principal-changed");
    refresh();
    if (row_.principal.is_zero()) withdraw_waiting(tx_, context_, row_, reason);
  }

  void keep() {
    append(ledger::FeedItemTaken{client_.ref, item_.id, content_of(item_), item_.kind,
                                 item_.invoice_number, row_.id, outcome_.result});
    outcome_.outcome = "taken";
  }

  ledger::Transaction& tx_;
  ClaimContext const& context_;
  config::Client const& client_;
  FeedItem const& item_;
  ReceivableRow row_;
  FeedOutcome outcome_;
};

FeedOutcome refused(FeedItem const& item, std::string problem) {
  return {item.id, "refused", {}, std::move(problem)};
}

bool is_kind(std::string_view kind) {
  return kind == "payment" || kind == "credit" || kind == "write_off" || kind == "due_date";
}

}  // namespace

FeedOutcome take_feed_item(ledger::Transaction& tx, ClaimContext const& context,
                           std::string const& client, FeedItem const& item) {
  auto const* biller = context.billers.client(context.tenant, client);
  if (biller == nullptr) return refused(item, "The billing client is not configured.");
  if (item.id.empty()) return refused(item, "id must be given.");
  if (auto const before = ledger::find_feed_item(tx, context.tenant, client, item.id)) {
    if (before->digest == content_of(item)) return {item.id, "repeated", before->result, {}};
    return refused(item, "This id was told before with another content.");
  }
  if (!is_kind(item.kind))
    return refused(
        item, fmt::format("\"{}\" is no kind: payment, credit, write_off, due_date.", item.kind));
  auto row = ledger::receivable_by_invoice_number(tx, context.tenant, client, item.invoice_number);
  if (!row) return refused(item, fmt::format("There is no invoice {}.", item.invoice_number));
  FeedOutcome outcome;
  auto const fault = ledger::attempt(tx, [&] {
    outcome = Taking{tx, context, *biller, item, *std::move(row)}.take();
  });
  return fault ? refused(item, fmt::format("It could not be taken: {}.", *fault)) : outcome;
}

}  // namespace airut::gateway
