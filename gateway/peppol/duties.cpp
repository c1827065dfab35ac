#include "gateway/peppol/duties.hpp"

#include <map>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "channels/peppol/identity.hpp"
#include "formats/model/ids.hpp"
#include "gateway/avtalegiro/desk.hpp"
#include "gateway/commit.hpp"
#include "gateway/deviations/trouble.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/log.hpp"
#include "gateway/peppol/exchanges.hpp"
#include "gateway/peppol/report_parcel.hpp"
#include "ledger/store/bank_files.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds between_duties{5};
constexpr std::chrono::hours between_watches{1};
// Reports that come after the 15th count as missing.
constexpr int told_when_late_days = 5;

}  // namespace

struct PeppolDuties::Parts : std::enable_shared_from_this<PeppolDuties::Parts> {
  struct Wait {
    int attempts = 0;
    model::Instant until{};
  };

  Parts(asio::io_context& context, Place the_place, asio::thread_pool& pool,
        channels::Discovery::Now now)
      : strand(asio::make_strand(context)),
        timer(strand),
        place(std::move(the_place)),
        real_now(std::move(now)),
        channel(place.settings, pool, real_now) {
    auto const& billers = place.house.billers;
    auto const* own = tenant_of_channel(billers, place.channel);
    tenant = own != nullptr ? own : &billers.tenants().front();
  }

  void look();
  void sleep();
  asio::awaitable<void> work();
  asio::awaitable<void> watch_certificate();
  asio::awaitable<void> send_reports(ReportMonth month);
  asio::awaitable<ledger::BankFileRow> kept_report(ReportMonth month, std::string type);
  asio::awaitable<void> send(ledger::BankFileRow row, ReportMonth month);
  // Its document as it goes; why it cannot.
  model::Result<channels::Parcel> kept_parcel(ledger::BankFileRow const& row);
  asio::awaitable<void> keep(ledger::BankFileRow const& row, channels::Outcome const& outcome);
  asio::awaitable<void> put_off(ledger::BankFileRow const& row, ReportMonth const& month,
                                channels::Trace const& trace);
  ChannelTrouble trouble_of(ledger::BankFileRow const& row, channels::Trace const& trace) const;
  ledger::BankFileListed fact_of(ReportMonth const& month, std::string_view type) const;

  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  Place place;
  channels::Discovery::Now real_now;
  channels::PeppolChannel channel;
  config::Tenant const* tenant = nullptr;  // whose journal tells of it
  std::optional<model::Instant> watched;
  std::map<std::string, Wait> waits;  // by report
  bool stopped = false;
};

void PeppolDuties::Parts::look() {
  if (stopped) return;
  auto task = work();
  asio::co_spawn(strand, std::move(task), [self = shared_from_this()](std::exception_ptr fault) {
    log_fault("peppol duties", fault);
    self->sleep();
  });
}

void PeppolDuties::Parts::sleep() {
  if (stopped) return;
  timer.expires_after(between_duties);
  timer.async_wait([self = shared_from_this()](boost::system::error_code fault) {
    if (!fault) self->look();
  });
}

asio::awaitable<void> PeppolDuties::Parts::work() {
  auto const now = real_now();
  if (!watched || *watched + between_watches <= now) {
    watched = now;
    co_await watch_certificate();
  }
  if (place.settings.reports_to.empty()) co_return;
  auto const month = due_report_month(place.settings, place.house.clock.now());
  if (month) co_await send_reports(*month);
}

asio::awaitable<void> PeppolDuties::Parts::watch_certificate() {
  auto const ends = channels::own_keys(place.settings).certificate.not_after();
  bool const soon = ends < real_now() + std::chrono::days{place.settings.certificate_days};
  auto const now = place.house.clock.now();
  ChannelTrouble const ending{
      tenant->id,
      place.channel,
      place.channel,
      "peppol.certificate_ends",
      "",
      soon ? fmt::format("It ends at {}.", model::instant_text(ends)) : std::string{}};
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    if (soon) raise(tx, ending, place.house.codes, now);
    if (!soon) settle(tx, ending, "close_no_action", now);
    return soon;
  };
  co_await commit<bool>(place.house.store, job);
}

ledger::BankFileListed PeppolDuties::Parts::fact_of(ReportMonth const& month,
                                                    std::string_view type) const {
  ledger::BankFileListed fact;
  fact.channel = place.channel;
  fact.file_reference = month.name;
  fact.file_type = type;
  fact.meaning = "network_report";
  fact.target_id = place.settings.reports_to;
  fact.stamped = model::Instant{month.period.first};
  return fact;
}

