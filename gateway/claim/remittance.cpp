#include "gateway/claim/remittance.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "formats/model/reference.hpp"
#include "gateway/claim/owners.hpp"

namespace airut::gateway {
namespace {

using Reports = std::vector<ledger::PaymentRow>;

constexpr int reports_looked_at = 200;
constexpr std::size_t settlement_least = 4;  // a shorter id stands in any text

model::Money to_come(ledger::PaymentRow const& report) { return report.amount - report.remitted; }

model::Money sum_of(Reports const& reports, model::Currency currency) {
  model::Money sum{0, currency};
  for (auto const& one : reports) sum += to_come(one);
  return sum;
}

// Whether money may be laid against reports at all; else a sentence.
std::string why_not(ledger::PaymentRow const& payment) {
  if (payment.is_reversal || !payment.reversed_by.empty())
    return "The payment was taken back by the bank.";
  if (!payment.partner.empty()) return "The payment is a report of an agency itself.";
  return payment.unallocated.minor() > 0 ? std::string{} : "Nothing of the payment waits.";
}

// The clients whose the payment may be.
std::vector<std::string> clients_of(ClaimContext const& context,
                                    ledger::PaymentRow const& payment) {
  if (!payment.client.empty()) return {payment.client};
  std::vector<std::string> refs;
  for (auto const* one : owners_of(context.billers, context.tenant, payment.account).clients)
    refs.push_back(one->ref);
  return refs;
}

// Reports in the payment's currency whose money has not come in full, the oldest first.
Reports waiting_reports(ledger::Snapshot& view, ClaimContext const& context,
                        ledger::PaymentRow const& payment) {
  Reports all;
  for (auto const& client : clients_of(context, payment)) {
    for (auto& one : ledger::reports_to_remit(view, context.tenant, client)) {
      if (one.amount.currency() == payment.amount.currency()) all.push_back(std::move(one));
    }
  }
  return all;
}

void append_remittance(ledger::Transaction& tx, ClaimContext const& context,
                       ledger::PaymentRow const& payment, ledger::RemittanceLaid fact) {
  fact.payment_id = payment.id;
  if (auto const* client = context.billers.client(context.tenant, fact.client))
    fact.funds = funds_of(*client, payment.account);
  fact.amount = payment.amount - payment.amount;
  for (auto const& one : fact.reports) fact.amount += one.amount;
  tx.append(context.tenant, context.actor, context.now, fact);
}

std::string receivable_of(ledger::PaymentRow const& report) {
  return report.parts.empty() ? std::string{} : report.parts.front().receivable_id;
}

}  // namespace

tl::expected<void, std::string> lay_remittance(ledger::Transaction& tx, ClaimContext const& context,
                                               ledger::PaymentRow const& payment,
                                               RemittanceWish const& wish, std::string const& note,
                                               Grounds const& grounds) {
  if (auto why = why_not(payment); !why.empty()) return tl::unexpected{std::move(why)};
  auto reports = waiting_reports(tx, context, payment);
  std::erase_if(reports, [&](auto const& one) {
    bool const fits = wish.settlement_id.empty() || one.settlement_id == wish.settlement_id;
    return !fits || (!wish.partner.empty() && one.partner != wish.partner);
  });
  if (reports.empty())
    return tl::unexpected{std::string{"No such report of an agency waits for its money."}};
  auto const& first = reports.front();
  bool const one_only = std::all_of(reports.begin(), reports.end(), [&](auto const& one) {
    return one.client == first.client && one.partner == first.partner;
  });
  if (!one_only)
    return tl::unexpected{std::string{"Reports of several clients or agencies: name one."}};
  ledger::RemittanceLaid fact;
  fact.client = first.client;
  fact.partner = first.partner;
  fact.rule = grounds.rule;
  fact.explanation = grounds.explanation;
  fact.personal_note = note;
  auto left = payment.unallocated;
  for (auto const& one : reports) {
    auto const share = std::min(left, to_come(one));
    if (share.is_zero()) break;
    fact.reports.push_back({one.id, receivable_of(one), share});
    left -= share;
  }
  append_remittance(tx, context, payment, std::move(fact));
  return {};
}

void take_back_remittance(ledger::Transaction& tx, ClaimContext const& context,
                          ledger::PaymentRow const& payment, std::string const& note) {
  ledger::RemittanceLaid fact;
  fact.client = payment.client;
  fact.personal_note = note;
  for (auto const& one : ledger::remitted_by(tx, context.tenant, payment.id)) {
    auto const report = ledger::find_payment(tx, context.tenant, one.payment_id);
    if (!report) throw std::logic_error{fmt::format("there is no payment {}", one.payment_id)};
    fact.partner = report->partner;
    fact.reports.push_back({one.payment_id, receivable_of(*report), -one.amount});
  }
  if (!fact.reports.empty()) append_remittance(tx, context, payment, std::move(fact));
}

namespace {

bool is_word_sign(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Whether the text has the id as a word of its own, not within a longer number.
bool has_word(std::string_view text, std::string_view id) {
  for (auto at = text.find(id); at != std::string_view::npos; at = text.find(id, at + 1)) {
    auto const end = at + id.size();
    bool const begins = at == 0 || !is_word_sign(text[at - 1]);
    if (begins && (end == text.size() || !is_word_sign(text[end]))) return true;
  }
  return false;
}

bool names(ledger::PaymentRow const& payment, std::string const& settlement) {
  if (settlement.size() < settlement_least) return false;
  if (has_word(payment.text, settlement)) return true;
  return !payment.reference_key.empty() &&
         payment.reference_key == model::reference_match_key(settlement);
}

// Reports that may be one remittance.
struct Lot {
  RemittanceWish wish;
  std::string client;
  Reports reports;
};

// Each settlement of an agency, and all of an agency together.
std::vector<Lot> lots_of(Reports const& reports) {
  std::map<std::vector<std::string>, Lot> lots;
  auto const add = [&](ledger::PaymentRow const& one, std::string const& settlement) {
    auto& lot = lots[{one.client, one.partner, settlement}];
    lot.wish = {settlement, one.partner};
    lot.client = one.client;
    lot.reports.push_back(one);
  };
  for (auto const& one : reports) {
    add(one, {});
    if (!one.settlement_id.empty()) add(one, one.settlement_id);
  }
  std::vector<Lot> all;
  for (auto& [key, lot] : lots) all.push_back(std::move(lot));
  return all;
}

std::string explanation_of(Lot const& lot) {
  if (!lot.wish.settlement_id.empty())
    return fmt::format("The settlement {} of {}, {} payments that it reported.",
                       lot.wish.settlement_id, lot.wish.partner, lot.reports.size());
  return fmt::format("What {} reported and has not remitted, {} payments.", lot.wish.partner,
                     lot.reports.size());
}

std::optional<TakenUp> take_up(ledger::Transaction& tx, ClaimContext const& context,
                               ledger::PaymentRow const& payment, Lot const& lot, bool certain) {
  Grounds const grounds{lot.wish.settlement_id.empty() ? "remittance-sum" : "remittance-settlement",
                        explanation_of(lot)};
  bool const laid = certain && lay_remittance(tx, context, payment, lot.wish, {}, grounds);
  return TakenUp{grounds.rule, grounds.explanation, laid};
}

}  // namespace

std::optional<TakenUp> take_up_remittance(ledger::Transaction& tx, ClaimContext const& context,
                                          ledger::PaymentRow const& payment) {
  if (!why_not(payment).empty() || payment.unallocated != payment.amount) return std::nullopt;
  auto const all = lots_of(waiting_reports(tx, context, payment));
  std::vector<Lot const*> named, equal;
  for (auto const& lot : all) {
    if (names(payment, lot.wish.settlement_id)) named.push_back(&lot);
    if (sum_of(lot.reports, payment.amount.currency()) == payment.amount) equal.push_back(&lot);
  }
  if (!named.empty()) {
    auto const& lot = *named.front();
    bool const agrees = sum_of(lot.reports, payment.amount.currency()) == payment.amount;
    return take_up(tx, context, payment, lot, named.size() == 1 && agrees);
  }
  if (equal.empty()) return std::nullopt;
  // The settlement stands before all of the agency when both are the same reports.
  auto const& lot = *equal.back();
  auto const* client = context.billers.client(context.tenant, lot.client);
  bool const same = std::all_of(equal.begin(), equal.end(), [&](auto const* one) {
    return one->client == lot.client && one->wish.partner == lot.wish.partner &&
           one->reports.size() == lot.reports.size() &&
           one->reports.front().id == lot.reports.front().id;
  });
  bool const certain =
      same && client != nullptr && client->payment_matching == "automatic" &&
      ledger::has_remitted(tx, context.tenant, lot.wish.partner, payment.payer_account);
  return take_up(tx, context, payment, lot, certain);
}

void take_up_waiting_remittances(ledger::Transaction& tx, ClaimContext const& context,
                                 std::string const& client) {
  if (ledger::reports_to_remit(tx, context.tenant, client).empty()) return;
  for (auto const& whose : {client, std::string{}}) {
    ledger::PaymentFilter filter;
    filter.client = whose;
    filter.allocated = false;
    for (auto const& row :
         ledger::list_payments(tx, context.tenant, filter, {reports_looked_at, ""}).rows) {
      if (row.client == whose) take_up_remittance(tx, context, row);
    }
  }
}

}  // namespace airut::gateway
