#include "gateway/answer_keeper.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/commit.hpp"
#include "gateway/log.hpp"
#include "ledger/store/idempotency.hpp"
#include "ledger/store/links.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::int64_t rows_a_commit = 500;
constexpr std::chrono::seconds between_looks{10};
constexpr std::chrono::milliseconds between_commits{20};  // requests come first

}  // namespace

struct AnswerKeeper::Parts : std::enable_shared_from_this<AnswerKeeper::Parts> {
  Parts(asio::io_context& context, ledger::Store& the_store, Clock const& the_clock,
        std::chrono::days the_time)
      : strand(asio::make_strand(context)),
        timer(strand),
        store(the_store),
        clock(the_clock),
        kept(the_time) {}

  // Whether more of them are old.
  asio::awaitable<bool> drop_some() {
    auto const before = clock.now() - kept;
    bool const some = store.read([before](ledger::Snapshot& view) {
      auto const answer = ledger::oldest_answer(view);
      auto const attempt = ledger::oldest_webhook_attempt(view);
      return (answer && *answer < before) || (attempt && *attempt < before);
    });
    if (!some) co_return false;
    std::function<bool(ledger::Transaction&)> const work = [before](ledger::Transaction& tx) {
      auto const answers = ledger::drop_answers(tx, before, rows_a_commit);
      return answers + ledger::drop_webhook_attempts(tx, before, rows_a_commit) > 0;
    };
    co_return co_await commit<bool>(store, work);
  }

  asio::awaitable<void> work() {
    while (!stopped) {
      bool more = false;
      try {
        more = co_await drop_some();
      } catch (std::exception const&) {  // tried again at the next look
        log_fault("answers", std::current_exception());
      }
      boost::system::error_code ended;
      timer.expires_after(more ? between_commits : between_looks);
      co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
  }

  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  ledger::Store& store;
  Clock const& clock;
  std::chrono::days kept;
  bool stopped = false;
};

AnswerKeeper::AnswerKeeper(asio::io_context& context, ledger::Store& store, Clock const& clock,
                           std::chrono::days kept)
    : parts_(std::make_shared<Parts>(context, store, clock, kept)) {}

AnswerKeeper::~AnswerKeeper() { stop(); }

void AnswerKeeper::start() {
  auto work = parts_->work();
  asio::co_spawn(parts_->strand, std::move(work),
                 [parts = parts_](std::exception_ptr fault) { log_fault("answers", fault); });
}

void AnswerKeeper::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

}  // namespace airut::gateway