// The report of the month as it was, or is now, sealed.
asio::awaitable<ledger::BankFileRow> PeppolDuties::Parts::kept_report(ReportMonth month,
                                                                      std::string type) {
  auto& house = place.house;
  auto const fact = fact_of(month, type);
  auto const known = house.store.read(
      [&](ledger::Snapshot& view) { return ledger::bank_file_told(view, tenant->id, fact); });
  if (known) co_return *known;
  auto make = [&] {
    auto period = month.period;
    period.reporter = channels::own_keys(place.settings).certificate.common_name();
    auto const exchanges = house.store.read([&](ledger::Snapshot& view) {
      return exchanges_of(view, house.billers, place.channel, period);
    });
    return ledger::pack_document(
        "application/xml", type == "TSR" ? peppol_reports::transaction_report(period, exchanges)
                                         : peppol_reports::end_user_report(period, exchanges));
  };
  auto const packed = co_await channels::on_pool(house.workers, make);
  auto const now = house.clock.now();
  std::function<ledger::BankFileRow(ledger::Transaction&)> const job =
      [&](ledger::Transaction& tx) {
        auto listed = fact;
        listed.file_id = model::new_id("bkf", now);
        tx.append(tenant->id, "system", now, listed);
        ledger::BankFileFetched kept;
        kept.file_id = listed.file_id;
        kept.digest = ledger::keep_document(tx, packed);
        kept.size = static_cast<std::int64_t>(packed.size);
        tx.append(tenant->id, "system", now, kept);
        return *ledger::find_bank_file(tx, tenant->id, listed.file_id);
      };
  co_return co_await commit<ledger::BankFileRow>(house.store, job);
}

asio::awaitable<void> PeppolDuties::Parts::send_reports(ReportMonth month) {
  for (std::string const type : {"TSR", "EUSR"}) {
    if (stopped) co_return;
    auto const row = co_await kept_report(month, type);
    auto const wait = waits.find(row.id);
    bool const rests = wait != waits.end() && place.house.clock.now() < wait->second.until;
    if (row.state == "fetched" && !rests) co_await send(row, month);
  }
}

model::Result<channels::Parcel> PeppolDuties::Parts::kept_parcel(ledger::BankFileRow const& row) {
  try {
    auto const document = place.house.store.read(
        [&](ledger::Snapshot& view) { return ledger::needed_document(view, row.digest); });
    return report_parcel(row, document.bytes, place.settings, tenant->country);
  } catch (ledger::StoreDamaged const& fault) {
    return tl::unexpected{model::Problem{model::Fault::missing, fault.what()}};
  }
}

asio::awaitable<void> PeppolDuties::Parts::send(ledger::BankFileRow row, ReportMonth month) {
  auto const parcel = kept_parcel(row);
  channels::Outcome outcome =
      channels::Refused{{place.settings.reports_to, "internal.render_failed", "",
                         parcel ? std::string{} : parcel.error().text}};
  if (parcel) outcome = co_await channel.deliver(*parcel);
  bool const ended = std::holds_alternative<channels::HandedOver>(outcome) ||
                     std::holds_alternative<channels::Refused>(outcome);
  if (ended) {
    co_await keep(row, outcome);
  } else {
    co_await put_off(row, month, channels::trace_of(outcome));
  }
}

ChannelTrouble PeppolDuties::Parts::trouble_of(ledger::BankFileRow const& row,
                                               channels::Trace const& trace) const {
  return {
      tenant->id,
      place.channel,
      row.id,
      "peppol.report_not_sent",
      trace.native_code,
      fmt::format("{} {}: {} {}", row.file_type, row.file_reference, trace.code, trace.excerpt)};
}

asio::awaitable<void> PeppolDuties::Parts::keep(ledger::BankFileRow const& row,
                                                channels::Outcome const& outcome) {
  auto& house = place.house;
  auto const now = house.clock.now();
  auto const* over = std::get_if<channels::HandedOver>(&outcome);
  auto const trouble = trouble_of(row, channels::trace_of(outcome));
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    ledger::BankFileTaken fact;
    fact.file_id = row.id;
    fact.outcome = over != nullptr ? "sent" : "refused";
    if (over != nullptr) {
      fact.result_id = ledger::keep_document(tx, "application/soap+xml", over->receipt);
      settle(tx, trouble, "close_no_action", now);
    } else {
      fact.detail = trouble.text;
      raise(tx, trouble, house.codes, now);
    }
    tx.append(row.tenant, "system", now, fact);
    return true;
  };
  // It rests while the store does not take what became of it: it would be sent again and again.
  auto& wait = waits[row.id];
  wait.until = now + retry_delay(++wait.attempts, row.id);
  co_await commit<bool>(house.store, job);
  waits.erase(row.id);
}

asio::awaitable<void> PeppolDuties::Parts::put_off(ledger::BankFileRow const& row,
                                                   ReportMonth const& month,
                                                   channels::Trace const& trace) {
  auto& house = place.house;
  auto const now = house.clock.now();
  auto& wait = waits[row.id];
  wait.until = now + retry_delay(++wait.attempts, row.id);
  auto const due = month.period.last + std::chrono::days{place.settings.reports_day};
  if (model::day_of(now) < due + std::chrono::days{told_when_late_days}) co_return;
  auto const trouble = trouble_of(row, trace);
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    raise(tx, trouble, house.codes, now);
    return true;
  };
  co_await commit<bool>(house.store, job);
}

PeppolDuties::PeppolDuties(asio::io_context& context, Place place, asio::thread_pool& pool,
                           channels::Discovery::Now real_now)
    : parts_(std::make_shared<Parts>(context, std::move(place), pool, std::move(real_now))) {}

PeppolDuties::~PeppolDuties() { stop(); }

void PeppolDuties::start() {
  asio::post(parts_->strand, [parts = parts_] { parts->look(); });
}

void PeppolDuties::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

}  // namespace airut::gateway
