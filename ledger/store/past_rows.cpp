#include <map>
#include <unordered_map>

#include "ledger/store/events.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/report_rows.hpp"

// Rows as they stood on a past day, made from the journal as the projections made them then.
namespace airut::ledger {
namespace {

// What waits of payments, fact by fact (project_payments.cpp, project_books.cpp).
class WaitingThen {
 public:
  struct Waits {
    model::Money amount;
    std::string reason;
  };

  void operator()(PaymentReceived const& f) {
    if (!f.unallocated.is_zero()) waits_[f.payment_id] = {f.unallocated, f.unallocated_reason};
  }
  void operator()(PaymentAllocated const& f) {
    if (!f.parts.empty()) take_off(f.payment_id, sum_of(f.parts), f.waits_as);
  }
  void operator()(RemittanceLaid const& f) {
    bool const back = f.amount.is_negative();
    take_off(f.payment_id, f.amount, "remittance-taken-back");
    if (back && waits_.contains(f.payment_id))
      waits_[f.payment_id].reason = "remittance-taken-back";
  }
  void operator()(MoneyReturned const& f) {
    if (!f.payment_id.empty()) take_off(f.payment_id, f.amount, {});
  }
  void operator()(ReversalReleased const& f) {
    waits_[f.reversal_id] = {-f.amount, "reversal-unknown"};
    if (!f.parts.empty()) take_off(f.payment_id, sum_of(f.parts), {});
    if (waits_.contains(f.payment_id)) waits_[f.payment_id].reason = "reversal-released";
  }
  template <class F>
  void operator()(F const&) {}

  std::unordered_map<std::string, Waits> const& all() const { return waits_; }

 private:
  static model::Money sum_of(std::vector<AllocatedPart> const& parts) {
    auto sum = parts.front().amount;
    for (std::size_t i = 1; i < parts.size(); ++i) sum += parts[i].amount;
    return sum;
  }

  // reason: of what waits again of a payment of which nothing waited.
  void take_off(std::string const& payment_id, model::Money const& sum, std::string_view reason) {
    auto [found, fresh] = waits_.try_emplace(payment_id, Waits{-sum, std::string{reason}});
    if (!fresh) found->second.amount -= sum;
    if (found->second.amount.is_zero()) waits_.erase(found);
  }

  std::unordered_map<std::string, Waits> waits_;
};

}  // namespace

std::vector<WaitingRow> waiting_before(Snapshot& view, std::string_view tenant,
                                       model::Instant moment) {
  WaitingThen then;
  each_money_fact(view, tenant, 0, [&](MoneyFact const& one) {
    if (one.booked >= moment) return false;
    FactView{one.fact}.visit(then);
    return true;
  });
  std::map<std::int64_t, WaitingRow> by_key;
  auto const number = tenant_number(view, tenant);
  for (auto const& [id, waits] : then.all()) {
    Query query{
        view.connection(),
        "SELECT key, account, payer_name, booked FROM payments WHERE tenant = ? AND id = ?"};
    if (!query.bind(number, id).next()) continue;
    auto& row = by_key[query.take<std::int64_t>()];
    query.take(row.account, row.payer, row.booked);
    row.payment_id = id;
    row.reason = waits.reason;
    row.amount = waits.amount;
  }
  std::vector<WaitingRow> rows;
  for (auto& [key, row] : by_key) rows.push_back(std::move(row));
  return rows;
}

namespace {

// What changed since the moment, though it was there before: its channel and how it stood then, by
// the last event before.
void add_changed_since(Snapshot& view, std::string_view tenant, model::Instant moment,
                       std::map<std::pair<std::string, std::string>, std::int64_t>& counts) {
  Query query{view.connection(),
              "SELECT id, invoice_id, channel FROM deliveries WHERE tenant = ?1 AND created < ?2"
              " AND updated >= ?2"};
  query.bind(tenant_number(view, tenant), moment);
  constexpr int all = 100'000;
  while (query.next()) {
    auto const id = query.take<std::string>();
    auto const invoice = query.take<std::string>();
    auto const channel = query.take<std::string>();
    std::string state;
    for (auto const& one : events_of_invoice(view, tenant, invoice, 0, all)) {
      if (one.event.booked >= moment) break;
      auto const fact = decode(one.kind, one.event.body, {});
      if (!fact) continue;
      if (auto const* routed = std::get_if<DeliveryRouted>(&*fact)) {
        if (routed->delivery_id == id) state = routed->state;
      } else if (auto const* started = std::get_if<AttemptStarted>(&*fact)) {
        if (started->delivery_id == id) state = "dispatching";
      } else if (auto const* changed = std::get_if<DeliveryChanged>(&*fact)) {
        if (changed->delivery_id == id) state = changed->to;
      }
    }
    if (!state.empty()) ++counts[{channel, state}];
  }
}

}  // namespace

std::vector<DeliveryCount> deliveries_before(Snapshot& view, std::string_view tenant,
                                             model::Instant moment) {
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  {
    Query query{view.connection(),
                "SELECT channel, state, count(*) FROM deliveries WHERE tenant = ? AND updated < ?"
                " GROUP BY channel, state"};
    query.bind(tenant_number(view, tenant), moment);
    while (query.next()) {
      auto channel = query.take<std::string>();
      auto state = query.take<std::string>();
      counts[{std::move(channel), std::move(state)}] = query.take<std::int64_t>();
    }
  }
  add_changed_since(view, tenant, moment, counts);
  std::vector<DeliveryCount> rows;
  for (auto const& [of, count] : counts) rows.push_back({of.first, of.second, count});
  return rows;
}

}  // namespace airut::ledger
