#include "gateway/peppol/teller.hpp"

#include <deque>
#include <exception>
#include <map>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fmt/format.h>

#include "formats/application_response/mls.hpp"
#include "formats/sbdh/envelope.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/log.hpp"
#include "gateway/peppol/own_message.hpp"
#include "gateway/peppol/service_level.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace ar = application_response;
namespace {

constexpr std::chrono::seconds between_tellings{5};
constexpr std::chrono::hours tried_for{48};
constexpr std::size_t look_at_once = 100;
constexpr int tell_at_once = 4;

std::string digits_of(std::string const& provider) {
  auto const colon = provider.find(':');
  return colon == std::string::npos ? provider : provider.substr(colon + 1);
}

ar::Mls status_of(ledger::ReceivedRow const& row, config::PeppolSettings const& own) {
  ar::Mls status;
  status.id = row.id;
  status.issued = std::chrono::floor<std::chrono::seconds>(row.received);
  status.sender = digits_of(own.mls_to);
  status.receiver = digits_of(row.status_to);
  status.instance_id = row.instance_id;
  status.code = row.problem.empty() ? ar::MlsCode::accepted : ar::MlsCode::rejected;
  if (!row.problem.empty()) {
    status.text = "The document could not be taken over.";
    status.issues = {{"NA", "BV", row.problem}};
  }
  return status;
}

std::string code_word(ledger::ReceivedRow const& row) { return row.problem.empty() ? "AP" : "RE"; }

}  // namespace

model::Result<channels::Parcel> status_parcel(ledger::ReceivedRow const& row,
                                              config::PeppolSettings const& own,
                                              std::string_view country) {
  auto const document = ar::write_mls(status_of(row, own));
  auto kind = sbdh::kind_of(document);
  if (!kind) return tl::unexpected{kind.error()};
  return own_parcel(
      {*std::move(kind), document, row.id, row.status_to, row.received, "status", country}, own);
}

// One look at a time, on the strand.
struct StatusTeller::Parts : std::enable_shared_from_this<StatusTeller::Parts> {
  struct Wait {
    int attempts = 0;
    model::Instant until{};
  };

  Parts(asio::io_context& context, House the_house, std::string the_channel,
        config::PeppolSettings const& the_settings, asio::thread_pool& pool,
        channels::Discovery::Now now)
      : strand(asio::make_strand(context)),
        timer(strand),
        house(the_house),
        settings(the_settings),
        channel(settings, pool, std::move(now)),
        level({house.store, house.billers, house.codes}, std::move(the_channel),
              settings.status_time) {}

  void look();
  void sleep();
  std::vector<ledger::ReceivedRow> due();
  bool rests(ledger::ReceivedRow const& row) const;
  void begin_telling();
  asio::awaitable<void> tell_next();
  asio::awaitable<void> tell(ledger::ReceivedRow row);
  // why: it was not sent.
  asio::awaitable<void> keep(ledger::ReceivedRow const& row, ledger::StatusTold fact,
                             std::string receipt, std::string why);
  asio::awaitable<void> keep_answer(ledger::ReceivedRow const& row, ledger::StatusTold fact,
                                    std::string receipt, std::string why);
  void wait_for(std::string const& provider);

  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  House house;
  config::PeppolSettings settings;
  channels::PeppolChannel channel;
  ServiceLevel level;
  std::map<std::string, Wait, std::less<>> waits;  // by provider who is to be told
  std::deque<ledger::ReceivedRow> line;
  int telling = 0;
  bool again = false, stopped = false;
};

// Whether its provider could not be reached of late, or its answer not be kept. What is late is
// over all the same.
bool StatusTeller::Parts::rests(ledger::ReceivedRow const& row) const {
  auto const now = house.clock.now();
  auto const wait = waits.find(row.status_to);
  return wait != waits.end() && now < wait->second.until && now <= row.received + tried_for;
}

std::vector<ledger::ReceivedRow> StatusTeller::Parts::due() {
  return house.store.read([this](ledger::Snapshot& view) {
    return ledger::untold_documents(view, look_at_once,
                                    [this](auto const& row) { return !rests(row); });
  });
}

void StatusTeller::Parts::look() {
  if (stopped) return;
  if (telling > 0) {
    again = true;
    return;
  }
  again = false;
  try {
    for (auto& row : due()) line.push_back(std::move(row));
    level.look(house.clock.now());   // behind: who watches hinders nothing
  } catch (std::exception const&) {  // asked again at the next look
    log_fault("peppol.teller", std::current_exception());
  }
  if (line.empty()) return sleep();
  begin_telling();
}

