#include "gateway/http/failure.hpp"

#include "gateway/http/problem.hpp"
#include "gateway/log.hpp"
#include "ledger/store/store.hpp"
#include "ledger/store/store_full.hpp"

namespace airut::gateway::http {

Response busy(std::string_view why) {
  auto response = problem(503, "unavailable", why, true);
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response answer_to_exception(std::exception const& fault) {
  if (auto const* chosen = dynamic_cast<Answer const*>(&fault)) return chosen->response();
  if (auto const* short_of = dynamic_cast<Unavailable const*>(&fault))
    return busy(short_of->what());
  log_seldom("error", "handler-failed", {{"detail", fault.what()}});
  if (dynamic_cast<ledger::StoreFull const*>(&fault) != nullptr) {
    auto response = problem(503, "store-full",
                            "The disk of the store is full, and nothing of this was kept. Send it"
                            " again with the same key when there is room.",
                            true);
    response.headers.emplace_back("Retry-After", "60");
    return response;
  }
  if (dynamic_cast<ledger::StoreLost const*>(&fault) != nullptr) {
    auto response =
        problem(503, "store-lost",
                "The store does not take it now. Send it again with the same key.", true);
    response.headers.emplace_back("Retry-After", "5");
    return response;
  }
  if (dynamic_cast<ledger::StoreDamaged const*>(&fault) != nullptr) {
    return problem(500, "store-damaged",
                   "What was asked for is damaged in the store, or not there any more.", true);
  }
  return problem(500, "internal", "The gateway failed; nothing of this request was kept.", true);
}

}  // namespace airut::gateway::http
