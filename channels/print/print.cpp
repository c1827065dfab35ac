#include "channels/print/print.hpp"

#include <exception>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "formats/print/batch.hpp"

namespace airut::channels {
namespace asio = boost::asio;
namespace {

struct Waiting {
  Parcel parcel;
  std::function<void(Outcome)> done;
};

print::Letter letter_of(Parcel const& parcel) {
  auto const& job = *parcel.print;
  return {parcel.delivery_id, job.address_lines, job.country, parcel.files.front().bytes,
          job.pages,          job.colour,        job.duplex,  job.priority};
}

Outcome refused(std::string text) {
  Trace trace;
  trace.code = "print.address_incomplete";
  trace.excerpt = std::move(text);
  return Refused{trace};
}

model::Result<Parcel> batch_parcel(std::vector<Waiting> const& waiting) {
  std::vector<print::Letter> letters;
  for (auto const& one : waiting) letters.push_back(letter_of(one.parcel));
  auto const& first = waiting.front().parcel;
  auto batch = print::write_batch(first.delivery_id, first.created, letters);
  if (!batch) return tl::unexpected{batch.error()};
  Parcel parcel;
  parcel.delivery_id = parcel.message_id = first.delivery_id;
  parcel.created = first.created;
  parcel.files.push_back({batch->name, "application/zip", std::move(batch->bytes)});
  return parcel;
}

}  // namespace

struct PrintChannel::Parts : std::enable_shared_from_this<PrintChannel::Parts> {
  Parts(std::unique_ptr<Channel> the_printer, Limits the_limits, asio::thread_pool& the_pool)
      : printer(std::move(the_printer)), limits(the_limits), pool(the_pool), timer(the_pool) {}

  void add(Waiting one) {
    std::unique_lock lock{mutex};
    waiting.push_back(std::move(one));
    if (waiting.size() >= limits.letters) {
      timer.cancel();
      return send(std::exchange(waiting, {}));
    }
    if (waiting.size() > 1) return;
    timer.expires_after(limits.time);
    timer.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
      if (stopped) return;
      std::unique_lock guard{self->mutex};
      if (!self->waiting.empty()) self->send(std::exchange(self->waiting, {}));
    });
  }

  // Off the lock: the transport may take its time.
  void send(std::vector<Waiting> batch) {
    asio::post(pool, [self = shared_from_this(), batch = std::move(batch)]() mutable {
      auto parcel = batch_parcel(batch);
      if (!parcel) {
        for (auto const& one : batch) one.done(refused(parcel.error().text));
        return;
      }
      auto done = [batch = std::move(batch)](std::exception_ptr fault, Outcome outcome) {
        if (fault) outcome = Unsure{Trace{"", "print.lost_batch", "", ""}};
        for (auto const& one : batch) one.done(outcome);
      };
      asio::co_spawn(self->pool, self->printer->deliver(*std::move(parcel)), std::move(done));
    });
  }

  std::unique_ptr<Channel> printer;
  Limits limits;
  asio::thread_pool& pool;
  std::mutex mutex;
  asio::steady_timer timer;
  std::vector<Waiting> waiting;
};

PrintChannel::PrintChannel(std::unique_ptr<Channel> printer, Limits limits, asio::thread_pool& pool)
    : parts_(std::make_shared<Parts>(std::move(printer), limits, pool)) {}

PrintChannel::~PrintChannel() {
  std::lock_guard const lock{parts_->mutex};
  parts_->timer.cancel();
}

asio::awaitable<Outcome> PrintChannel::deliver(Parcel parcel) {
  if (!parcel.print || parcel.print->address_lines.size() < 2) {
    co_return refused("the letter has no postal address");
  }
  auto const executor = co_await asio::this_coro::executor;
  auto initiate = [this, &parcel, executor](auto handler) {
    auto const resume = std::make_shared<decltype(handler)>(std::move(handler));
    auto done = [resume, executor](Outcome outcome) {
      asio::post(executor, [resume, outcome = std::move(outcome)]() mutable {
        std::move (*resume)(std::move(outcome));
      });
    };
    parts_->add({std::move(parcel), std::move(done)});
  };
  co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, void(Outcome)>(
      initiate, asio::use_awaitable);
}

}  // namespace airut::channels
