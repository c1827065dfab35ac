#include "gateway/notices/desk.hpp"

#include <set>
#include <string>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "formats/model/ids.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/keep.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "gateway/feedback/recipient_notice.hpp"
#include "gateway/log.hpp"
#include "gateway/notices/make_notice.hpp"
#include "gateway/notices/parts.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds between_looks{5};
constexpr std::size_t look_at_once = 100;

// A notice that this process is sending, until the attempt ends in whatever way: then it is asked
// about as any other that was left on its way.
class UnderWay {
 public:
  UnderWay(std::set<std::string>& all, std::string id) : all_(all), id_(std::move(id)) {
    all_.insert(id_);
  }
  ~UnderWay() { all_.erase(id_); }
  UnderWay(UnderWay const&) = delete;
  UnderWay& operator=(UnderWay const&) = delete;

 private:
  std::set<std::string>& all_;
  std::string id_;
};

ledger::SenderNoticeMoved lease_of(ledger::SenderNoticeRow const& row) {
  ledger::SenderNoticeMoved fact;
  fact.from = row.state;
  fact.to = "sending";
  return fact;
}

// What the outcome of an attempt makes of a notice.
ledger::SenderNoticeMoved moved_by(channels::Outcome const& outcome) {
  auto const& trace = channels::trace_of(outcome);
  ledger::SenderNoticeMoved fact;
  fact.from = "sending";
  fact.to = std::holds_alternative<channels::HandedOver>(outcome) ? "sent"
            : std::holds_alternative<channels::Deferred>(outcome) ? "deferred"
            : std::holds_alternative<channels::Refused>(outcome)  ? "refused"
                                                                  : "unknown";
  fact.code = trace.code;
  fact.native_code = trace.native_code;
  fact.endpoint = trace.endpoint;
  fact.personal_excerpt = trace.excerpt;
  return fact;
}

// A person must act: the bank or the channel said no, or nobody can tell what became of it.
ledger::DeviationOpened deviation_of(ledger::SenderNoticeRow const& row, std::string_view code,
                                     std::string words, config::Codes const& codes,
                                     model::Instant now) {
  auto const& known = codes.find(code);
  auto fact = new_deviation(known, row.id, now);
  fact.client = row.client;
  fact.channel = row.channel;
  fact.native_code = row.id;
  fact.personal_excerpt = std::move(words);
  return fact;
}

}  // namespace

void follow_sent(ledger::Transaction& tx, api::House& house, ledger::SenderNoticeRow const& row) {
  auto const* client = house.billers.client(row.tenant, row.client);
  if (row.action != finvoice_notice::action_text(finvoice_notice::Action::remove)) return;
  if (client == nullptr) return;
  StepContext const context{house.billers, house.codes, "system", house.clock.now(), &house.law};
  end_orders_at(tx, {row.tenant, client}, {row.bank, row.payment_instruction, row.id, row.made},
                context);
}

NoticeDesk::Parts::Parts(asio::io_context& context, api::House& the_house)
    : strand(asio::make_strand(context)), timer(strand), house(the_house) {}

// One whose channel the configuration lost waits, and holds up no other.
bool NoticeDesk::Parts::is_due(ledger::SenderNoticeRow const& row, model::Instant now) const {
  if (house.dispatcher.channel(row.channel) == nullptr) return false;
  if (row.state == "made") return true;
  if (row.state == "sending") return !under_way.contains(row.id);
  return now >= row.changed + retry_delay(row.attempts, row.id);
}

std::vector<ledger::SenderNoticeRow> NoticeDesk::Parts::due() {
  auto const now = house.clock.now();
  return house.store.read([&](ledger::Snapshot& view) {
    return ledger::open_sender_notices(view, look_at_once,
                                       [&](auto const& row) { return is_due(row, now); });
  });
}

void NoticeDesk::Parts::look() {
  if (stopped) return;
  if (busy) {
    again = true;
    return;
  }
  std::vector<ledger::SenderNoticeRow> rows;
  try {
    rows = due();
  } catch (std::exception const&) {  // asked again at the next look
    log_fault("notices", std::current_exception());
  }
  if (rows.empty()) return sleep();
  busy = true;
  auto work = take_all(std::move(rows));
  asio::co_spawn(strand, std::move(work), [self = shared_from_this()](std::exception_ptr fault) {
    log_fault("notices", fault);
    self->busy = false;
    if (std::exchange(self->again, false)) return self->look();
    self->sleep();
  });
}

void NoticeDesk::Parts::sleep() {
  timer.expires_after(between_looks);
  timer.async_wait([self = shared_from_this()](boost::system::error_code fault) {
    if (!fault) self->look();
  });
}

channels::Parcel NoticeDesk::Parts::parcel_of(ledger::SenderNoticeRow const& row) {
  auto document = house.store.read(
      [&](ledger::Snapshot& view) { return ledger::needed_document(view, row.digest); });
  return notice_parcel(row, std::move(document.bytes));
}

bool NoticeDesk::Parts::append(ledger::Transaction& tx, ledger::SenderNoticeRow const& row,
                               ledger::SenderNoticeMoved fact, std::string const& receipt) {
  auto const now = house.clock.now();
  auto const there = ledger::find_sender_notice(tx, row.tenant, row.id);
  if (!there || there->state != fact.from) return false;
  fact.notice_id = row.id;
  if (!receipt.empty())
    fact.receipt_digest = ledger::keep_document(tx, "application/octet-stream", receipt);
  tx.append(row.tenant, "system", now, fact);
  if (fact.to == "sent") follow_sent(tx, house, row);
  bool const refused = fact.to == "refused";
  if (!refused && fact.code != "transport.unresolved") return true;
  auto const code = refused ? "finvoice.notice_refused" : fact.code;
  auto const words = row.action + " " + row.bank + " " + fact.code + " " + fact.personal_excerpt;
  tx.append(row.tenant, "system", now, deviation_of(row, code, words, house.codes, now));
  return true;
}

