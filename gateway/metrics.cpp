#include "gateway/metrics.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
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

#include "gateway/counting_pace.hpp"
#include "gateway/log.hpp"
#include "gateway/missing_clients.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/figures.hpp"

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

double seconds_of(model::Instant moment) {
  auto const since = std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch();
  return static_cast<double>(since.count());
}

std::string priority_word(std::int64_t priority) {
  constexpr std::array words{"low", "normal", "high", "urgent"};  // 1 to 4
  auto const at = std::clamp<std::int64_t>(priority - 1, 0, std::ssize(words) - 1);
  return words.at(static_cast<std::size_t>(at));
}

// Gauges whose labels come and go with what stands: each look begins with none.
class Standing {
 public:
  Standing(prometheus::Registry& registry, std::string const& name, std::string const& help)
      : family_(gauge(registry, name, help)) {}

  void clear() {
    for (auto* one : set_) family_.Remove(one);
    set_.clear();
  }
  void set(prometheus::Labels const& labels, double value) {
    auto& one = family_.Add(labels);
    one.Set(value);
    set_.push_back(&one);
  }

 private:
  Gauges& family_;
  std::vector<prometheus::Gauge*> set_;
};

// What the store alone knows.
struct InStore {
  explicit InStore(prometheus::Registry& registry)
      : deliveries(registry, "airut_deliveries", "Deliveries by channel and state"),
        deviations(registry, "airut_open_deviations", "Open deviations by who acts and priority"),
        oldest(registry, "airut_oldest_open_deviation_seconds",
               "When the oldest of them was opened, seconds since 1970"),
        days(registry, "airut_day_run_as_of_seconds",
             "The latest day whose letters were decided, seconds since 1970"),
        whole_days(registry, "airut_day_run_whole_seconds",
                   "When the last run began that came to its end, seconds since 1970"),
        endpoints(registry, "airut_webhook_endpoints", "Webhook endpoints by state"),
        waiting(registry, "airut_webhooks_waiting",
                "Events that endpoints shall get: behind their cursor, and again"),
        failing(registry, "airut_webhook_failing_since_seconds",
                "Since when an endpoint takes nothing, seconds since 1970"),
        unconfigured(registry, "airut_unconfigured_claims",
                     "Open claims of clients that airut.toml does not have") {}

  void clear() {
    for (auto* one : {&deliveries, &deviations, &oldest, &days, &whole_days, &endpoints, &waiting,
                      &failing, &unconfigured})
      one->clear();
  }

  void count(ledger::Snapshot& view, Billers const& billers) {
    clear();
    for (auto const& one : ledger::count_deliveries(view))
      deliveries.set({{"channel", one.channel}, {"state", one.state}},
                     static_cast<double>(one.count));
    for (auto const& one : ledger::open_deviations(view)) {
      prometheus::Labels const labels{{"tenant", one.tenant},
                                      {"handler", one.handler},
                                      {"priority", priority_word(one.priority)}};
      deviations.set(labels, static_cast<double>(one.count));
      oldest.set(labels, seconds_of(one.oldest));
    }
    for (auto const& one : ledger::days_run(view)) {
      days.set({{"tenant", one.tenant}}, seconds_of(one.as_of));
      if (one.whole) whole_days.set({{"tenant", one.tenant}}, seconds_of(*one.whole));
    }
    for (auto const& one : missing_clients(view, billers))
      unconfigured.set({{"tenant", one.tenant}, {"client", one.client}},
                       static_cast<double>(one.open_claims));
    count_webhooks(ledger::endpoint_standings(view));
  }

  void count_webhooks(std::vector<ledger::EndpointStanding> const& all) {
    std::map<std::pair<std::string, std::string>, std::int64_t> states, events;
    for (auto const& one : all) {
      auto const* state = !one.enabled ? "disabled" : one.failing_since ? "failing" : "good";
      ++states[{one.tenant, state}];
      if (!one.enabled) continue;
      events[{one.tenant, "behind"}] += one.behind;
      events[{one.tenant, "again"}] += one.retries;
      if (one.failing_since)
        failing.set({{"tenant", one.tenant}, {"endpoint", one.endpoint}},
                    seconds_of(*one.failing_since));
    }
    for (auto const& [key, count] : states)
      endpoints.set({{"tenant", key.first}, {"state", key.second}}, static_cast<double>(count));
    for (auto const& [key, count] : events)
      waiting.set({{"tenant", key.first}, {"figure", key.second}}, static_cast<double>(count));
  }

