#include "gateway/day/day_steps.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "formats/model/ids.hpp"
#include "gateway/books/differences.hpp"
#include "gateway/books/settle.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "ledger/store/book_checks.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/invariants.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

std::vector<config::Client> const& clients_of(api::House& house, DayContext const& context) {
  static std::vector<config::Client> const none;
  auto const* tenant = house.billers.tenant(context.tenant);
  return tenant != nullptr ? tenant->clients : none;
}

ClaimContext claim_context(DayContext const& context) {
  return {context.billers, context.law, context.tenant, context.actor, context.now};
}

bool was_settled(ledger::Snapshot& view, DayContext const& context, config::Client const& client,
                 model::Currency currency) {
  auto const last = ledger::last_settlement(view, context.tenant, client.ref, currency);
  return last && last->day >= context.as_of;
}

std::vector<ledger::DeviationRow> open_ones(ledger::Snapshot& view, DayContext const& context,
                                            std::string const& group) {
  ledger::DeviationFilter filter;
  filter.group_key = group;
  return ledger::list_deviations(view, context.tenant, filter, {50, ""}).rows;
}

bool tell(ledger::Transaction& tx, DayContext const& context, std::string const& group,
          std::string const& text) {
  auto const open = open_ones(tx, context, group);
  if (text.empty()) {
    for (auto const& one : open) {
      tx.append(context.tenant, context.actor, context.now,
                ledger::DeviationResolved{one.id, "", one.invoice_id, "passed", ""});
    }
    return true;
  }
  if (!open.empty()) return true;
  auto const& code = context.codes.find("internal.fault");
  auto fact = new_deviation(code, {}, context.now);
  fact.group_key = group;
  fact.personal_excerpt = text;
  tx.append(context.tenant, context.actor, context.now, fact);
  return true;
}

}  // namespace

asio::awaitable<void> compare_clients(api::House& house, DayContext context) {
  auto const claim = claim_context(context);
  for (auto const& client : clients_of(house, context)) {
    std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
      return compare_again(tx, claim, client, context.as_of).has_value();
    };
    co_await commit<bool>(house.store, work);
  }
}

asio::awaitable<void> settle_clients(api::House& house, DayContext context) {
  auto const claim = claim_context(context);
  for (auto const& client : clients_of(house, context)) {
    auto const& country = client.seller.address.country;
    auto const banking = context.law.is_banking_day(country, context.as_of);
    if (client.books.settlement != "daily" || (banking && !*banking)) continue;
    auto const looked_at = co_await channels::on_pool(house.workers, [&] {
      return house.store.read(
          [&](ledger::Snapshot& view) { return unsettled(view, context.tenant, client); });
    });
    for (auto const& one : looked_at) {
      if (one.amount.minor() <= 0) continue;
      std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
        if (was_settled(tx, context, client, one.amount.currency())) return false;
        return settle(tx, claim, client, context.as_of, one).has_value();
      };
      co_await commit<bool>(house.store, work);
    }
  }
}

asio::awaitable<void> check_money(api::House& house, DayContext context) {
  auto const broken = co_await channels::on_pool(house.workers, [&] {
    return house.store.read([&](ledger::Snapshot& view) {
      auto found = ledger::broken_invariants(view, context.tenant);
      auto books = ledger::broken_books(view, context.tenant);
      std::move(books.begin(), books.end(), std::back_inserter(found));
      return found;
    });
  });
  std::string text;
  if (!broken.empty()) {
    text = fmt::format("{} invariants of the ledger are broken. {}", broken.size(), broken.front());
  }
  co_await tell_trouble(house, context, "invariants", text);
}

asio::awaitable<void> end_day(api::House& house, DayContext context) {
  ledger::DayRun fact;
  fact.run_id = model::new_id("run", context.now);
  fact.as_of = context.as_of;
  fact.began = context.now;
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    tx.append(context.tenant, context.actor, context.now, fact);
    return true;
  };
  co_await commit<bool>(house.store, work);
}

asio::awaitable<void> tell_trouble(api::House& house, DayContext context, std::string step,
                                   std::string text) {
  auto const group = fmt::format("internal.fault|day|{}", step);
  bool const nothing = text.empty() && house.store.read([&](ledger::Snapshot& view) {
    return open_ones(view, context, group).empty();
  });
  if (nothing) co_return;
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    return tell(tx, context, group, text);
  };
  co_await commit<bool>(house.store, work);
}

}  // namespace airut::gateway
