#include "gateway/bounces/bounce_desk.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "channels/email/bounce.hpp"
#include "channels/mail/message.hpp"
#include "gateway/deviations/hear.hpp"
#include "gateway/deviations/trouble.hpp"
#include "gateway/log.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace {

// A report begins with what it says; the mail that it quotes may be long.
constexpr std::size_t read_most = 1u << 20;

std::string first_bytes(fs::path const& file) {
  std::ifstream in{file, std::ios::binary};
  std::string bytes(read_most, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

std::vector<fs::path> waiting(fs::path const& maildir) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (auto const& entry : fs::directory_iterator{maildir / "new", ignored}) {
    if (entry.is_regular_file(ignored)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<ledger::DeliveryRow> delivery_of(ledger::Snapshot& view, Billers const& billers,
                                               std::string_view id, std::string_view channel) {
  for (auto const& tenant : billers.tenants()) {
    auto row = ledger::find_delivery(view, tenant.id, id);
    if (row && row->channel == channel) return row;
  }
  return std::nullopt;
}

News news_of(channels::MailReport const& report) {
  News news;
  news.native_code = report.status;
  news.excerpt = report.words;
  if (auto code = channels::report_code(report)) {
    news.code = *std::move(code);
  } else {
    bool const delivered = report.says == channels::MailReport::Says::delivered;
    news.evidence = delivered ? channels::Evidence::delivered_to_recipient
                              : channels::Evidence::accepted_by_operator;
  }
  return news;
}

// A complaint comes from one of them, too, and he does not say who he is.
bool is_failure(News const& news) {
  return !news.evidence && news.code != "email.complaint" && news.code != "email.dsn_delayed";
}

// The addresses that the mail went to, when they are several.
std::vector<std::string> several(ledger::DeliveryRow const& delivery) {
  auto addresses = channels::mail_addresses(delivery.address);
  if (addresses.size() < 2) addresses.clear();
  return addresses;
}

}  // namespace

struct BounceDesk::Parts : std::enable_shared_from_this<BounceDesk::Parts> {
  Parts(asio::io_context& context, House the_house, std::string the_channel,
        config::EmailSettings const& the_settings)
      : strand(asio::make_strand(context)),
        timer(strand),
        house(std::move(the_house)),
        channel(std::move(the_channel)),
        settings(the_settings) {}

  void sleep();
  void look();
  void tell(std::string const& fault);
  void need_movable() const;
  enum class Heard { done, later, for_person };
  Heard hear_it(channels::MailReport const& report, std::string const& mail);
  Heard hear_file(fs::path const& file);
  void take(fs::path const& file);

  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  House house;
  std::string channel;
  config::EmailSettings settings;
  std::atomic<std::uint64_t> heard = 0, unheard = 0;
  std::atomic<bool> stopped = false;
  bool is_settled = false;  // no deviation is open, as a look that went well has left it
};

void BounceDesk::Parts::sleep() {
  if (stopped) return;
  timer.expires_after(settings.bounce_time);
  timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (error || self->stopped) return;
    asio::post(self->house.workers, [self] { self->look(); });
  });
}

// What is heard must move, or it would be heard again at each look.
void BounceDesk::Parts::need_movable() const {
  for (auto const* part : {"new", "cur"}) {
    auto const folder = settings.bounce_maildir / part;
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) == 0 || errno == ENOENT) continue;
    throw fs::filesystem_error{"mails cannot be moved here", folder,
                               std::error_code{errno, std::generic_category()}};
  }
}

// On a worker. A disk that will not is asked again at the next look; one mail that cannot be moved
// keeps none of the others back.
void BounceDesk::Parts::look() {
  std::string first;
  auto const note = [&](std::exception const& fault) {
    log("error", "bounces-not-read", {{"channel", channel}, {"detail", fault.what()}});
    if (first.empty()) first = fault.what();
  };
  try {
    need_movable();
    for (auto const& file : waiting(settings.bounce_maildir)) {
      if (stopped) return;
      try {
        take(file);
      } catch (fs::filesystem_error const& fault) {
        note(fault);
      }
    }
    tell(first);
  } catch (fs::filesystem_error const& fault) {
    note(fault);
    tell(first);
  } catch (std::exception const& fault) {
    note(fault);
  }
  asio::post(strand, [self = shared_from_this()] { self->sleep(); });
}