asio::awaitable<bool> NoticeDesk::Parts::move(ledger::SenderNoticeRow const& row,
                                              ledger::SenderNoticeMoved fact, std::string receipt) {
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    return append(tx, row, fact, receipt);
  };
  co_return co_await commit<bool>(house.store, job);
}

asio::awaitable<bool> NoticeDesk::Parts::begin(ledger::SenderNoticeRow const& row,
                                               channels::Channel& channel,
                                               channels::Parcel const& parcel) {
  std::exception_ptr fault;
  try {
    std::string const nothing;
    auto lease = lease_of(row);
    bool const leased = co_await move(row, std::move(lease), nothing);
    if (leased) co_return true;
  } catch (...) {
    fault = std::current_exception();
  }
  co_await channel.discard(parcel);
  if (fault) std::rethrow_exception(fault);
  co_return false;
}

asio::awaitable<void> NoticeDesk::Parts::note_hindered(ledger::SenderNoticeRow const& row,
                                                       channels::Outcome const& outcome) {
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    return append(tx, row, lease_of(row), {}) && append(tx, row, moved_by(outcome), {});
  };
  co_await commit<bool>(house.store, job);
}

asio::awaitable<void> NoticeDesk::Parts::offer(ledger::SenderNoticeRow row,
                                               channels::Channel& channel) {
  auto const parcel = parcel_of(row);
  UnderWay const here{under_way, row.id};
  auto const hindered = co_await channel.prepare(parcel);
  if (hindered) {
    co_await note_hindered(row, *hindered);
    co_return;
  }
  bool const leased = co_await begin(row, channel, parcel);
  if (!leased) co_return;
  auto const outcome = co_await channel.deliver(parcel);
  std::string receipt;
  if (auto const* over = std::get_if<channels::HandedOver>(&outcome)) receipt = over->receipt;
  auto const fact = moved_by(outcome);
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    return append(tx, row, fact, receipt);
  };
  auto const until = house.clock.now() + house.codes.timers(row.channel).dispatch_time;
  co_await keep(house.store, house.clock, job, until);
}

// The answer was lost: the other side is asked, where it can be; else a person must find out.
asio::awaitable<void> NoticeDesk::Parts::ask(ledger::SenderNoticeRow row,
                                             channels::Channel& channel) {
  auto const arrival = co_await channel.ask(parcel_of(row));
  ledger::SenderNoticeMoved fact;
  fact.from = row.state;
  std::string const nothing;
  switch (arrival) {
    case channels::Arrival::arrived:
      fact.to = "sent";
      break;
    case channels::Arrival::not_arrived:
      fact.to = "deferred";
      break;
    case channels::Arrival::no_answer:
      fact.to = "unknown";
      break;
    case channels::Arrival::cannot_tell:
      fact.to = "unknown";
      fact.code = "transport.unresolved";
      break;
  }
  co_await move(row, std::move(fact), nothing);
}

// Its bytes are damaged: it holds up no other, and a person sees it.
asio::awaitable<void> NoticeDesk::Parts::give_up(ledger::SenderNoticeRow const& row,
                                                 std::string damage) {
  channels::Refused refused;
  refused.trace.code = "internal.fault";
  refused.trace.excerpt = damage;
  channels::Outcome const outcome = refused;
  bool const may_be_there = row.state == "unknown" || row.state == "sending";
  if (!may_be_there) {
    co_await note_hindered(row, outcome);
    co_return;
  }
  ledger::SenderNoticeMoved fact;
  fact.from = row.state;
  fact.to = "unknown";
  fact.code = "transport.unresolved";
  fact.personal_excerpt = std::move(damage);
  std::string const nothing;
  co_await move(row, std::move(fact), nothing);
}

asio::awaitable<void> NoticeDesk::Parts::take(ledger::SenderNoticeRow row) {
  auto* channel = house.dispatcher.channel(row.channel);
  bool const lost = row.state == "unknown" || row.state == "sending";
  if (lost && channel->repeat() == channels::Repeat::never) {
    co_await ask(std::move(row), *channel);
    co_return;
  }
  co_await offer(std::move(row), *channel);
}

asio::awaitable<void> NoticeDesk::Parts::take_all(std::vector<ledger::SenderNoticeRow> rows) {
  for (auto const& row : rows) {
    if (stopped) co_return;
    std::string damage;
    try {
      co_await take(row);
    } catch (ledger::StoreDamaged const& fault) {
      damage = fault.what();
    }
    if (!damage.empty()) co_await give_up(row, std::move(damage));
  }
}

NoticeDesk::NoticeDesk(asio::io_context& context, api::House& house)
    : parts_(std::make_shared<Parts>(context, house)) {}

NoticeDesk::~NoticeDesk() { stop(); }

void NoticeDesk::start() {
  asio::post(parts_->strand, [parts = parts_] { parts->look(); });
}

void NoticeDesk::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

http::Routes NoticeDesk::routes() {
  http::Routes routes;
  add_notice_routes(parts_, routes);
  return routes;
}

}  // namespace airut::gateway
