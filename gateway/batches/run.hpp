#pragma once

#include <atomic>
#include <string_view>

#include "gateway/batches/runner.hpp"

namespace airut::gateway {

// Works through what a batch has left. False when it was stopped on the way.
bool run_batch(BatchRunner::House& house, ledger::BatchRow row, std::string_view body,
               std::atomic<bool> const& stopping);
// Refuses what a batch has left: its body is lost.
void end_without_body(BatchRunner::House& house, ledger::BatchRow row);

void log_failure(std::string_view batch_id, std::string_view detail);

}  // namespace airut::gateway