// A few side by side: one provider who does not answer holds up no other for long.
void StatusTeller::Parts::begin_telling() {
  telling = tell_at_once;
  for (int i = 0; i < tell_at_once; ++i) {
    auto work = tell_next();
    asio::co_spawn(strand, std::move(work), [self = shared_from_this()](std::exception_ptr fault) {
      log_fault("peppol.teller", fault);
      if (--self->telling > 0) return;
      self->line.clear();
      self->again ? self->look() : self->sleep();
    });
  }
}

void StatusTeller::Parts::sleep() {
  timer.expires_after(between_tellings);
  timer.async_wait([self = shared_from_this()](boost::system::error_code fault) {
    if (!fault) self->look();
  });
}

void StatusTeller::Parts::wait_for(std::string const& provider) {
  auto& wait = waits[provider];
  if (house.clock.now() < wait.until) return;  // another that was under way said so
  wait.until = house.clock.now() + retry_delay(++wait.attempts, provider);
}

asio::awaitable<void> StatusTeller::Parts::keep(ledger::ReceivedRow const& row,
                                                ledger::StatusTold fact, std::string receipt,
                                                std::string why) {
  auto const now = house.clock.now();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    auto told = fact;
    if (!receipt.empty()) {
      told.receipt_digest = ledger::keep_document(tx, "application/soap+xml", receipt);
    }
    tx.append(row.tenant, "system", now, told);
    if (told.outcome != "sent") level.tell(tx, row, why, now);
    return true;
  };
  co_await commit<bool>(house.store, job);
  level.count(row, fact.outcome, now);
}

asio::awaitable<void> StatusTeller::Parts::tell(ledger::ReceivedRow row) {
  auto const* tenant = house.billers.tenant(row.tenant);
  auto const parcel = status_parcel(row, settings, tenant ? tenant->country : "");
  ledger::StatusTold fact{row.id, code_word(row), "refused", ""};
  bool const late = house.clock.now() > row.received + tried_for;
  std::string const nothing;
  if (!parcel || late) {
    auto const why = parcel ? std::string{"nobody took it for two days"} : parcel.error().text;
    co_await keep(row, fact, nothing, why);
    co_return;
  }
  auto const outcome = co_await channel.deliver(*parcel);
  if (auto const* over = std::get_if<channels::HandedOver>(&outcome)) {
    fact.outcome = "sent";
    co_await keep_answer(row, fact, over->receipt, nothing);
  } else if (std::holds_alternative<channels::Refused>(outcome)) {
    auto const& trace = channels::trace_of(outcome);
    auto const why = fmt::format("{} {} {}", trace.code, trace.native_code, trace.excerpt);
    co_await keep_answer(row, fact, nothing, why);
  } else {
    wait_for(row.status_to);
  }
}

// While the store does not take the answer its provider rests: it would be told the same again and
// again.
asio::awaitable<void> StatusTeller::Parts::keep_answer(ledger::ReceivedRow const& row,
                                                       ledger::StatusTold fact, std::string receipt,
                                                       std::string why) {
  std::exception_ptr fault;
  try {
    co_await keep(row, std::move(fact), std::move(receipt), std::move(why));
    waits.erase(row.status_to);
  } catch (...) {
    fault = std::current_exception();
  }
  if (!fault) co_return;
  wait_for(row.status_to);
  std::rethrow_exception(fault);
}

asio::awaitable<void> StatusTeller::Parts::tell_next() {
  while (!stopped && !line.empty()) {
    auto row = std::move(line.front());
    line.pop_front();
    if (!rests(row)) co_await tell(std::move(row));
  }
}

StatusTeller::StatusTeller(asio::io_context& context, House house, std::string channel,
                           config::PeppolSettings const& settings, asio::thread_pool& pool,
                           channels::Discovery::Now now)
    : parts_(std::make_shared<Parts>(context, house, std::move(channel), settings, pool,
                                     std::move(now))) {}

StatusTeller::~StatusTeller() { stop(); }

void StatusTeller::start() {
  asio::post(parts_->strand, [parts = parts_] { parts->look(); });
}

void StatusTeller::wake() { start(); }

std::map<std::string, std::uint64_t> StatusTeller::figures() const {
  return parts_->level.figures();
}

void StatusTeller::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

}  // namespace airut::gateway
