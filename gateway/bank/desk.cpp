#include "gateway/bank/desk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "gateway/bank/parts.hpp"
#include "gateway/commit.hpp"
#include "gateway/deviations/trouble.hpp"
#include "gateway/log.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds between_looks{5};
constexpr std::chrono::hours between_watches{1};

// Keeps a line for one piece of work.
class Busy {
 public:
  explicit Busy(BankLine& line) : line_(line) { line_.busy = true; }
  ~Busy() { line_.busy = false; }
  Busy(Busy const&) = delete;
  Busy& operator=(Busy const&) = delete;

 private:
  BankLine& line_;
};

}  // namespace

BankDesk::Parts::Parts(asio::io_context& context, api::House& the_house,
                       asio::thread_pool& the_pool, Tables the_tables,
                       channels::BankClients const& clients, Told the_told)
    : strand(asio::make_strand(context)),
      timer(strand),
      house(the_house),
      pool(the_pool),
      profiles(std::move(the_tables.profiles)),
      feedback(the_tables.feedback),
      told(std::move(the_told)) {
  for (auto const& channel : house.settings.channels) {
    auto const client = clients.find(channel.name);
    if (client != clients.end()) lines.emplace_back(channel.name, client->second);
  }
}

FetchPlan BankDesk::Parts::plan_of(BankLine const& line) const {
  auto const profile = line.client->profile();
  return {profile ? profile->country : "", line.client->settings().fetch_times};
}

bool BankDesk::Parts::is_due(BankLine& line, model::Instant now) {
  if (line.tenant().empty() || line.busy) return false;
  return house.store.read([&](ledger::Snapshot& view) {
    if (!line.looked && !ledger::open_bank_files(view, line.tenant(), line.channel).empty()) {
      return true;
    }
    return fetch_is_due(plan_of(line), ledger::find_bank_round(view, line.tenant(), line.channel),
                        line.broke_off, house.law, now);
  });
}

void BankDesk::Parts::begin_round(BankLine& line) {
  auto work = round(line);
  asio::co_spawn(strand, std::move(work),
                 [self = shared_from_this()](std::exception_ptr fault, std::optional<RoundReport>) {
                   log_fault("bank", fault);
                 });
}

void BankDesk::Parts::begin_taking(BankLine& line) {
  auto work = take_waiting(line);
  asio::co_spawn(strand, std::move(work), [self = shared_from_this()](std::exception_ptr fault) {
    log_fault("bank", fault);
  });
}

void BankDesk::Parts::look_at(BankLine& line, model::Instant now) {
  if (is_due(line, now)) {
    begin_round(line);
  } else if (line.waits && !line.busy) {
    begin_taking(line);
  }
  line.looked = true;
  auto const before = watched.find(line.channel);
  if (before != watched.end() && now < before->second + between_watches) return;
  watched[line.channel] = now;
  auto work = watch(line);
  asio::co_spawn(strand, std::move(work), [self = shared_from_this()](std::exception_ptr fault) {
    log_fault("bank", fault);
  });
}

void BankDesk::Parts::look() {
  if (stopped) return;
  try {
    for (auto& line : lines) look_at(line, house.clock.now());
  } catch (std::exception const&) {  // asked again at the next look
    log_fault("bank", std::current_exception());
  }
  sleep();
}

void BankDesk::Parts::sleep() {
  timer.expires_after(between_looks);
  timer.async_wait([self = shared_from_this()](boost::system::error_code fault) {
    if (!fault) self->look();
  });
}

asio::awaitable<std::optional<RoundReport>> BankDesk::Parts::round(BankLine& line) {
  if (line.busy || stopped) co_return std::nullopt;
  Busy const busy{line};
  BankRound round{line, house, feedback, pool};
  line.broke_off = house.clock.now();  // unless it comes to its end
  auto report = co_await round.run();
  line.broke_off.reset();
  if (report.code.empty()) told.fetched(line.channel, house.clock.now());
  co_await watch(line);
  co_return report;
}

