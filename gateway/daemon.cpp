#include "gateway/daemon.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include "channels/peppol/identity.hpp"
#include "gateway/answer_keeper.hpp"
#include "gateway/api/house.hpp"
#include "gateway/api/schemas.hpp"
#include "gateway/avtalegiro/desk.hpp"
#include "gateway/bank/desk.hpp"
#include "gateway/bounces/bounce_desk.hpp"
#include "gateway/clock.hpp"
#include "gateway/day/day_desk.hpp"
#include "gateway/disk_floor.hpp"
#include "gateway/feedback/desk.hpp"
#include "gateway/feedback/returned_mail.hpp"
#include "gateway/follow/follower.hpp"
#include "gateway/http/server.hpp"
#include "gateway/inbox/desk.hpp"
#include "gateway/load_tools.hpp"
#include "gateway/make_channels.hpp"
#include "gateway/metrics.hpp"
#include "gateway/missing_clients.hpp"
#include "gateway/notices/desk.hpp"
#include "gateway/official/official_rules.hpp"
#include "gateway/peppol/desk.hpp"
#include "gateway/peppol/duties.hpp"
#include "gateway/peppol/teller.hpp"
#include "gateway/portal/other_way.hpp"
#include "gateway/portal/pages.hpp"
#include "gateway/portal/presentation.hpp"
#include "gateway/reactor.hpp"
#include "gateway/store_at.hpp"
#include "gateway/store_watch.hpp"
#include "gateway/supervisor.hpp"
#include "gateway/system_routes.hpp"
#include "gateway/webhooks/webhooks.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds stop_time{30};  // for requests
constexpr std::chrono::seconds last_commits{5};
constexpr std::chrono::milliseconds settling_time{200};
constexpr int side_threads = 3;
constexpr std::size_t worker_threads = 2;
constexpr std::size_t webhook_threads = 16;  // that mostly wait for an answer
constexpr std::string_view version = AIRUT_VERSION;

int thread_count(config::Settings const& settings) {
  if (settings.threads > 0) return settings.threads;
  return std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
}

// Certificates live by the real time, whatever a test clock says.
}  // namespace

struct Daemon::Parts {
  // The receiving access point, where a channel sends through Peppol.
  struct PeppolSide {
    PeppolSide(Parts& parts, config::Channel const& channel, config::PeppolSettings const& own)
        : teller(parts.context, {*parts.store, parts.billers, parts.codes, parts.clock},
                 channel.name, own, parts.pool, real_now),
          desk({parts.house, channel.name, own, [this] { teller.wake(); }}, real_now),
          duties(parts.context, {parts.house, channel.name, own}, parts.pool, real_now) {
      parts.metrics.certificate(channel.name, channels::own_keys(own).certificate.not_after());
      parts.metrics.returned(channel.name, [this] { return teller.figures(); });
    }
    StatusTeller teller;
    PeppolDesk desk;
    PeppolDuties duties;
  };

  Parts(config::Settings the_settings, config::Codes the_codes, config::Law the_law)
      : settings(std::move(the_settings)),
        codes(std::move(the_codes)),
        law(std::move(the_law)),
        answers(load_answers(settings)),
        feedback(load_feedback(settings, codes)),
        billers(settings),
        render(load_tools(settings)),
        store(open_store(settings)),
        numbers(settings, *store),
        keys(settings),
        disk(settings.data_directory, settings.limits.disk_floor_bytes),
        pool(blocking_threads(settings)),
        dispatcher(context, {*store, billers, codes, clock, render, law},
                   make_channels({settings, answers, law, clock, pool, banks})),
        follower(context, {*store, billers, codes, clock, law, dispatcher}),
        clearing(context, {*store, billers, codes, law, clock, dispatcher}),
        answers_kept(context, *store, clock, std::chrono::days{settings.limits.answer_days}),
        webhooks(context, {*store, billers, clock}, webhook_pool),
        metrics(*store, dispatcher, disk, billers),
        batches(
            {*store, billers, codes, law, numbers, clock, render, [this] { dispatcher.wake(); }},
            settings.data_directory / "spool"),
        house{settings, billers,    codes, law,    *store,  numbers,
              clock,    dispatcher, disk,  render, batches, workers},
        days(context, house),
        peppol(peppol_side()),
        bounces(bounce_desks()),
        bank(bank_desk()),
        notices(context, house),
        inboxes(inbox_desk()),
        api(context, settings.api, settings, api_routes(), keys, observer()),
        admin(side.context(), settings.admin, settings, admin_routes(), keys, {}),
        supervisor(side.context(), supervision_of_process()),
        store_watch(side.context(), *store, [this] { end_waiting(); }) {}

