#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "gateway/batches/spool.hpp"
#include "gateway/clock.hpp"
#include "gateway/intake/prepare.hpp"
#include "ledger/store/batches.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

struct RenderTools;

// Works through accepted batches beside the requests, on threads of its own that yield to them:
// documents are prepared and committed group by group, and how far it came is committed with each
// group. A process that dies goes on at the next start where the last commit left it, so that no
// document is taken twice or passed over. A batch whose body the spool has lost is told of as a
// deviation and waits three days, from then on, for the same request once more; then what it had
// left is refused.
class BatchRunner {
 public:
  struct House {
    ledger::Store& store;
    Billers const& billers;
    config::Codes const& codes;
    config::Law const& law;
    ReferenceNumbers& numbers;
    Clock const& clock;
    RenderTools const& render;
    std::function<void()> wake;  // deliveries wait
  };
  BatchRunner(House house, std::filesystem::path spool_directory);
  ~BatchRunner();
  BatchRunner(BatchRunner const&) = delete;
  BatchRunner& operator=(BatchRunner const&) = delete;

  Spool const& spool() const { return spool_; }

  // Goes on with what an earlier process left. Call once.
  void start();
  // A known batch's body has come once more: it is kept when the spool has lost it.
  void give_body(std::string const& tenant, std::string const& batch_id, std::string_view bytes,
                 std::string_view head);
  // The batch's body is in the spool and its BatchReceived is committed.
  void enqueue(std::string tenant, std::string batch_id);
  // Ends after the group under way.
  void stop();
  bool stopping() const { return stopping_; }

 private:
  bool take(std::string const& batch_id);  // false: it is at work already
  void work(std::string const& tenant, std::string const& batch_id);
  void run(std::string const& tenant, std::string const& batch_id);
  void wait_for_body(ledger::BatchRow row);
  model::Instant lost_since(ledger::BatchRow const& row);
  void tell_of_body(ledger::BatchRow const& row, bool is_lost);
  void look_again();

  House house_;
  Spool spool_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::set<std::string> at_work_;
  std::map<std::string, std::string> lost_;     // batches without their body, with their tenants
  std::map<std::string, model::Instant> told_;  // of which people were told, and since when
  boost::asio::thread_pool threads_;
  boost::asio::steady_timer timer_;  // under the mutex
};

// All-or-nothing batches are one transaction and therefore small.
inline constexpr std::int64_t whole_batch_documents_max = 2000;
inline constexpr std::uint64_t whole_batch_bytes_max = 64u << 20;

}  // namespace airut::gateway
