#include "gateway/metrics.hpp"

#include <fstream>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <tuple>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include "gateway/log.hpp"
#include "ledger/store/deliveries.hpp"

namespace airut::gateway {
namespace {

using Gauges = prometheus::Family<prometheus::Gauge>;

prometheus::Histogram::BucketBoundaries const seconds{0.001, 0.002, 0.005, 0.01, 0.02, 0.05,
                                                      0.1,   0.2,   0.5,   1,    5};

double resident_bytes() {
  std::ifstream in{"/proc/self/statm"};
  long total = 0, resident = 0;
  in >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

Gauges& gauge(prometheus::Registry& registry, std::string const& name, std::string const& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

}  // namespace

struct Metrics::Parts {
  Parts(ledger::Store& the_store, Dispatcher const& the_dispatcher, DiskFloor const& the_disk)
      : store(the_store),
        dispatcher(the_dispatcher),
        disk(the_disk),
        requests(prometheus::BuildCounter()
                     .Name("airut_http_requests_total")
                     .Help("Requests answered, by route and status")
                     .Register(registry)),
        times(prometheus::BuildHistogram()
                  .Name("airut_http_request_duration_seconds")
                  .Help("Time from the request's first byte to its answer")
                  .Register(registry)),
        standing(gauge(registry, "airut_deliveries", "Deliveries by channel and state")),
        store_figures(gauge(registry, "airut_store", "What the store has done and holds")),
        store_up(gauge(registry, "airut_store_up", "1 while the store answers").Add({})),
        dispatch_figures(gauge(registry, "airut_dispatch", "What the dispatcher has done")),
        process(gauge(registry, "airut_process", "Memory and disk in bytes")),
        certificates(gauge(registry, "airut_certificate_not_after_seconds",
                           "When a channel's own certificate ends, seconds since 1970")),
        came_back(gauge(registry, "airut_returned", "What came back through a channel")),
        bank_fetches(gauge(registry, "airut_bank_fetched_seconds",
                           "When everything was last fetched from a bank, seconds since 1970")) {}

  // What the store alone knows; while it does not answer there are no such figures.
  void count_standing() {
    for (auto* gauge : counted) standing.Remove(gauge);
    counted.clear();
    try {
      for (auto const& one :
           store.look([](ledger::Snapshot& view) { return ledger::count_deliveries(view); })) {
        auto& gauge = standing.Add({{"channel", one.channel}, {"state", one.state}});
        gauge.Set(static_cast<double>(one.count));
        counted.push_back(&gauge);
      }
      store_up.Set(1);
    } catch (std::runtime_error const& fault) {  // StoreLost, StoreDamaged
      store_up.Set(0);
      log_seldom("error", "metrics.store", {{"detail", fault.what()}});
    }
  }

  void look() {
    count_standing();
    auto const set = [](Gauges& family, std::string const& what, std::uint64_t value) {
      family.Add({{"figure", what}}).Set(static_cast<double>(value));
    };
    auto const kept = store.figures();
    set(store_figures, "commits", kept.commits);
    set(store_figures, "transactions", kept.transactions);
    set(store_figures, "refused", kept.refused);
    set(store_figures, "queue", kept.queue);
    set(store_figures, "failed_commits", kept.failed_commits);
    set(store_figures, "wal_bytes", kept.wal_bytes);
    auto const sent = dispatcher.figures();
    set(dispatch_figures, "attempts", sent.attempts);
    set(dispatch_figures, "handed_over", sent.handed_over);
    set(dispatch_figures, "deferred", sent.deferred);
    set(dispatch_figures, "refused", sent.refused);
    set(dispatch_figures, "unsure", sent.unsure);
    set(dispatch_figures, "under_way", sent.under_way);
    set(dispatch_figures, "resting_destinations", sent.resting_destinations);
    for (auto const& [channel, figures] : returned) {
      for (auto const& [figure, value] : figures())
        came_back.Add({{"channel", channel}, {"figure", figure}}).Set(static_cast<double>(value));
    }
    process.Add({{"figure", "resident_bytes"}}).Set(resident_bytes());
    process.Add({{"figure", "disk_free_bytes"}}).Set(static_cast<double>(disk.free_bytes()));
  }

  // The figures of one route and status, looked up in the registry once.
  struct Answered {
    prometheus::Counter* count = nullptr;
    prometheus::Histogram* time = nullptr;
  };
  using AnswerKey = std::tuple<std::string_view, std::string_view, int>;

  Answered figures_of(http::Server::Told const& told) {
    AnswerKey const key{told.method, told.pattern, told.status};
    {
      std::shared_lock const lock{known_mutex};
      if (auto const found = known.find(key); found != known.end()) return found->second;
    }
    auto const route = std::string{told.pattern};
    Answered const made{&requests.Add({{"method", std::string{told.method}},
                                       {"route", route},
                                       {"status", std::to_string(told.status)}}),
                        &times.Add({{"route", route}}, seconds)};
    std::unique_lock const lock{known_mutex};
    return known.emplace(key, made).first->second;
  }

  ledger::Store& store;
  Dispatcher const& dispatcher;
  DiskFloor const& disk;
  std::mutex look_mutex;
  std::shared_mutex known_mutex;
  std::map<AnswerKey, Answered> known;  // methods and patterns are texts of the route table
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests;
  prometheus::Family<prometheus::Histogram>& times;
  Gauges &standing, &store_figures;
  prometheus::Gauge& store_up;
  Gauges &dispatch_figures, &process, &certificates, &came_back, &bank_fetches;
  std::map<std::string, std::function<std::map<std::string, std::uint64_t>()>> returned;
  std::vector<prometheus::Gauge*> counted;  // of standing, with a number at the last look
};

Metrics::Metrics(ledger::Store& store, Dispatcher const& dispatcher, DiskFloor const& disk)
    : parts_(std::make_unique<Parts>(store, dispatcher, disk)) {}

Metrics::~Metrics() = default;

void Metrics::answered(http::Server::Told const& told) {
  auto const figures = parts_->figures_of(told);
  figures.count->Increment();
  figures.time->Observe(std::chrono::duration<double>(told.took).count());
}

void Metrics::certificate(std::string const& channel, model::Instant not_after) {
  auto const end = std::chrono::floor<std::chrono::seconds>(not_after).time_since_epoch();
  parts_->certificates.Add({{"channel", channel}}).Set(static_cast<double>(end.count()));
}

void Metrics::returned(std::string const& channel,
                       std::function<std::map<std::string, std::uint64_t>()> figures) {
  std::lock_guard const lock{parts_->look_mutex};
  parts_->returned.insert_or_assign(channel, std::move(figures));
}

void Metrics::bank_fetched(std::string const& channel, model::Instant at) {
  auto const moment = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch();
  parts_->bank_fetches.Add({{"channel", channel}}).Set(static_cast<double>(moment.count()));
}

std::string Metrics::text() {
  std::lock_guard const lock{parts_->look_mutex};
  parts_->look();
  return prometheus::TextSerializer{}.Serialize(parts_->registry.Collect());
}

}  // namespace airut::gateway