  std::unique_ptr<PeppolSide> peppol_side();
  std::vector<std::unique_ptr<BounceDesk>> bounce_desks();
  std::unique_ptr<BankDesk> bank_desk();
  std::unique_ptr<InboxDesk> inbox_desk();
  http::Routes api_routes();
  http::Routes admin_routes();
  void end_waiting() {
    asio::post(waiting, [this] { signals.cancel(); });
  }
  // Everything that goes on by itself, in the order in which it starts.
  template <class Act>
  void each_desk(Act act) {
    act(dispatcher);
    act(follower);
    act(clearing);
    act(days);
    act(answers_kept);
    act(webhooks);
    act(batches);
    if (peppol) {
      act(peppol->teller);
      act(peppol->duties);
    }
    for (auto& desk : bounces) act(*desk);
    if (bank) act(*bank);
    act(notices);
    if (inboxes) act(*inboxes);
  }
  http::Server::Observer observer() {
    return [this](http::Server::Told const& told) { metrics.answered(told); };
  }

  // From the first moment: who is told to stop while the store opens ends well, too.
  asio::io_context waiting;
  // Health, readiness, metrics and the sign of life, apart from all that may wait for the store.
  Side side;
  std::atomic<int> running = 0;  // threads of the context
  asio::signal_set signals{waiting, SIGINT, SIGTERM, SIGHUP};
  config::Settings settings;
  config::Codes codes;
  config::Law law;
  config::OperatorAnswers answers;
  config::FeedbackTables feedback;
  Billers billers;
  Clock clock;
  RenderTools render;
  std::unique_ptr<ledger::Store> store;
  ReferenceNumbers numbers;
  http::Keys keys;
  DiskFloor disk;
  Pool pool;
  Pool workers{worker_threads};
  Pool webhook_pool{webhook_threads};
  channels::BankClients banks;
  Reactor context;
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  Dispatcher dispatcher;
  Follower follower;
  ClearingDesk clearing;
  AnswerKeeper answers_kept;
  Webhooks webhooks;
  Metrics metrics;
  BatchRunner batches;
  api::House house;
  DayDesk days;
  std::unique_ptr<PeppolSide> peppol;
  std::vector<std::unique_ptr<BounceDesk>> bounces;
  std::unique_ptr<BankDesk> bank;
  NoticeDesk notices;
  std::unique_ptr<InboxDesk> inboxes;
  std::string openapi;
  http::Server api, admin;
  Supervisor supervisor;
  StoreWatch store_watch;
  std::vector<std::thread> threads;
};

std::unique_ptr<Daemon::Parts::PeppolSide> Daemon::Parts::peppol_side() {
  for (auto const& channel : settings.channels) {
    auto const* own = std::get_if<config::PeppolSettings>(&channel.transport);
    if (own != nullptr) return std::make_unique<PeppolSide>(*this, channel, *own);
  }
  return nullptr;
}

