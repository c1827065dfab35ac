#include "tests/bench/ledger_house.hpp"

#include <atomic>
#include <future>
#include <stdexcept>

#include "gateway/intake/accept.hpp"
#include "ledger/store/deliveries.hpp"
#include "tests/bench/submissions.hpp"
#include "tests/support/store.hpp"

namespace airut::bench {
namespace {

constexpr std::size_t batch = 64;

template <class Loaded>
Loaded needed(tl::expected<Loaded, std::string> loaded) {
  if (!loaded) throw std::runtime_error{loaded.error()};
  return *std::move(loaded);
}

config::Client client() {
  config::Client one;
  one.ref = "siivous";
  one.seller.name = "Mallisiivous Oy";
  one.seller.legal_id = "2617416-4";
  one.seller.legal_id_scheme = "0212";
  one.seller.vat_id = "FI26174164";
  one.seller.electronic_address = "003726174164";
  one.seller.electronic_address_scheme = "0216";
  one.seller.address = {"Siivouskuja 2", "", "33100", "Tampere", "FI"};
  one.accounts = {{"FI2112345600000785", "NDEAFIHH", ""}};
  one.channel_order_business = {"peppol", "print"};
  one.dunning_policy = "one-step";
  return one;
}

config::Channel folder_channel(char const* name, char const* format) {
  config::Channel one;
  one.name = name;
  one.format = format;
  one.transport = config::DirectorySettings{"/nowhere"};
  return one;
}

config::Settings settings() {
  config::Settings all;
  config::Tenant tenant;
  tenant.id = "demo";
  tenant.country = "FI";
  tenant.clients = {client()};
  config::DunningPolicy policy;
  policy.name = "one-step";
  policy.grace_days = 0;
  policy.bank_data_age_days = 1000;
  policy.steps = {{"first_reminder", 14, 14, true, true}};
  tenant.policies = {policy};
  all.tenants = {tenant};
  // Invoices go by Peppol, which has no reminders: those are printed.
  all.channels = {folder_channel("peppol", "ubl"), folder_channel("print", "pdf")};
  return all;
}

// The whole way of a delivery, as the dispatcher appends it.
void deliver(ledger::Transaction& tx, ledger::DeliveryRow const& row, model::Instant now) {
  ledger::AttemptStarted attempt;
  attempt.delivery_id = row.id;
  attempt.invoice_id = row.invoice_id;
  attempt.attempt_id = row.id;
  tx.append(row.tenant, "system", now, attempt);
  ledger::DeliveryChanged done;
  done.delivery_id = row.id;
  done.invoice_id = row.invoice_id;
  done.attempt_id = row.id;
  done.from = "dispatching";
  done.to = "delivered";
  done.event = "handed_over";
  done.evidence = "delivered_to_recipient";
  tx.append(row.tenant, "system", now, done);
}

}  // namespace

LedgerHouse::LedgerHouse()
    : settings_(settings()),
      billers_(settings_),
      codes_(needed(config::Codes::load(AIRUT_SOURCE "/config/tables", {}))),
      law_(needed(config::Law::load(AIRUT_SOURCE "/config/tables", {}))),
      store_(ledger::Store::open(tests::place_in(folder_.path()), {})),
      numbers_(settings_, *store_),
      now_(std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{8}) {}

std::vector<gateway::Prepared> LedgerHouse::prepare(std::uint64_t from, std::size_t count) {
  Template const text{submission_text({})};
  std::vector<gateway::Prepared> prepared;
  for (std::size_t i = 0; i < count; ++i) {
    std::string body;
    text.fill(from + i, body);
    auto one =
        gateway::prepare_json(std::move(body), {"demo", "key_bench", {}}, billers_, numbers_);
    if (!one) throw std::runtime_error{one.error().front().detail};
    prepared.push_back(*std::move(one));
  }
  return prepared;
}

void LedgerHouse::accept(std::vector<gateway::Prepared> const& invoices, std::uint64_t from) {
  std::promise<void> all_done;
  std::atomic<std::size_t> left = invoices.size();
  gateway::AcceptRules const rules{billers_, codes_, law_};
  for (std::size_t i = 0; i < invoices.size(); ++i) {
    auto work = [&, i](ledger::Transaction& tx) {
      gateway::Asked asked;
      asked.key.name = "bench-" + std::to_string(from + i);
      gateway::accept(tx, invoices[i], {"demo", "key_bench", {}}, asked, rules, now_);
    };
    auto done = [&](std::exception_ptr const& fault) {
      if (fault) std::rethrow_exception(fault);
      if (--left == 0) all_done.set_value();
    };
    if (!store_->write(work, done)) throw std::runtime_error{"the queue is full"};
  }
  all_done.get_future().get();
}

void LedgerHouse::open_items(std::size_t count) {
  for (std::size_t made = 0; made < count; made += batch) {
    auto const size = std::min(batch, count - made);
    accept(prepare(made, size), made);
  }
  for (;;) {
    auto const due = store_->read([&](ledger::Snapshot& view) {
      std::vector<ledger::DeliveryRow> rows;
      auto const channel = ledger::next_channel_waiting(view, {});
      if (!channel) return rows;
      auto const destination = ledger::next_destination_waiting(view, *channel, {});
      return ledger::due_deliveries(view, {*channel, destination.value().name, now_, 1000});
    });
    if (due.empty()) return;
    store_->write_now([&](ledger::Transaction& tx) {
      for (auto const& row : due) deliver(tx, row, now_);
    });
  }
}

}  // namespace airut::bench