  Standing deliveries, deviations, oldest, days, whole_days, endpoints, waiting, failing,
      unconfigured;
};

}  // namespace

struct Metrics::Parts {
  Parts(ledger::Store& the_store, Dispatcher const& the_dispatcher, DiskFloor const& the_disk,
        Billers const& the_billers)
      : store(the_store),
        dispatcher(the_dispatcher),
        disk(the_disk),
        billers(the_billers),
        requests(prometheus::BuildCounter()
                     .Name("airut_http_requests_total")
                     .Help("Requests answered, by route and status")
                     .Register(registry)),
        times(prometheus::BuildHistogram()
                  .Name("airut_http_request_duration_seconds")
                  .Help("Time from the request's first byte to its answer")
                  .Register(registry)),
        standing(registry),
        store_figures(gauge(registry, "airut_store", "What the store has done and holds")),
        store_up(gauge(registry, "airut_store_up", "1 while the store answers").Add({})),
        dispatch_figures(gauge(registry, "airut_dispatch", "What the dispatcher has done")),
        process(gauge(registry, "airut_process", "Memory and disk in bytes")),
        certificates(
            gauge(registry, "airut_certificate_not_after_seconds",
                  "When a channel's or a listener's certificate ends, seconds since 1970")),
        came_back(gauge(registry, "airut_returned", "What came back through a channel")),
        bank_fetches(gauge(registry, "airut_bank_fetched_seconds",
                           "When everything was last fetched from a bank, seconds since 1970")),
        days_failed(gauge(registry, "airut_day_run_failures",
                          "Runs of the day since the start that did not come to their end")) {}

  // What the store alone knows, walked anew when that is due; while it does not answer there are no
  // such figures.
  void count_standing() {
    auto const begin = CountingPace::Moment::clock::now();
    bool const due = pace.is_due(begin);
    try {
      store.look([&](ledger::Snapshot& view) {
        due ? standing.count(view, billers)
            : static_cast<void>(ledger::next_channel_waiting(view, {}));
      });
      store_up.Set(1);
      if (due) pace.counted(begin, CountingPace::Moment::clock::now());
    } catch (std::runtime_error const& fault) {  // StoreLost, StoreDamaged
      pace.forget();
      standing.clear();
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
    if (failed_days) {
      for (auto const& [tenant, runs] : failed_days())
        days_failed.Add({{"tenant", tenant}}).Set(static_cast<double>(runs));
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
  Billers const& billers;
  std::mutex look_mutex;
  std::shared_mutex known_mutex;
  std::map<AnswerKey, Answered> known;  // methods and patterns are texts of the route table
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests;
  prometheus::Family<prometheus::Histogram>& times;
  InStore standing;
  CountingPace pace;
  Gauges& store_figures;
  prometheus::Gauge& store_up;
  Gauges &dispatch_figures, &process, &certificates, &came_back, &bank_fetches, &days_failed;
  std::map<std::string, std::function<std::map<std::string, std::uint64_t>()>> returned;
  std::function<std::map<std::string, std::uint64_t>()> failed_days;
};

Metrics::Metrics(ledger::Store& store, Dispatcher const& dispatcher, DiskFloor const& disk,
                 Billers const& billers)
    : parts_(std::make_unique<Parts>(store, dispatcher, disk, billers)) {}

Metrics::~Metrics() = default;

void Metrics::answered(http::Server::Told const& told) {
  auto const figures = parts_->figures_of(told);
  figures.count->Increment();
  figures.time->Observe(std::chrono::duration<double>(told.took).count());
}

void Metrics::certificate(std::string const& channel, model::Instant not_after) {
  parts_->certificates.Add({{"channel", channel}}).Set(seconds_of(not_after));
}

void Metrics::returned(std::string const& channel,
                       std::function<std::map<std::string, std::uint64_t>()> figures) {
  std::lock_guard const lock{parts_->look_mutex};
  parts_->returned.insert_or_assign(channel, std::move(figures));
}

void Metrics::bank_fetched(std::string const& channel, model::Instant at) {
  parts_->bank_fetches.Add({{"channel", channel}}).Set(seconds_of(at));
}

void Metrics::day_runs(std::function<std::map<std::string, std::uint64_t>()> failed) {
  std::lock_guard const lock{parts_->look_mutex};
  parts_->failed_days = std::move(failed);
}

std::string Metrics::text() {
  std::lock_guard const lock{parts_->look_mutex};
  parts_->look();
  return prometheus::TextSerializer{}.Serialize(parts_->registry.Collect());
}

}  // namespace airut::gateway