std::vector<std::unique_ptr<BounceDesk>> Daemon::Parts::bounce_desks() {
  std::vector<std::unique_ptr<BounceDesk>> desks;
  for (auto const& channel : settings.channels) {
    auto const* mail = std::get_if<config::EmailSettings>(&channel.transport);
    if (mail == nullptr || mail->bounce_maildir.empty()) continue;
    auto const* tenant = tenant_of_channel(billers, channel.name);
    BounceDesk::House its{*store,
                          billers,
                          codes,
                          law,
                          clock,
                          workers,
                          [this] { dispatcher.wake(); },
                          tenant != nullptr ? tenant->id : settings.tenants.front().id};
    auto desk = std::make_unique<BounceDesk>(context, std::move(its), channel.name, *mail);
    metrics.returned(channel.name, [at = desk.get()] {
      auto const figures = at->figures();
      return std::map<std::string, std::uint64_t>{{"bounces_heard", figures.heard},
                                                  {"bounces_unheard", figures.unheard}};
    });
    desks.push_back(std::move(desk));
  }
  return desks;
}

std::unique_ptr<BankDesk> Daemon::Parts::bank_desk() {
  auto const& all = settings.channels;
  bool const has_bank = std::any_of(all.begin(), all.end(), [](auto const& one) {
    return std::holds_alternative<config::BankWsSettings>(one.transport);
  });
  if (!has_bank) return nullptr;
  BankDesk::Told told;
  told.certificate = [this](auto const& channel, auto at) { metrics.certificate(channel, at); };
  told.fetched = [this](auto const& channel, auto at) { metrics.bank_fetched(channel, at); };
  BankDesk::Tables tables{load_bank_profiles(settings), feedback};
  return std::make_unique<BankDesk>(context, house, pool, std::move(tables), banks,
                                    std::move(told));
}

std::unique_ptr<InboxDesk> Daemon::Parts::inbox_desk() {
  auto const& all = settings.channels;
  bool const has_inbox =
      std::any_of(all.begin(), all.end(), [](auto const& one) { return one.inbox.has_value(); });
  if (!has_inbox) return nullptr;
  auto desk = std::make_unique<InboxDesk>(context, house, feedback, pool);
  for (auto& [channel, figures] : desk->figures()) metrics.returned(channel, figures);
  return desk;
}

http::Routes Daemon::Parts::api_routes() {
  http::Routes routes;
  api::add_submit_routes(house, routes);
  api::add_batch_routes(house, routes);
  api::add_invoice_routes(house, routes);
  api::add_link_routes(house, routes);
  api::add_webhook_routes(house, routes);
  api::add_delivery_routes(house, routes);
  api::add_deviation_routes(house, routes);
  api::add_recipient_routes(house, routes);
  api::add_suppression_routes(house, routes);
  api::add_receivable_routes(house, routes);
  api::add_event_routes(house, routes);
  api::add_payment_file_routes(house, routes);
  api::add_claim_routes(house, routes);
  api::add_book_routes(house, routes);
  api::add_true_ledger_routes(house, routes);
  api::add_money_out_routes(house, routes);
  api::add_bank_report_routes(house, routes);
  api::add_reconciliation_routes(house, routes);
  api::add_ledger_report_routes(house, routes);
  api::add_plan_routes(house, routes);
  api::add_collection_routes(house, routes);
  api::add_message_routes(house, routes);
  api::add_customer_routes(house, routes);
  api::add_report_routes(house, routes);
  api::add_received_routes(house, routes);
  api::add_channel_routes(house, routes);
  add_feedback_routes(house, feedback, routes);
  add_returned_mail_routes(house, feedback, routes);
  api::add_clearing_routes(house, routes);
  if (settings.test_clock) api::add_test_clock_route(house, routes);
  add_portal_routes(house, routes);
  add_other_way_routes(house, routes);
  add_presentation_routes(house, routes);
  if (peppol) routes.push_back(peppol->desk.route());
  if (bank) {
    for (auto& route : bank->routes()) routes.push_back(std::move(route));
  }
  for (auto& route : notices.routes()) routes.push_back(std::move(route));
  if (inboxes) {
    for (auto& route : inboxes->routes()) routes.push_back(std::move(route));
  }
  routes.push_back(problem_route());
  routes.push_back(
      public_route("/openapi.json", "This interface as OpenAPI 3.1", "application/json", [this] {
        http::Response response;
        response.body = openapi;
        return response;
      }));
  routes.push_back(health_route());
  openapi = http::openapi(routes, {version, settings.public_url, api::schemas()});
  return routes;
}

