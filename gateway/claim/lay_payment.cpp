#include "gateway/claim/lay_payment.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/claim/after_letter.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/credit.hpp"
#include "gateway/claim/owners.hpp"
#include "gateway/claim/recover.hpp"
#include "ledger/receivables/allocate.hpp"

namespace airut::gateway {
namespace {

using Parts = std::vector<ledger::AllocatedPart>;
using Laid = tl::expected<Parts, std::string>;

Laid not_laid(std::string text) { return tl::unexpected{std::move(text)}; }

model::Date day_of(ledger::PaymentRow const& payment, ClaimContext const& context) {
  if (payment.value_date) return *payment.value_date;
  return payment.booked.value_or(model::day_of(context.now));
}

// May pay what was given up of the item, too.
Laid laid_on(ledger::Snapshot& view, ClaimContext const& context, ledger::ReceivableRow const& row,
             model::Money const& amount, model::Date day) {
  auto const* client = context.billers.client(row.tenant, row.client);
  if (client == nullptr) return not_laid("The billing client is not configured any more.");
  auto item = open_item(row, *client);
  auto const order = context.law.allocation(item.country, item.debtor, day);
  if (!order) return not_laid(order.error());
  if (amount > item.owed.total()) {
    auto const lost = recoverable(view, row);
    for (auto const component : order->order) item.owed.of(component) += lost.of(component);
  }
  auto const spread = ledger::allocate(item, amount, order->order);
  if (spread.left.is_zero()) return spread.parts;
  return not_laid(fmt::format("Invoice {} owes {}, less than {}.", row.invoice_number,
                              item.owed.total().text(), amount.text()));
}

// What the payment still pays on the item, taken back from its last part on.
Laid taken_back(ledger::Snapshot& view, ledger::PaymentRow const& payment,
                ledger::ReceivableRow const& row, model::Money left) {
  auto net = ledger::parts_left(view, payment);
  std::erase_if(net, [&](auto const& part) { return part.receivable_id != row.id; });
  Parts back;
  for (auto part = net.rbegin(); part != net.rend() && left.is_negative(); ++part) {
    auto const take = std::max(left, -part->amount);
    if (take.is_zero()) continue;
    left -= take;
    back.push_back({part->receivable_id, part->invoice_id, part->component, take});
  }
  if (left.is_zero()) return back;
  return not_laid(
      fmt::format("The payment did not pay so much of invoice {}.", row.invoice_number));
}

Laid parts_of(ledger::Transaction& tx, ClaimContext const& context,
              ledger::PaymentRow const& payment, Laying const& wish) {
  auto const row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
  if (!row) return not_laid(fmt::format("There is no receivable {}.", wish.receivable_id));
  if (!may_pay_for(context, payment, row->client)) {
    return not_laid(fmt::format("Invoice {} is another client's.", row->invoice_number));
  }
  if (row->principal.currency() != payment.amount.currency()) {
    return not_laid(fmt::format("Invoice {} is in another currency.", row->invoice_number));
  }
  if (wish.amount.is_negative()) return taken_back(tx, payment, *row, wish.amount);
  return laid_on(tx, context, *row, wish.amount, day_of(payment, context));
}

// Each item once: what one wish changes, the next would not see.
std::string unclear_wishes(std::vector<Laying> const& wishes) {
  if (wishes.empty()) return "There is nothing to allocate.";
  for (auto one = wishes.begin(); one != wishes.end(); ++one) {
    if (one->amount.is_zero()) return "An amount is zero.";
    bool const twice = std::any_of(wishes.begin(), one, [&](auto const& other) {
      return other.receivable_id == one->receivable_id;
    });
    if (twice) return fmt::format("The receivable {} is named twice.", one->receivable_id);
  }
  return {};
}

// The one client whose items are wished for.
tl::expected<std::string, std::string> whose(ledger::Snapshot& view, ClaimContext const& context,
                                             ledger::PaymentRow const& payment,
                                             std::vector<Laying> const& wishes) {
  std::optional<std::string> client;
  for (auto const& wish : wishes) {
    auto const row = ledger::find_receivable(view, context.tenant, wish.receivable_id);
    if (!row) continue;
    if (client && *client != row->client)
      return tl::unexpected{std::string{"A payment is laid on the invoices of one client."}};
    client = row->client;
  }
  return client.value_or(payment.client);
}

void correct_letters(ledger::Transaction& tx, ClaimContext const& context,
                     ledger::PaymentRow const& payment, std::vector<Laying> const& wishes) {
  for (auto const& wish : wishes) {
    auto row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
    correct_interest(tx, context, *row, {}, "principal-changed");
    row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
    if (wish.amount.is_negative()) {
      take_back_adjustments(tx, context, row->id, payment.id);
      use_own_credit(tx, context, row->id);
    }
    if (!row->principal.is_zero() || wish.amount.is_negative()) continue;
    // The principal is paid: what letters since the payment's day charged has no ground.
    correct_before(tx, context, *row, row->charges(), day_of(payment, context), "paid-before");
    row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
    withdraw_waiting(tx, context, *row, "paid");
    settle_after_letter(tx, context, row->id, payment.id, day_of(payment, context));
  }
}

// Takes back what letters charged for days after the money came, before it is laid: it counts from
// its own day. What the item then owes is the most that is laid there; the rest waits.
std::vector<Laying> corrected(ledger::Transaction& tx, ClaimContext const& context,
                              ledger::PaymentRow const& payment, std::vector<Laying> wishes) {
  for (auto& wish : wishes) {
    if (wish.amount.is_negative()) continue;
    wish.amount =
        correct_for_share(tx, context, wish.receivable_id, wish.amount, day_of(payment, context));
  }
  return wishes;
}

// The parts of all wishes, or why one of them cannot be.
Laid parts_of_all(ledger::Transaction& tx, ClaimContext const& context,
                  ledger::PaymentRow const& payment, std::vector<Laying> const& wishes) {
  Parts all;
  auto left = payment.unallocated;
  for (auto const& wish : wishes) {
    auto const parts = parts_of(tx, context, payment, wish);
    if (!parts) return parts;
    left -= wish.amount;
    all.insert(all.end(), parts->begin(), parts->end());
  }
  if (left.is_negative())
    return not_laid(fmt::format("Only {} of the payment waits.", payment.unallocated.text()));
  return all;
}

// Where the payment lies once a person has laid or taken back these parts of it.
std::string by_person(ledger::Snapshot& view, ledger::PaymentRow const& payment,
                      Parts const& more) {
  auto all = payment.parts;
  all.insert(all.end(), more.begin(), more.end());
  std::vector<std::pair<std::string, model::Money>> sums;  // by item, in the order laid
  auto waits = payment.unallocated;
  for (auto const& part : more) waits -= part.amount;
  for (auto const& part : all) {
    auto const same = std::find_if(
        sums.begin(), sums.end(), [&](auto const& one) { return one.first == part.receivable_id; });
    if (same == sums.end()) {
      sums.emplace_back(part.receivable_id, part.amount);
    } else {
      same->second += part.amount;
    }
  }
  std::string text;
  for (auto const& [id, sum] : sums) {
    auto const row = ledger::find_receivable(view, payment.tenant, id);
    if (!row || sum.is_zero()) continue;
    text += fmt::format("{}{} on invoice {}", text.empty() ? "" : ", ", sum.text(),
                        row->invoice_number);
  }
  return fmt::format("Laid by a person: {}; {} waits.", text.empty() ? "nothing" : text,
                     waits.text());
}

}  // namespace

tl::expected<void, std::string> lay_payment(ledger::Transaction& tx, ClaimContext const& context,
                                            ledger::PaymentRow const& payment,
                                            std::vector<Laying> const& wishes,
                                            std::string const& note, Grounds const& grounds) {
  if (auto why = unclear_wishes(wishes); !why.empty()) return tl::unexpected{std::move(why)};
  if (payment.is_reversal || !payment.reversed_by.empty()) {
    return tl::unexpected{std::string{"The payment was taken back by the bank."}};
  }
  ledger::PaymentAllocated fact;
  fact.payment_id = payment.id;
  fact.personal_note = note;
  fact.paid_on = day_of(payment, context);
  fact.rule = grounds.rule;
  fact.explanation = grounds.explanation;
  auto const client = whose(tx, context, payment, wishes);
  if (!client) return tl::unexpected{client.error()};
  fact.client = *client;
  if (auto const* known = context.billers.client(context.tenant, *client))
    fact.funds = payment.partner.empty() ? funds_of(*known, payment.account) : "agency";
  // All is judged before anything is appended.
  if (auto const parts = parts_of_all(tx, context, payment, wishes); !parts)
    return tl::unexpected{parts.error()};
  for (auto const& wish : wishes) {
    if (wish.amount.is_negative()) continue;
    recover_loss(tx, context, wish.receivable_id, wish.amount,
                 {payment.id, day_of(payment, context)});
  }
  auto parts = parts_of_all(tx, context, payment, corrected(tx, context, payment, wishes));
  if (!parts) throw std::logic_error{parts.error()};
  fact.parts = *std::move(parts);
  if (fact.explanation.empty()) fact.explanation = by_person(tx, payment, fact.parts);
  // By the payment's own day nothing may be owed any more: then all of it waits on.
  if (!fact.parts.empty()) tx.append(context.tenant, context.actor, context.now, fact);
  correct_letters(tx, context, payment, wishes);
  return {};
}

}  // namespace airut::gateway