asio::awaitable<void> BankDesk::Parts::take_waiting(BankLine& line) {
  if (line.busy || stopped) co_return;
  Busy const busy{line};
  BankRound round{line, house, feedback, pool};
  co_await round.take_waiting();
}

asio::awaitable<void> BankDesk::Parts::watch(BankLine& line) {
  auto const end = line.client->not_after();
  if (end) told.certificate(line.channel, *end);
  if (line.tenant().empty()) co_return;
  auto const now = house.clock.now();
  auto const& settings = line.client->settings();
  bool const ends = end && *end < line.client->now() + std::chrono::days{settings.certificate_days};
  std::string const text =
      ends ? fmt::format("It ends at {}.", model::instant_text(*end)) : std::string{};
  auto const unchecked = line.client->unchecked();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    ChannelTrouble const ending{line.tenant(),           line.channel, line.channel,
                                "bank.certificate_ends", "",           text};
    if (ends) raise(tx, ending, house.codes, now);
    if (end && !ends) settle(tx, ending, "close_no_action", now);
    ChannelTrouble const unasked{
        line.tenant(),         line.channel, line.channel, "bank.revocation_unchecked", "",
        unchecked.value_or("")};
    if (unchecked && unchecked->empty()) settle(tx, unasked, "close_no_action", now);
    if (unchecked && !unchecked->empty()) raise(tx, unasked, house.codes, now);
    auto const last = ledger::find_bank_round(tx, line.tenant(), line.channel);
    if (!last) return true;
    auto const silence = silence_since(plan_of(line), *last, settings.silent_days, house.law, now);
    if (silence.empty()) return true;
    raise(tx, {line.tenant(), line.channel, line.channel, "bank.silent", last->code, silence},
          house.codes, now);
    return true;
  };
  co_await commit<bool>(house.store, job);
}

asio::awaitable<BankDesk::Parts::Renewed> BankDesk::Parts::certificate(BankLine& line,
                                                                       std::string transfer_key,
                                                                       std::string company) {
  if (line.busy || stopped) co_return std::nullopt;
  Busy const busy{line};
  Renewed result;
  auto work = [&] {
    channels::CertificateDesk desk{line.client->settings(), profiles,
                                   [&line] { return line.client->now(); }};
    result.emplace(transfer_key.empty() ? desk.renew() : desk.first(transfer_key, company));
    return true;
  };
  co_await channels::on_pool(pool, work);
  if (*result && !line.tenant().empty()) {
    auto const now = house.clock.now();
    std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
      auto const& got = **result;
      tx.append(line.tenant(), "system", now,
                ledger::BankCertificateRenewed{line.channel, got.serial, got.previous_serial,
                                               got.not_after});
      return true;
    };
    co_await commit<bool>(house.store, job);
  }
  co_await watch(line);
  co_return result;
}

std::vector<BankLine*> BankDesk::Parts::lines_of(std::string const& tenant,
                                                 std::string_view channel) {
  std::vector<BankLine*> found;
  for (auto& line : lines) {
    bool const theirs = line.tenant().empty() || line.tenant() == tenant;
    if (theirs && (channel.empty() || line.channel == channel)) found.push_back(&line);
  }
  return found;
}

BankDesk::BankDesk(asio::io_context& context, api::House& house, asio::thread_pool& pool,
                   Tables tables, channels::BankClients const& clients, Told told)
    : parts_(std::make_shared<Parts>(context, house, pool, std::move(tables), clients,
                                     std::move(told))) {}

BankDesk::~BankDesk() { stop(); }

void BankDesk::start() {
  asio::post(parts_->strand, [parts = parts_] { parts->look(); });
}

void BankDesk::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

http::Routes BankDesk::routes() {
  http::Routes routes;
  add_bank_routes(parts_, routes);
  return routes;
}

}  // namespace airut::gateway