http::Routes Daemon::Parts::admin_routes() {
  http::Routes routes;
  routes.push_back(health_route());
  routes.push_back(public_route("/readyz", "It can take invoices", "text/plain",
                                [this] { return readiness(*store, disk); }));
  routes.push_back(public_route("/metrics", "Figures for Prometheus", "text/plain", [this] {
    return http::Response{200, "text/plain; version=0.0.4", metrics.text(), {}};
  }));
  if (peppol) {
    for (auto& route : peppol->desk.report_routes()) routes.push_back(std::move(route));
  }
  return routes;
}

Daemon::Daemon(config::Settings settings, config::Codes codes, config::Law law)
    : parts_(std::make_unique<Parts>(std::move(settings), std::move(codes), std::move(law))) {
  // A test clock begins at the morning of its day.
  auto& clock = parts_->clock;
  if (parts_->settings.test_clock) clock.set(*parts_->settings.test_clock + std::chrono::hours{8});
}

Daemon::~Daemon() { stop(); }

void Daemon::start() {
  auto& parts = *parts_;
  tell_missing_clients(*parts.store, parts.billers, parts.codes, parts.clock.now());
  for (auto const& [name, listener] : {std::pair{"listen.api", &parts.settings.api},
                                       std::pair{"listen.admin", &parts.settings.admin}}) {
    if (auto const end = certificate_end(*listener)) parts.metrics.certificate(name, *end);
  }
  parts.metrics.day_runs([&parts] { return parts.days.failures(); });
  parts.each_desk([](auto& desk) { desk.start(); });
  parts.api.start();
  parts.admin.start();
  for (int i = 0; i < thread_count(parts.settings); ++i) {
    ++parts.running;
    parts.threads.emplace_back([&parts] {
      parts.context.run();
      --parts.running;
    });
  }
  parts.side.start(side_threads);
  parts.store_watch.start();
  parts.supervisor.ready();
}

void Daemon::stop() {
  auto& parts = *parts_;
  if (parts.threads.empty()) return;
  parts.api.stop();
  parts.admin.stop();
  parts.each_desk([](auto& desk) { desk.stop(); });
  wait_until(stop_time, [&parts] { return parts.api.idle() && parts.dispatcher.idle(); });
  // What has left has its own time: its answer is kept, too.
  wait_until(std::chrono::hours{1}, [&parts] { return parts.dispatcher.idle(); });
  parts.pool.join();
  parts.work.reset();
  // Connections and timers keep the context running; nothing must be on its way to the store.
  auto const settled = std::chrono::steady_clock::now() + settling_time;
  wait_until(last_commits, [&parts, settled] {
    bool const quiet = parts.store->figures().queue == 0;
    return parts.running == 0 || (quiet && settled < std::chrono::steady_clock::now());
  });
  parts.context.stop();
  for (auto& thread : parts.threads) thread.join();
  parts.threads.clear();
  parts.side.stop();
  parts.workers.join();
  parts.webhook_pool.stop();
  parts.webhook_pool.join();
  parts.store->close();
  drop_what_waits(parts.pool, parts.workers, parts.webhook_pool, parts.context, parts.side);
}

Daemon::End Daemon::run_until_signal(Reread const& reread) {
  auto& parts = *parts_;
  wait_for_end(parts.waiting, parts.signals, parts.keys, reread);
  parts.supervisor.stopping();
  stop();
  return parts.store_watch.has_lost() ? End::replaced : End::asked;
}

std::uint16_t Daemon::api_port() const { return parts_->api.port(); }

}  // namespace airut::gateway
