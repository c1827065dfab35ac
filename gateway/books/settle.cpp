#include "gateway/books/settle.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "formats/csv/written.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/books/taken_back.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/money_facts.hpp"

namespace airut::gateway {
namespace {

// What was laid since the last settlement, a currency for itself: each has its own last one.
class Gathering {
 public:
  Gathering(ledger::Snapshot& view, std::string const& tenant, config::Client const& client)
      : view_(view), tenant_(tenant), client_(client) {
    of(model::Currency::parse(client.currency).value_or(model::Currency{}));
    for (auto const currency : ledger::currencies_of(view, tenant, client.ref)) of(currency);
  }

  // What came before is settled in every currency.
  std::int64_t since() const {
    auto since = found_.front().settlement.since_seq;
    for (auto const& one : found_) since = std::min(since, one.settlement.since_seq);
    return since;
  }

  void take(ledger::MoneyFact const& one) {
    seq_ = one.seq;
    if (auto const* payment = std::get_if<ledger::PaymentReceived>(&one.fact)) {
      if (payment->client == client_.ref && payment->funds == "client") add(payment->parts);
    } else if (auto const* laid = std::get_if<ledger::PaymentAllocated>(&one.fact)) {
      if (laid->client == client_.ref && laid->funds == "client") add(laid->parts);
    } else if (auto const* remitted = std::get_if<ledger::RemittanceLaid>(&one.fact)) {
      if (remitted->client == client_.ref && remitted->funds == "client") add(remitted->reports);
    }
  }

  // As much as the service has: what is missing there waits with what was laid last.
  std::vector<Settlement> finish() {
    std::vector<Settlement> all;
    for (auto& one : found_) {
      auto const end = end_of(one);
      for (auto at = one.laid.begin(); at != end; ++at) add_to(one, *at);
      for (auto& [id, item] : one.items) {
        if (item.total().is_zero()) continue;
        auto const row = ledger::find_receivable(view_, tenant_, id);
        item.invoice_number = row ? row->invoice_number : id;
        one.settlement.amount += item.total();
        one.settlement.items.push_back(std::move(item));
      }
      std::sort(one.settlement.items.begin(), one.settlement.items.end(),
                [](auto const& a, auto const& b) { return a.invoice_number < b.invoice_number; });
      auto const until = end == one.laid.end() ? seq_ : end->seq - 1;
      one.settlement.until_seq = std::max(one.settlement.since_seq, until);
      all.push_back(std::move(one.settlement));
    }
    return all;
  }

 private:
  struct Laid {
    std::int64_t seq = 0;  // of its event
    std::string receivable_id, component;
    model::Money amount;
  };
  struct Found {
    Settlement settlement;
    std::vector<Laid> laid;
    std::map<std::string, SettledItem> items;  // by receivable id
  };

  // The end of the longest beginning whose sum is there, event by event.
  std::vector<Laid>::const_iterator end_of(Found const& one) const {
    auto const currency = one.settlement.amount.currency();
    model::Money total{0, currency}, sum = total;
    for (auto const& laid : one.laid) total += laid.amount;
    auto const missing = missing_funds(view_, tenant_, client_, currency);
    if (missing.is_zero()) return one.laid.end();
    auto end = one.laid.begin();
    for (auto at = one.laid.begin(); at != one.laid.end();) {
      sum += at->amount;
      ++at;
      bool const whole = at == one.laid.end() || at->seq != std::prev(at)->seq;
      if (whole && sum <= total - missing) end = at;
    }
    return end;
  }

  static void add_to(Found& found, Laid const& laid) {
    auto [there, fresh] = found.items.try_emplace(laid.receivable_id);
    auto& item = there->second;
    if (fresh) {
      item.receivable_id = laid.receivable_id;
      item.principal = item.interest = item.fee = item.cost = laid.amount - laid.amount;
    }
    auto& sum = laid.component == "interest" ? item.interest
                : laid.component == "fee"    ? item.fee
                : laid.component == "cost"   ? item.cost
                                             : item.principal;
    sum += laid.amount;
  }

  Found begin(model::Currency currency) {
    auto const last = ledger::last_settlement(view_, tenant_, client_.ref, currency);
    Found one;
    one.settlement.amount = model::Money{0, currency};
    one.settlement.since_seq = one.settlement.until_seq = last ? last->until_seq : 0;
    return one;
  }

