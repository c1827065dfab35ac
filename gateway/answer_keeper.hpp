#pragma once

#include <chrono>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "gateway/clock.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// Drops the answers that were kept for repeated requests (Idempotency-Key), and what is remembered
// of tries to reach webhook endpoints, once they have been kept long enough, few in a commit, so
// that no request waits for it.
class AnswerKeeper {
 public:
  AnswerKeeper(boost::asio::io_context& context, ledger::Store& store, Clock const& clock,
               std::chrono::days kept);
  ~AnswerKeeper();
  AnswerKeeper(AnswerKeeper const&) = delete;
  AnswerKeeper& operator=(AnswerKeeper const&) = delete;

  void start();
  void stop();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
