#include "gateway/feedback/bring_in.hpp"

#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"

namespace airut::gateway {

boost::asio::awaitable<TakenFile> bring_in(api::House& house, config::FeedbackTables const& tables,
                                           NetworkFile file, std::string actor) {
  StepContext const context{house.billers, house.codes, std::move(actor), house.clock.now(),
                            &house.law};
  std::function<TakenFile(ledger::Transaction&)> const keep = [&](ledger::Transaction& tx) {
    return take_in(tx, file, context, tables);
  };
  auto const taken = co_await commit<TakenFile>(house.store, keep);
  if (taken.queued) house.dispatcher.wake();
  if (taken.busy) throw http::Unavailable{"A delivery that is spoken of is under way."};
  co_return taken;
}

}  // namespace airut::gateway
