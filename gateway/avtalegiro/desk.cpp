#include "gateway/avtalegiro/desk.hpp"

#include <algorithm>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/avtalegiro/close_claims.hpp"
#include "gateway/avtalegiro/make_transmission.hpp"
#include "gateway/avtalegiro/send_transmission.hpp"
#include "gateway/avtalegiro/tell.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/claim_turn.hpp"
#include "gateway/log.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::milliseconds between_looks{1000};

bool names(std::vector<std::string> const& order, std::string_view channel) {
  return std::find(order.begin(), order.end(), channel) != order.end();
}

// What is due at one clearing house; whether there was something.
asio::awaitable<bool> one_step(ClearingHouse const& house) {
  auto const context = house.context();
  auto const open = house.store.read([&](ledger::Snapshot& view) {
    return ledger::open_transmission(view, house.tenant, house.name);
  });
  if (open) {
    if (open->next_at && *open->next_at > context.now) co_return false;
    co_await send_transmission(house, *open);
    co_return true;
  }
  std::function<bool(ledger::Transaction&)> const close = [&](ledger::Transaction& tx) {
    return tell_unpaid(tx, context) > 0;
  };
  bool const unpaid = house.store.read(
      [&](ledger::Snapshot& view) { return !unpaid_claims(view, context).empty(); });
  if (unpaid) co_return co_await commit<bool>(house.store, close);
  bool const time =
      house.store.read([&](ledger::Snapshot& view) { return is_time_to_transmit(view, context); });
  if (!time) co_return false;
  std::function<bool(ledger::Transaction&)> const make = [&](ledger::Transaction& tx) {
    return make_transmission(tx, context).has_value();
  };
  co_return co_await commit<bool>(house.store, make);
}

}  // namespace

config::Tenant const* tenant_of_channel(Billers const& billers, std::string_view channel) {
  for (auto const& tenant : billers.tenants()) {
    for (auto const& client : tenant.clients) {
      if (names(client.channel_order_consumer, channel)) return &tenant;
      if (names(client.channel_order_business, channel)) return &tenant;
    }
  }
  return nullptr;
}

struct ClearingDesk::Parts : std::enable_shared_from_this<ClearingDesk::Parts> {
  Parts(asio::io_context& context, House the_house)
      : strand(asio::make_strand(context)), timer(strand), house(the_house) {
    for (auto const& channel : house.billers.channels()) {
      auto const* settings = std::get_if<config::AvtaleGiroSettings>(&channel.transport);
      auto const* tenant = tenant_of_channel(house.billers, channel.name);
      auto* carrier = house.dispatcher.channel(channel.name);
      if (settings == nullptr || tenant == nullptr || carrier == nullptr) continue;
      houses.push_back({house.store, house.billers, house.codes, house.law, house.clock, *carrier,
                        tenant->id, channel.name, *settings});
    }
  }

  // A bug of ours, or a table without the row that is needed: a person sees it.
  void tell(ClearingHouse const& one, std::string const& fault) {
    auto const context = one.context();
    auto work = [context, fault](ledger::Transaction& tx) {
      open_trouble(tx, context, {"internal.fault", context.channel, fault, "", ""});
    };
    // Where the queue is full it is told at the next look.
    static_cast<void>(one.store.write(std::move(work), [](std::exception_ptr) {}));
  }

  asio::awaitable<void> work() {
    while (!stopped) {
      bool busy = false;
      for (auto const& one : houses) {
        std::string broken;
        try {
          bool const stepped = co_await one_step(one);
          busy = busy || stepped;
        } catch (ledger::StoreLost const&) {
          log_fault("avtalegiro", std::current_exception());
        } catch (http::Unavailable const&) {  // its queue is full: at the next look
        } catch (std::exception const& fault) {
          broken = fault.what();
        }
        if (!broken.empty()) tell(one, broken);
      }
      if (busy) {
        house.dispatcher.wake();
        continue;
      }
      boost::system::error_code ended;
      timer.expires_after(between_looks);
      co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
  }

  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  House house;
  std::vector<ClearingHouse> houses;
  bool stopped = false;
};

ClearingDesk::ClearingDesk(asio::io_context& context, House house)
    : parts_(std::make_shared<Parts>(context, house)) {}

ClearingDesk::~ClearingDesk() { stop(); }

void ClearingDesk::start() {
  if (parts_->houses.empty()) return;
  auto work = parts_->work();
  asio::co_spawn(parts_->strand, std::move(work),
                 [parts = parts_](std::exception_ptr fault) { log_fault("avtalegiro", fault); });
}

void ClearingDesk::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

}  // namespace airut::gateway
