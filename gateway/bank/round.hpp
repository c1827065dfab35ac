#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "channels/finvoice_bank/client.hpp"
#include "config/feedback_tables.hpp"
#include "gateway/api/house.hpp"
#include "ledger/store/bank_files.hpp"

namespace airut::gateway {

// One agreement with a bank, as the gateway works with it.
struct BankLine {
  BankLine(std::string name, std::shared_ptr<channels::BankClient> its_client)
      : channel(std::move(name)), client(std::move(its_client)) {}

  std::string const& tenant() const { return client->settings().tenant; }

  std::string channel;
  std::shared_ptr<channels::BankClient> client;  // what is sent goes through it, too
  bool busy = false;                             // a round or a renewal is under way
  bool looked = false;                           // since the start
  bool waits = false;                       // a fetched file waits for a delivery that is under way
  std::optional<model::Instant> broke_off;  // begin of the last round, when it has no end
};

struct RoundReport {
  std::string channel;
  std::string code, native_code, text;  // why it did not go well, "" when it did
  std::int64_t listed = 0, fetched = 0, imported = 0, kept = 0, refused = 0;
};

// Asks the bank what waits, fetches it and takes it in. Each file is known in the journal before it
// is fetched, kept before it is read, and taken in once: a round that breaks off at any place is
// finished by the next one.
class BankRound {
 public:
  BankRound(BankLine& line, api::House& house, config::FeedbackTables const& tables,
            boost::asio::thread_pool& pool)
      : line_(line), house_(house), tables_(tables), pool_(pool) {}

  boost::asio::awaitable<RoundReport> run();
  // Only what was fetched and could not be taken in yet.
  boost::asio::awaitable<void> take_waiting();

 private:
  std::vector<config::BankFileType> wanted() const;
  boost::asio::awaitable<void> list(config::BankFileType type);
  boost::asio::awaitable<void> note_listed(config::BankFileType type,
                                           std::vector<bank_ws::FileDescriptor> files);
  boost::asio::awaitable<void> fetch(ledger::BankFileRow row);
  boost::asio::awaitable<void> give_up(ledger::BankFileRow row, channels::Trace trace);
  boost::asio::awaitable<void> take(ledger::BankFileRow row);
  boost::asio::awaitable<void> finish();
  std::vector<ledger::BankFileRow> open_files(std::string_view state);
  void failed(channels::BankAnswer const& answer);

  BankLine& line_;
  api::House& house_;
  config::FeedbackTables const& tables_;
  boost::asio::thread_pool& pool_;
  RoundReport report_;
  bool answered_ = false;  // for one kind of file at least
  channels::Trace refusal_;
};

// Reads a fetched file and takes it in; the outcome, as BankFileEnd has it.
boost::asio::awaitable<std::string> take_kept_file(api::House& house,
                                                   config::FeedbackTables const& tables,
                                                   ledger::BankFileRow row, std::string actor);

}  // namespace airut::gateway
