#include "gateway/inbox/desk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "gateway/inbox/parts.hpp"
#include "gateway/inbox/readers.hpp"
#include "gateway/log.hpp"

namespace airut::gateway {
namespace asio = boost::asio;

InboxDesk::Parts::Parts(asio::io_context& context, api::House& the_house,
                        config::FeedbackTables const& tables, asio::thread_pool& the_pool)
    : strand(asio::make_strand(context)), house(the_house), pool(the_pool) {
  for (auto const& channel : house.settings.channels) {
    if (channel.inbox) inboxes.emplace_back(inbox_line(house, tables, channel), strand);
  }
}

InboxDesk::Parts::Watched* InboxDesk::Parts::watched(std::string_view channel) {
  for (auto& one : inboxes) {
    if (one.line.channel == channel) return &one;
  }
  return nullptr;
}

asio::awaitable<std::optional<InboxReport>> InboxDesk::Parts::round(Watched& one) {
  if (one.line.busy || stopped) co_return std::nullopt;
  one.line.busy = true;
  std::optional<InboxReport> report;
  std::exception_ptr fault;
  InboxRound round{one.line, house, pool};
  try {
    report = co_await round.run();
  } catch (...) {  // told by who began the round
    fault = std::current_exception();
  }
  one.line.busy = false;
  if (fault) std::rethrow_exception(fault);
  one.taken += static_cast<std::uint64_t>(report->taken);
  one.refused += static_cast<std::uint64_t>(report->refused);
  co_return report;
}

void InboxDesk::Parts::look(Watched& one) {
  if (stopped) return;
  auto work = round(one);
  asio::co_spawn(
      strand, std::move(work),
      [self = shared_from_this(), &one](std::exception_ptr fault, std::optional<InboxReport>) {
        log_fault("inbox", fault);
        self->sleep(one);
      });
}

void InboxDesk::Parts::sleep(Watched& one) {
  if (stopped) return;
  one.timer.expires_after(one.line.settings.fetch_time);
  one.timer.async_wait([self = shared_from_this(), &one](boost::system::error_code fault) {
    if (!fault) self->look(one);
  });
}

InboxDesk::InboxDesk(asio::io_context& context, api::House& house,
                     config::FeedbackTables const& tables, asio::thread_pool& pool)
    : parts_(std::make_shared<Parts>(context, house, tables, pool)) {}

InboxDesk::~InboxDesk() { stop(); }

void InboxDesk::start() {
  asio::post(parts_->strand, [parts = parts_] {
    for (auto& one : parts->inboxes) parts->look(one);
  });
}

void InboxDesk::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    for (auto& one : parts->inboxes) one.timer.cancel();
  });
}

http::Routes InboxDesk::routes() {
  http::Routes routes;
  add_inbox_routes(parts_, routes);
  return routes;
}

std::map<std::string, std::function<std::map<std::string, std::uint64_t>()>> InboxDesk::figures()
    const {
  std::map<std::string, std::function<std::map<std::string, std::uint64_t>()>> all;
  for (auto& one : parts_->inboxes) {
    all[one.line.channel] = [parts = parts_, &one] {
      return std::map<std::string, std::uint64_t>{{"inbox_taken", one.taken.load()},
                                                  {"inbox_refused", one.refused.load()}};
    };
  }
  return all;
}

}  // namespace airut::gateway