  Found& of(model::Currency currency) {
    auto const there = std::find_if(found_.begin(), found_.end(), [&](auto const& one) {
      return one.settlement.amount.currency() == currency;
    });
    if (there != found_.end()) return *there;
    found_.push_back(begin(currency));
    return found_.back();
  }

  void add(std::string const& receivable_id, std::string_view component,
           model::Money const& amount) {
    auto& found = of(amount.currency());
    if (seq_ <= found.settlement.since_seq) return;
    found.laid.push_back({seq_, receivable_id, std::string{component}, amount});
  }

  void add(std::vector<ledger::AllocatedPart> const& parts) {
    for (auto const& part : parts) add(part.receivable_id, part.component, part.amount);
  }

  // Money of an agency is of the components that its report paid, the first of them first; what the
  // report laid on nothing stands under its own id.
  void add(std::vector<ledger::RemittedReport> const& reports) {
    for (auto const& one : reports) {
      auto const report = ledger::payment_as_received(view_, tenant_, one.payment_id);
      bool const back = one.amount.is_negative();
      auto left = back ? -one.amount : one.amount;
      for (auto const& part : report ? report->parts : std::vector<ledger::AllocatedPart>{}) {
        auto const share = std::min(left, part.amount);
        left -= share;
        add(part.receivable_id, part.component, back ? -share : share);
      }
      if (!left.is_zero()) add(one.payment_id, "principal", back ? -left : left);
    }
  }

  ledger::Snapshot& view_;
  std::string const& tenant_;
  config::Client const& client_;
  std::vector<Found> found_;
  std::int64_t seq_ = 0;  // of the fact at hand
};

}  // namespace

std::vector<Settlement> unsettled(ledger::Snapshot& view, std::string const& tenant,
                                  config::Client const& client) {
  Gathering gathering{view, tenant, client};
  bool const holds = std::any_of(client.accounts.begin(), client.accounts.end(),
                                 [](config::Account const& one) { return one.held; });
  if (!holds) return gathering.finish();
  ledger::each_money_fact(view, tenant, gathering.since(), [&](ledger::MoneyFact const& one) {
    gathering.take(one);
    return true;
  });
  return gathering.finish();
}

std::string settlement_csv(Settlement const& settlement, std::string const& client,
                           model::Date day) {
  std::string out = "client,day,invoice_number,currency,principal,interest,fees,costs,total\r\n";
  auto const currency = settlement.amount.currency();
  auto const code = currency.code();
  auto const whose = csv::written(client);
  for (auto const& item : settlement.items)
    out +=
        fmt::format("{},{},{},{},{},{},{},{},{}\r\n", whose, model::date_text(day),
                    csv::written(item.invoice_number), code, item.principal.text(),
                    item.interest.text(), item.fee.text(), item.cost.text(), item.total().text());
  return out + fmt::format("{},{},total,{},,,,,{}\r\n", whose, model::date_text(day), code,
                           settlement.amount.text());
}

std::optional<ledger::MoneySettled> settle(ledger::Transaction& tx, ClaimContext const& context,
                                           config::Client const& client, model::Date day,
                                           Settlement const& settlement) {
  auto const currency = settlement.amount.currency();
  auto const last = ledger::last_settlement(tx, context.tenant, client.ref, currency);
  if ((last ? last->until_seq : 0) != settlement.since_seq) return std::nullopt;
  // What was taken back beyond what came in waits for money to set it off against.
  if (settlement.amount.minor() <= 0) return std::nullopt;
  auto const file = settlement_csv(settlement, client.ref, day);
  ledger::keep_document(tx, "text/csv", file);
  ledger::MoneySettled fact;
  fact.settlement_id = model::new_id("set", context.now);
  fact.client = client.ref;
  fact.day = day;
  fact.amount = settlement.amount;
  fact.until_seq = settlement.until_seq;
  fact.items = static_cast<std::int64_t>(settlement.items.size());
  fact.digest = model::sha256_hex(file);
  tx.append(context.tenant, context.actor, context.now, fact);
  return fact;
}

}  // namespace airut::gateway
