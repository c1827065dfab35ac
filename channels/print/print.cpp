#include "channels/print/print.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "channels/print/gathering.hpp"
#include "channels/print/rules.hpp"

namespace airut::channels {
namespace asio = boost::asio;
namespace {

// A closed batch lets so many letters at once be made and committed, whatever its size: their
// documents are in memory until they are written.
constexpr std::size_t at_once_most = 64;

// A letter that is committed, and whom to tell what became of it.
struct Came {
  Parcel parcel;
  Done done;
};

// Letters that go together. Open while it gathers; closed once, then it waits for `expected` to
// be committed or discarded. They are written by their ids, in whatever order they come: the same
// letters are the same file, also at another attempt.
struct Batch {
  std::multimap<std::string, std::function<void()>> gathering{};  // resumes a letter's prepare()
  std::set<std::string> to_write{};                               // neither written nor discarded
  std::map<std::string, Came> came{};
  bool writing = false;
  std::size_t expected = 0;
  std::vector<Done> written{};  // letters that are in the file
  std::shared_ptr<OpenBatch> file{};
};

Outcome refused(std::string code, std::string text) {
  Trace trace;
  trace.code = std::move(code);
  trace.excerpt = std::move(text);
  return Refused{trace};
}

std::string text_of(std::exception_ptr const& fault) {
  try {
    std::rethrow_exception(fault);
  } catch (std::exception const& known) {
    return known.what();
  } catch (...) {
    return "unknown";
  }
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
  Parts(std::unique_ptr<Channel> the_printer, config::PrintSettings the_settings,
        std::filesystem::path the_spool, asio::thread_pool& the_pool, UntilCutOff the_cut_off)
      : printer(std::move(the_printer)),
        settings(std::move(the_settings)),
        spool(std::move(the_spool)),
        until_cut_off(std::move(the_cut_off)),
        pool(the_pool),
        timer(the_pool) {
    std::error_code fault;
    std::filesystem::remove_all(spool, fault);  // batches that never came to their end
    std::filesystem::create_directories(spool, fault);
  }

  void gather(std::string const& id, std::function<void()> resume) {
    std::lock_guard const lock{mutex};
    if (!open) open = std::make_shared<Batch>();
    open->gathering.emplace(id, std::move(resume));
    open->to_write.insert(id);
    batch_of[id] = open;
    auto const most = static_cast<std::size_t>(settings.letters_per_batch);
    if (hurried || open->gathering.size() >= most) return close();
    if (open->gathering.size() == 1) start_timer();
  }

  // The way to the printer takes its time: a batch for a cut-off leaves a minute before it.
  std::chrono::seconds gathering_time() const {
    constexpr std::chrono::minutes way{1};
    auto const left = until_cut_off ? until_cut_off() : std::nullopt;
    if (!left || *left > settings.batch_time + way) return settings.batch_time;
    return std::max<std::chrono::seconds>(*left - way, std::chrono::seconds{0});
  }

  void start_timer() {
    timer.expires_after(gathering_time());
    timer.async_wait([self = shared_from_this(), batch = open](boost::system::error_code) {
      std::lock_guard const lock{self->mutex};
      if (self->open == batch) self->close();
    });
  }

  // Under the lock: no letter joins any more, and all may be committed.
  void close() {
    if (!open) return;
    timer.cancel();
    open->expected = open->gathering.size();
    for (std::size_t i = 0; i < at_once_most; ++i) resume_next(*open);
    open.reset();
  }

  // Under the lock.
  void resume_next(Batch& batch) {
    if (batch.gathering.empty()) return;
    batch.gathering.begin()->second();
    batch.gathering.erase(batch.gathering.begin());
  }

  // Under the lock: the letter's batch; one of its own when it never gathered.
  std::shared_ptr<Batch> batch_for(std::string const& id) {
    auto const found = batch_of.find(id);
    std::shared_ptr<Batch> batch;
    if (found == batch_of.end()) {
      batch = std::make_shared<Batch>();
      batch->to_write.insert(id);
      batch->expected = 1;
    } else {
      batch = std::move(found->second);
      batch_of.erase(found);
    }
    if (!batch->file)
      batch->file = std::make_shared<OpenBatch>(settings, spool, *batch->to_write.begin());
    return batch;
  }

  // On the pool: the letter is on disk when this is done, and its bytes are free.
  void commit(Parcel parcel, Done done) {
    asio::post(pool, [self = shared_from_this(), parcel = std::move(parcel),
                      done = std::move(done)]() mutable {
      std::unique_lock lock{self->mutex};
      auto const id = parcel.delivery_id;
      auto const batch = self->batch_for(id);
      batch->came.emplace(id, Came{std::move(parcel), std::move(done)});
      self->write_turns(*batch, lock);
    });
  }

  // Writes the letters whose turn it is, off the lock, one thread at a time.
  void write_turns(Batch& batch, std::unique_lock<std::mutex>& lock) {
    while (!batch.writing && !batch.to_write.empty()) {
      auto next = batch.came.extract(*batch.to_write.begin());
      if (next.empty()) return;  // one before it is still to come
      batch.to_write.erase(batch.to_write.begin());
      batch.writing = true;
      lock.unlock();
      auto wrong = batch.file->add(next.mapped().parcel);
      next.mapped().parcel = {};
      lock.lock();
      batch.writing = false;
      if (wrong) {
        --batch.expected;
        next.mapped().done(*std::move(wrong));
      } else {
        batch.written.push_back(std::move(next.mapped().done));
      }
      resume_next(batch);
      send_if_whole(batch);
    }
  }

  void drop(std::string const& id) {
    std::unique_lock lock{mutex};
    auto const found = batch_of.find(id);
    if (found == batch_of.end()) return;
    auto const batch = std::move(found->second);
    batch_of.erase(found);
    batch->to_write.erase(id);
    --batch->expected;
    resume_next(*batch);
    send_if_whole(*batch);
    asio::post(pool, [self = shared_from_this(), batch] {
      std::unique_lock turn{self->mutex};
      self->write_turns(*batch, turn);
    });
  }

  void send_if_whole(Batch& batch) {
    if (batch.written.empty() || batch.written.size() < batch.expected) return;
    send(std::exchange(batch.written, {}), batch.file);
  }

  // Off the lock: the transport may take its time.
  void send(std::vector<Done> letters, std::shared_ptr<OpenBatch> file) {
    asio::post(pool, [self = shared_from_this(), letters = std::move(letters),
                      file = std::move(file)]() mutable {
      auto parcel = file->finish();
      if (!parcel) {
        for (auto const& done : letters) done(parcel.error());
        return;
      }
      auto finished = [letters = std::move(letters), file](std::exception_ptr fault,
                                                           Outcome outcome) {
        if (fault) outcome = Unsure{Trace{"", "print.lost_batch", "", text_of(fault)}};
        for (auto const& done : letters) done(outcome);
      };
      asio::co_spawn(self->pool, self->printer->deliver(*std::move(parcel)), std::move(finished));
    });
  }

  std::unique_ptr<Channel> printer;
  config::PrintSettings const settings;
  std::filesystem::path const spool;
  UntilCutOff const until_cut_off;
  asio::thread_pool& pool;
  std::mutex mutex;
  asio::steady_timer timer;
  bool hurried = false;
  std::shared_ptr<Batch> open;
  std::map<std::string, std::shared_ptr<Batch>> batch_of;  // letters between prepare() and its end
};

PrintChannel::PrintChannel(std::unique_ptr<Channel> printer, config::PrintSettings settings,
                           std::filesystem::path spool, asio::thread_pool& pool,
                           UntilCutOff until_cut_off)
    : parts_(std::make_shared<Parts>(std::move(printer), std::move(settings), std::move(spool),
                                     pool, std::move(until_cut_off))) {}

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
  if (auto const wrong = letter_refusal(parts_->settings, parcel)) {
    co_return refused(wrong->code, wrong->text);
  }
  parcel.files.clear();  // it may wait long, and the caller has them
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
  auto start = [parts = parts_, &parcel](Done done) {
    parts->commit(std::move(parcel), std::move(done));
  };
  auto initiate = completion(executor, std::move(start));
  co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, void(Outcome)>(
      initiate, asio::use_awaitable);
}

}  // namespace airut::channels
