#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "gateway/api/house.hpp"
#include "gateway/inbox/line.hpp"
#include "ledger/store/bank_files.hpp"

namespace airut::gateway {

// Looks into an inbox and takes what lies there. A file is kept here before it is read, taken in
// once by its name and time, and then moved to the archive: a round that breaks off at any place is
// finished by the next one. What cannot be read is kept, told as a deviation and moved away too.
// A file is left alone until it has stood unchanged for a minute or from one look to the next.
class InboxRound {
 public:
  InboxRound(InboxLine& line, api::House& house, boost::asio::thread_pool& pool)
      : line_(line), house_(house), pool_(pool) {}

  boost::asio::awaitable<InboxReport> run();

 private:
  ledger::BankFileListed fact_of(channels::InboxFile const& file) const;
  std::optional<ledger::BankFileRow> known(channels::InboxFile const& file) const;
  bool lay_there_before(channels::InboxFile const& file) const;
  bool stands_still(channels::InboxFile const& file) const;
  boost::asio::awaitable<void> keep(channels::InboxFile file);
  boost::asio::awaitable<void> tell_of_file(std::string name, channels::Trace trace);
  boost::asio::awaitable<void> take_waiting();
  boost::asio::awaitable<void> put_away(channels::InboxFile file);
  boost::asio::awaitable<void> finish();
  void failed(channels::Trace const& trace);

  InboxLine& line_;
  api::House& house_;
  boost::asio::thread_pool& pool_;
  InboxReport report_;
  int failures_ = 0;  // of single files
};

// Reads a file that is kept here and takes it in; what it was. The actor is who wanted it.
boost::asio::awaitable<InboxVerdict> take_inbox_file(InboxLine& line, api::House& house,
                                                     ledger::BankFileRow row, std::string actor);

}  // namespace airut::gateway
