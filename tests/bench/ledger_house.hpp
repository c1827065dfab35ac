#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "config/settings.hpp"
#include "gateway/billers.hpp"
#include "gateway/intake/prepare.hpp"
#include "ledger/store/store.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::bench {

// A real store with what the gateway keeps around it: one Finnish client, law and codes as shipped.
class LedgerHouse {
 public:
  LedgerHouse();

  // Invoices from .. from + count, read and checked as the intake does.
  std::vector<gateway::Prepared> prepare(std::uint64_t from, std::size_t count);
  // Accepted, as so many callers at once: each in a write of its own, one sync for a batch.
  void accept(std::vector<gateway::Prepared> const& invoices, std::uint64_t from);
  // As many invoices, delivered to their buyers and unpaid: open items that are due 2026-03-16.
  void open_items(std::size_t count);

  ledger::Store& store() { return *store_; }
  gateway::Billers const& billers() const { return billers_; }
  config::Codes const& codes() const { return codes_; }
  config::Law const& law() const { return law_; }
  model::Instant now() const { return now_; }

 private:
  tests::TempDirectory folder_;
  config::Settings settings_;
  gateway::Billers billers_;
  config::Codes codes_;
  config::Law law_;
  std::unique_ptr<ledger::Store> store_;
  gateway::ReferenceNumbers numbers_;
  model::Instant now_;
};

}  // namespace airut::bench
