#include "channels/peppol/peppol.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "channels/peppol/identity.hpp"
#include "channels/peppol/judge.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/sbdh/envelope.hpp"

namespace airut::channels {
namespace {

constexpr std::size_t signal_bytes = 1u << 20, remembered_most = 10000;
constexpr std::chrono::seconds trial_wait{60};
constexpr std::chrono::hours certificate_wait{6};
// Many access points say "other" for faults of their own that pass.
constexpr int rejections_believed = 3;
constexpr std::chrono::minutes rejection_wait{40};

Outcome outcome_of(NotFound const& miss) {
  if (miss.final) return Refused{miss.trace};
  if (miss.trace.code == "peppol.receiver_certificate_invalid") {
    return Deferred{miss.trace, certificate_wait};
  }
  return Deferred{miss.trace, std::nullopt};
}

Outcome at_rest(std::string const& url) {
  return Deferred{{url, "as4.connection_failed", "",
                   "The access point did not answer several times; it is tried once a minute."},
                  trial_wait};
}

}  // namespace

// What is the same at every attempt.
struct PeppolChannel::Letter {
  as4::UserMessage message;
  std::string compressed;
  PeppolQuestion question() const {
    return {message.final_recipient, message.document_type, message.process};
  }

  static tl::expected<Letter, Trace> of(Parcel const& parcel, config::PeppolSettings const& own) {
    auto const header = sbdh::read(parcel.files.front().bytes);
    if (!header) {
      return tl::unexpected{Trace{"", "internal.fault", "", header.error().front().detail}};
    }
    Letter letter;
    letter.message.message_id = header->instance_id + "@" + own.host;
    letter.message.timestamp = header->created;
    letter.message.process = header->process;
    letter.message.document_type = header->document_type;
    letter.message.conversation_id = header->instance_id;
    letter.message.original_sender = header->sender;
    letter.message.final_recipient = header->receiver;
    letter.compressed = parcel.files.size() > 1 ? parcel.files[1].bytes
                                                : gzip::compress(parcel.files.front().bytes);
    return letter;
  }
};

// A message whose turn it is at an access point, and that may be the one which tries it. Whatever
// becomes of it, another may try when it ends.
struct PeppolChannel::Ready {
  Ready(PeppolChannel& the_channel, Turns::Held the_turn, std::string the_url)
      : channel(the_channel), turn(std::move(the_turn)), url(std::move(the_url)) {}
  ~Ready() {
    std::lock_guard const lock{channel.mutex_};
    channel.breakers_.neither(url);
  }
  Ready(Ready const&) = delete;
  Ready& operator=(Ready const&) = delete;