// fault: of this look, "" for none. A person may have closed the deviation meanwhile: it is opened
// again while its cause stands. A store that does not take it is asked at the next look.
void BounceDesk::Parts::tell(std::string const& fault) {
  ChannelTrouble const trouble{house.tenant, channel, channel, "email.bounces_not_read", {}, fault};
  bool const is_one = !fault.empty();
  try {
    if (!is_one && is_settled) return;
    bool const open = house.store.look(
        [&](ledger::Snapshot& view) { return open_since(view, trouble).has_value(); });
    if (open != is_one)
      house.store.write_now([&](ledger::Transaction& tx) {
        auto const now = house.clock.now();
        is_one ? raise(tx, trouble, house.codes, now) : settle(tx, trouble, "passed", now);
      });
    is_settled = !is_one;
  } catch (std::exception const&) {
    log_fault("bounces", std::current_exception());
  }
}

BounceDesk::Parts::Heard BounceDesk::Parts::hear_it(channels::MailReport const& report,
                                                    std::string const& mail) {
  auto const id = channels::reported_delivery(report, settings.bounces);
  if (id.empty()) return Heard::for_person;
  auto news = news_of(report);
  news.receipt = mail;
  auto end = Heard::for_person;
  bool queued = false;
  house.store.write_now([&](ledger::Transaction& tx) {
    auto const delivery = delivery_of(tx, house.billers, id, channel);
    if (!delivery) return;
    end = must_wait(*delivery) ? Heard::later : Heard::done;
    if (end == Heard::later) return;
    auto const addresses = several(*delivery);
    if (!addresses.empty() && is_failure(news))
      news.refusals = channels::reported_refusals(report, addresses);
    StepContext const context{house.billers, house.codes, "mail-server", house.clock.now(),
                              &house.law};
    // What cannot follow any more, as when the invoice goes another way already, is no harm.
    queued = hear(tx, *delivery, news, context).value_or(false);
  });
  if (queued) house.wake();
  return end;
}

// A fault of ours with one mail is that mail's: the others are heard all the same.
BounceDesk::Parts::Heard BounceDesk::Parts::hear_file(fs::path const& file) {
  try {
    auto const mail = first_bytes(file);
    auto const report = channels::read_mail_report(mail);
    return report ? hear_it(*report, mail) : Heard::for_person;
  } catch (ledger::StoreLost const&) {
    throw;
  } catch (std::exception const& fault) {
    log("error", "bounce-not-heard",
        {{"channel", channel}, {"file", file.string()}, {"detail", fault.what()}});
  }
  return Heard::for_person;
}

void BounceDesk::Parts::take(fs::path const& file) {
  auto const end = hear_file(file);
  if (end == Heard::later) return;
  bool const done = end == Heard::done;
  ++(done ? heard : unheard);
  fs::rename(file, settings.bounce_maildir / "cur" /
                       (file.filename().string() + (done ? ":2,S" : ":2,F")));
}

BounceDesk::BounceDesk(asio::io_context& context, House house, std::string channel,
                       config::EmailSettings const& settings)
    : parts_(std::make_shared<Parts>(context, std::move(house), std::move(channel), settings)) {}

BounceDesk::~BounceDesk() { stop(); }

void BounceDesk::start() {
  asio::post(parts_->house.workers, [parts = parts_] { parts->look(); });
}

void BounceDesk::stop() {
  if (parts_->stopped.exchange(true)) return;
  asio::post(parts_->strand, [parts = parts_] { parts->timer.cancel(); });
}

BounceDesk::Figures BounceDesk::figures() const { return {parts_->heard, parts_->unheard}; }

}  // namespace airut::gateway
