#pragma once

#include <set>
#include <string>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "channels/channel.hpp"
#include "gateway/notices/desk.hpp"
#include "ledger/store/sender_notices.hpp"

// What the desk's files share; only this room includes this. One look at a time, on the strand.
namespace airut::gateway {

struct NoticeDesk::Parts : std::enable_shared_from_this<NoticeDesk::Parts> {
  Parts(boost::asio::io_context& context, api::House& the_house);

  void look();
  void sleep();
  std::vector<ledger::SenderNoticeRow> due();
  bool is_due(ledger::SenderNoticeRow const& row, model::Instant now) const;
  boost::asio::awaitable<void> take_all(std::vector<ledger::SenderNoticeRow> rows);
  boost::asio::awaitable<void> take(ledger::SenderNoticeRow row);
  boost::asio::awaitable<void> offer(ledger::SenderNoticeRow row, channels::Channel& channel);
  boost::asio::awaitable<void> ask(ledger::SenderNoticeRow row, channels::Channel& channel);
  // Whether the notice is in the state from still, and now is in the other.
  boost::asio::awaitable<bool> move(ledger::SenderNoticeRow const& row,
                                    ledger::SenderNoticeMoved fact, std::string receipt);
  // Begins the attempt: false, with what was made ready undone, when the notice has moved.
  boost::asio::awaitable<bool> begin(ledger::SenderNoticeRow const& row, channels::Channel& channel,
                                     channels::Parcel const& parcel);
  // An attempt that ended before anything could leave: begun and ended in one transaction.
  boost::asio::awaitable<void> note_hindered(ledger::SenderNoticeRow const& row,
                                             channels::Outcome const& outcome);
  boost::asio::awaitable<void> give_up(ledger::SenderNoticeRow const& row, std::string damage);
  bool append(ledger::Transaction& tx, ledger::SenderNoticeRow const& row,
              ledger::SenderNoticeMoved fact, std::string const& receipt);
  channels::Parcel parcel_of(ledger::SenderNoticeRow const& row);

  boost::asio::strand<boost::asio::io_context::executor_type> strand;
  boost::asio::steady_timer timer;
  api::House& house;
  std::set<std::string> under_way;  // notices that this process offers now
  bool busy = false, again = false, stopped = false;
};

// A notice that has left: with DELETE the orders of that bank's customers end.
void follow_sent(ledger::Transaction& tx, api::House& house, ledger::SenderNoticeRow const& row);

void add_notice_routes(std::shared_ptr<NoticeDesk::Parts> const& parts, http::Routes& routes);

}  // namespace airut::gateway
