#include "gateway/books/settle.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "formats/csv/written.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/money_facts.hpp"

namespace airut::gateway {
namespace {

class Gathering {
 public:
  Gathering(config::Client const& client, model::Currency currency)
      : client_(client), currency_(currency) {}

  void take(ledger::Fact const& fact) {
    if (auto const* payment = std::get_if<ledger::PaymentReceived>(&fact)) {
      if (payment->client == client_.ref && payment->funds == "client") add(payment->parts);
    } else if (auto const* laid = std::get_if<ledger::PaymentAllocated>(&fact)) {
      if (laid->client == client_.ref && laid->funds == "client") add(laid->parts);
    }
  }

  std::map<std::string, SettledItem> items;  // by receivable id

 private:
  void add(std::vector<ledger::AllocatedPart> const& parts) {
    for (auto const& part : parts) {
      if (part.amount.currency() != currency_) continue;
      auto [found, fresh] = items.try_emplace(part.receivable_id);
      auto& item = found->second;
      if (fresh) {
        item.receivable_id = part.receivable_id;
        item.principal = item.interest = item.fee = item.cost = model::Money{0, currency_};
      }
      auto& sum = part.component == "interest" ? item.interest
                  : part.component == "fee"    ? item.fee
                  : part.component == "cost"   ? item.cost
                                               : item.principal;
      sum += part.amount;
    }
  }

  config::Client const& client_;
  model::Currency currency_;
};

}  // namespace

Settlement unsettled(ledger::Snapshot& view, std::string const& tenant,
                     config::Client const& client) {
  auto const currency = model::Currency::parse(client.currency).value_or(model::Currency{});
  auto const last = ledger::last_settlement(view, tenant, client.ref, currency);
  Settlement settlement;
  settlement.amount = model::Money{0, currency};
  settlement.since_seq = settlement.until_seq = last ? last->until_seq : 0;
  bool const holds = std::any_of(client.accounts.begin(), client.accounts.end(),
                                 [](config::Account const& one) { return one.held; });
  if (!holds) return settlement;
  Gathering gathering{client, currency};
  ledger::each_money_fact(view, tenant, settlement.until_seq, [&](ledger::MoneyFact const& one) {
    gathering.take(one.fact);
    settlement.until_seq = one.seq;
    return true;
  });
  std::map<std::string, SettledItem> by_number;
  for (auto& [id, item] : gathering.items) {
    if (item.total().is_zero()) continue;
    auto const row = ledger::find_receivable(view, tenant, id);
    item.invoice_number = row ? row->invoice_number : id;
    settlement.amount += item.total();
    by_number.emplace(item.invoice_number, std::move(item));
  }
  for (auto& [number, item] : by_number) settlement.items.push_back(std::move(item));
  return settlement;
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