  PeppolChannel& channel;
  Turns::Held turn;
  std::string url;
};

PeppolChannel::PeppolChannel(config::PeppolSettings settings, boost::asio::thread_pool& pool,
                             Discovery::Now now)
    : settings_(std::move(settings)),
      pool_(pool),
      now_(std::move(now)),
      keys_(own_keys(settings_)),
      discovery_(settings_, now_),
      http_(http_options(settings_, signal_bytes)),
      turns_(std::make_shared<Turns>(settings_.per_access_point)) {
  auto const objection = discovery_.role_objection(keys_.certificate);
  // One that has ended stops this channel alone, not the start.
  if (objection && objection->reason != pki::Distrust::Reason::outside_validity) {
    throw std::runtime_error{settings_.certificate.string() + ": " + objection->text};
  }
}

PeppolChannel::~PeppolChannel() = default;

// Nothing leaves while our own certificate is none, the recipient is not found or its access point
// rests.
std::optional<Outcome> PeppolChannel::hindrance(Parcel const& parcel) {
  if (auto const objection = discovery_.role_objection(keys_.certificate)) {
    return Refused{{"", "as4.security_failed", "", objection->text}};
  }
  auto const letter = Letter::of(parcel, settings_);
  if (!letter) return Refused{letter.error()};
  auto const found = discovery_.find(letter->question());
  if (!found) return outcome_of(found.error());
  std::lock_guard const lock{mutex_};
  if (!breakers_.rests(found->url, now_())) return std::nullopt;
  return at_rest(found->url);
}

boost::asio::awaitable<std::optional<Outcome>> PeppolChannel::prepare(Parcel parcel) {
  auto look = [this, &parcel] { return hindrance(parcel); };
  auto hindered = co_await on_pool(pool_, look);
  if (hindered) co_return hindered;
  auto find = [this, &parcel] { return access_point_of(parcel); };
  auto const url = co_await on_pool(pool_, std::move(find));
  if (url.empty()) co_return std::nullopt;  // deliver() says why
  auto turn = co_await Turns::take(turns_, url);
  // It may have stopped answering while others had their turns.
  hindered = co_await on_pool(pool_, look);
  if (hindered) co_return hindered;
  auto const before = ready(parcel.delivery_id);
  std::lock_guard const lock{mutex_};
  if (!breakers_.admit(url, now_())) co_return at_rest(url);  // another tries it
  auto& kept = readied_[parcel.delivery_id];
  kept = std::make_unique<Ready>(*this, std::move(turn), url);
  co_return std::nullopt;
}

std::unique_ptr<PeppolChannel::Ready> PeppolChannel::ready(std::string const& delivery_id) {
  std::lock_guard const lock{mutex_};
  auto found = readied_.extract(delivery_id);
  return found.empty() ? nullptr : std::move(found.mapped());
}

boost::asio::awaitable<void> PeppolChannel::discard(Parcel parcel) {
  ready(parcel.delivery_id).reset();
  co_return;
}

Outcome PeppolChannel::post(Letter const& letter, AccessPoint const& to) {
  auto message = letter.message;
  message.from = keys_.certificate.common_name();
  message.to = to.certificate.common_name();
  auto sealed = as4::seal(message, letter.compressed, keys_, to.certificate);
  if (!sealed) {
    return Deferred{{to.url, "peppol.receiver_certificate_invalid", "", sealed.error().text},
                    certificate_wait};
  }
  HttpRequest request;
  request.method = "POST";
  request.url = to.url;
  request.headers = {{"Content-Type", sealed->wire.content_type}};
  request.body = std::move(sealed->wire.body);
  request.repeatable = true;  // the same MessageId: a duplicate is known as one
  Expected const expected{sealed->message_id, std::move(sealed->digests), to.certificate};
  auto reply = http_.perform(request);
  if (is_about_another(reply, expected.message_id)) {
    http_.close_idle();
    reply = http_.perform(request);
  }
  return judge(reply, expected);
}

// What an outcome says about the access point: whoever answers is there.
void PeppolChannel::note(std::string const& url, Outcome const& outcome) {
  auto const& code = trace_of(outcome).code;
  std::lock_guard const lock{mutex_};
  if (code == "as4.connection_failed" || code == "as4.no_receipt") {
    breakers_.failed(url, now_());
  } else {
    breakers_.succeeded(url);
  }
}

// Posts, and notes what that says about the access point. A fault of ours says nothing about it:
// the next message may try it.
Outcome PeppolChannel::tried(Letter const& letter, AccessPoint const& to) {
  try {
    auto outcome = post(letter, to);
    note(to.url, outcome);
    return outcome;
  } catch (...) {
    std::lock_guard const lock{mutex_};
    breakers_.neither(to.url);
    throw;
  }
}

// An access point that does not serve the recipient: the register may have changed meanwhile.
Outcome PeppolChannel::again_elsewhere(Letter const& letter, AccessPoint const& first,
                                       Outcome outcome) {
  discovery_.forget(letter.message.final_recipient);
  auto const found = discovery_.find(letter.question());
  if (!found) return outcome_of(found.error());
  if (found->url == first.url && found->certificate == first.certificate) return outcome;
  return tried(letter, *found);
}

// A refusal without a reason of its own is believed when it came several times.
Outcome PeppolChannel::patient(std::string const& message_id, Outcome outcome) {
  std::lock_guard const lock{mutex_};
  auto const* refused = std::get_if<Refused>(&outcome);
  if (!refused || refused->trace.code != "as4.processing_rejected") {
    rejected_.erase(message_id);
    return outcome;
  }
  if (rejected_.size() >= remembered_most) rejected_.clear();
  if (++rejected_[message_id] >= rejections_believed) {
    rejected_.erase(message_id);
    return outcome;
  }
  return Deferred{refused->trace, rejection_wait};
}

Outcome PeppolChannel::send(Parcel const& parcel) {
  auto const letter = Letter::of(parcel, settings_);
  if (!letter) return Refused{letter.error()};
  auto const found = discovery_.find(letter->question());
  if (!found) return outcome_of(found.error());
  {
    std::lock_guard const lock{mutex_};
    breakers_.admit(found->url, now_());
  }
  auto outcome = tried(*letter, *found);
  if (trace_of(outcome).code == "as4.not_serviced") {
    outcome = again_elsewhere(*letter, *found, std::move(outcome));
  }
  return patient(letter->message.message_id, std::move(outcome));
}

std::string PeppolChannel::access_point_of(Parcel const& parcel) {
  auto const letter = Letter::of(parcel, settings_);
  if (!letter) return {};
  auto const found = discovery_.find(letter->question());
  return found ? found->url : std::string{};
}

boost::asio::awaitable<Outcome> PeppolChannel::deliver(Parcel parcel) {
  auto const until_it_ends = ready(parcel.delivery_id);
  auto work = [this, &parcel] { return send(parcel); };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
