#include "channels/print/print.hpp"

#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
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

struct Committed {
  Parcel parcel;
  std::function<void(Outcome)> done;
};

// Letters that go together. Open while it gathers; closed once, then it waits for `expected` to
// be committed or discarded.
struct Batch {
  std::vector<std::function<void()>> gathering;  // resumes each letter's prepare()
  std::size_t expected = 0;
  bool closed = false;
  std::vector<Committed> letters;
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

model::Result<Parcel> batch_parcel(std::vector<Committed> const& batch) {
  std::vector<print::Letter> letters;
  for (auto const& one : batch) letters.push_back(letter_of(one.parcel));
  auto const& first = batch.front().parcel;
  auto written = print::write_batch(first.delivery_id, first.created, letters);
  if (!written) return tl::unexpected{written.error()};
  Parcel parcel;
  parcel.delivery_id = parcel.message_id = first.delivery_id;
  parcel.created = first.created;
  parcel.files.push_back({written->name, "application/zip", std::move(written->bytes)});
  return parcel;
}

// Asynchronous completion that resumes the caller on its own executor.
template <class Start>
auto completion(asio::any_io_executor executor, Start start) {
  return [executor, start = std::move(start)](auto handler) mutable {
    auto const resume = std::make_shared<decltype(handler)>(std::move(handler));
    start([resume, executor](auto... result) {
      asio::post(executor, [resume, ... result = std::move(result)]() mutable {
        std::move (*resume)(std::move(result)...);
      });
    });
  };
}

}  // namespace

struct PrintChannel::Parts : std::enable_shared_from_this<PrintChannel::Parts> {
  Parts(std::unique_ptr<Channel> the_printer, Limits the_limits, asio::thread_pool& the_pool)
      : printer(std::move(the_printer)), limits(the_limits), pool(the_pool), timer(the_pool) {}

  void gather(std::string const& id, std::function<void()> resume) {
    std::lock_guard const lock{mutex};
    if (!open) open = std::make_shared<Batch>();
    open->gathering.push_back(std::move(resume));
    batch_of[id] = open;
    if (hurried || open->gathering.size() >= limits.letters) return close();
    if (open->gathering.size() == 1) start_timer();
  }

  void start_timer() {
    timer.expires_after(limits.time);
    timer.async_wait([self = shared_from_this(), batch = open](boost::system::error_code) {
      std::lock_guard const lock{self->mutex};
      if (self->open == batch) self->close();
    });
  }

  // Under the lock: no letter joins any more, and all may be committed.
  void close() {
    if (!open) return;
    open->closed = true;
    open->expected = open->gathering.size();
    for (auto const& resume : open->gathering) resume();
    open.reset();
  }

  void commit(Committed letter) {
    std::lock_guard const lock{mutex};
    auto const found = batch_of.find(letter.parcel.delivery_id);
    auto batch = found == batch_of.end() ? std::make_shared<Batch>(Batch{{}, 1, true, {}})
                                         : std::move(found->second);
    if (found != batch_of.end()) batch_of.erase(found);
    batch->letters.push_back(std::move(letter));
    send_if_whole(*batch);
  }

  void drop(std::string const& id) {
    std::lock_guard const lock{mutex};
    auto const found = batch_of.find(id);
    if (found == batch_of.end()) return;
    auto const batch = std::move(found->second);
    batch_of.erase(found);
    --batch->expected;
    send_if_whole(*batch);
  }

  void send_if_whole(Batch& batch) {
    if (batch.letters.empty() || batch.letters.size() < batch.expected) return;
    send(std::exchange(batch.letters, {}));
  }

  // Off the lock: the transport may take its time.
  void send(std::vector<Committed> letters) {
    asio::post(pool, [self = shared_from_this(), letters = std::move(letters)]() mutable {
      auto parcel = batch_parcel(letters);
      if (!parcel) {
        for (auto const& one : letters) one.done(refused(parcel.error().text));
        return;
      }
      auto done = [letters = std::move(letters)](std::exception_ptr fault, Outcome outcome) {
        if (fault) outcome = Unsure{Trace{"", "print.lost_batch", "", ""}};
        for (auto const& one : letters) one.done(outcome);
      };
      asio::co_spawn(self->pool, self->printer->deliver(*std::move(parcel)), std::move(done));
    });
  }

  std::unique_ptr<Channel> printer;
  Limits limits;
  asio::thread_pool& pool;
  std::mutex mutex;
  asio::steady_timer timer;
  bool hurried = false;
  std::shared_ptr<Batch> open;
  std::map<std::string, std::shared_ptr<Batch>> batch_of;  // letters between prepare() and its end
};

PrintChannel::PrintChannel(std::unique_ptr<Channel> printer, Limits limits, asio::thread_pool& pool)
    : parts_(std::make_shared<Parts>(std::move(printer), limits, pool)) {}

PrintChannel::~PrintChannel() {
  std::lock_guard const lock{parts_->mutex};
  parts_->timer.cancel();
}

void PrintChannel::hurry() {
  std::lock_guard const lock{parts_->mutex};
  parts_->hurried = true;
  parts_->close();
  parts_->timer.cancel();
}

asio::awaitable<std::optional<Outcome>> PrintChannel::prepare(Parcel parcel) {
  if (!parcel.print || parcel.print->address_lines.size() < 2) {
    co_return refused("the letter has no postal address");
  }
  auto const executor = co_await asio::this_coro::executor;
  auto start = [parts = parts_, id = parcel.delivery_id](std::function<void()> resume) {
    parts->gather(id, std::move(resume));
  };
  auto initiate = completion(executor, std::move(start));
  co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(initiate,
                                                                       asio::use_awaitable);
  co_return std::nullopt;
}

asio::awaitable<void> PrintChannel::discard(Parcel parcel) {
  parts_->drop(parcel.delivery_id);
  co_return;
}

asio::awaitable<Outcome> PrintChannel::deliver(Parcel parcel) {
  auto const executor = co_await asio::this_coro::executor;
  auto start = [parts = parts_, &parcel](std::function<void(Outcome)> done) {
    parts->commit({std::move(parcel), std::move(done)});
  };
  auto initiate = completion(executor, std::move(start));
  co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, void(Outcome)>(
      initiate, asio::use_awaitable);
}

}  // namespace airut::channels
