#pragma once

#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "channels/outcome.hpp"
#include "channels/parcel.hpp"

namespace airut::channels {

// What offering the same parcel twice does on the other side.
enum class Repeat {
  safe,        // they de-duplicate by our id: an unsure attempt is simply repeated
  after_wait,  // they may show it twice, though with one id (e-mail): not before ten minutes
  never,       // only ask() or a person may resolve an unsure attempt
};

// What the other side says about a parcel that may have reached it.
enum class Arrival {
  arrived,
  not_arrived,  // surely: it may be offered again
  no_answer,    // the question did not get through; ask again
  cannot_tell,  // an answer that says neither: a person must find out
};

// What the other side says of a document that it took before.
struct Sighting {
  std::optional<Evidence> evidence;  // what it proves; bad news has trace.code instead
  Trace trace;                       // native_code: their word for the state
  bool final = false;                // nothing follows any more
};

// What became of the wish to take a document back.
enum class Withdrawal {
  done,       // nobody is shown it any more
  too_late,   // it was paid, approved or has ended: it stands
  no_answer,  // ask again
  refused,    // they do not, and say why in trace
};
struct WithdrawalAnswer {
  Withdrawal what = Withdrawal::refused;
  Trace trace;
};

// A way to hand documents to someone else. A channel carries and reports truthfully; waiting,
// retrying, rerouting and telling people belong to the dispatcher. Implementations are
// thread-safe: deliver() may run many times at once.
class Channel {
 public:
  virtual ~Channel() = default;

  // Makes ready what can be made ready while nothing leaves yet: called before each attempt is
  // committed, and followed by deliver() or discard(). What it leaves behind lets ask() tell an
  // attempt that never came to its end from one that did. An outcome says why it cannot: nothing
  // left, and neither of the two is called.
  virtual boost::asio::awaitable<std::optional<Outcome>> prepare(Parcel parcel);
  // What was made ready will not be sent.
  virtual boost::asio::awaitable<void> discard(Parcel parcel);

  // Offers the parcel once, within the channel's own time limit. Never throws for what the
  // world does: every failure is an Outcome.
  virtual boost::asio::awaitable<Outcome> deliver(Parcel parcel) = 0;

  // Looks whether a parcel arrived after an Unsure outcome. The default cannot tell.
  virtual boost::asio::awaitable<Arrival> ask(Parcel parcel);

  virtual Repeat repeat() const = 0;

  // Whether inquire() and withdraw() mean anything here.
  virtual bool is_followed() const { return false; }
  // How a document that was handed over fares now; nullopt: the question did not get through.
  virtual boost::asio::awaitable<std::optional<Sighting>> inquire(Parcel parcel);
  // Takes it back where the other side lets us. Asked twice it answers the same.
  virtual boost::asio::awaitable<WithdrawalAnswer> withdraw(Parcel parcel);

  // Nothing more comes: what waits for company goes now. Thread-safe.
  virtual void hurry() {}
};

}  // namespace airut::channels
