#pragma once

#include <deque>
#include <map>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "channels/finvoice_bank/certificate_desk.hpp"
#include "gateway/bank/desk.hpp"
#include "gateway/bank/round.hpp"
#include "gateway/bank/schedule.hpp"

// What the desk's files share; only this room includes this. Everything of a line but its client
// belongs to the strand.
namespace airut::gateway {

struct BankDesk::Parts : std::enable_shared_from_this<BankDesk::Parts> {
  Parts(boost::asio::io_context& context, api::House& the_house, boost::asio::thread_pool& the_pool,
        Tables the_tables, channels::BankClients const& clients, Told the_told);

  void look();
  void sleep();
  void look_at(BankLine& line, model::Instant now);
  void begin_round(BankLine& line);
  void begin_taking(BankLine& line);
  bool is_due(BankLine& line, model::Instant now);
  // Tells of a certificate that ends and of a bank that is silent.
  boost::asio::awaitable<void> watch(BankLine& line);
  FetchPlan plan_of(BankLine const& line) const;
  // On the strand; nullopt: the line is busy.
  boost::asio::awaitable<std::optional<RoundReport>> round(BankLine& line);
  boost::asio::awaitable<void> take_waiting(BankLine& line);
  using Renewed = std::optional<channels::CertificateDesk::Result>;
  // transfer_key "": a renewal.
  boost::asio::awaitable<Renewed> certificate(BankLine& line, std::string transfer_key,
                                              std::string company);
  // The lines that a tenant may touch, all or the one of the name.
  std::vector<BankLine*> lines_of(std::string const& tenant, std::string_view channel);

  boost::asio::strand<boost::asio::io_context::executor_type> strand;
  boost::asio::steady_timer timer;
  api::House& house;
  boost::asio::thread_pool& pool;
  config::BankProfiles profiles;
  config::FeedbackTables const& feedback;
  Told told;
  std::deque<BankLine> lines;
  std::map<std::string, model::Instant> watched;  // by channel
  bool stopped = false;
};

void add_bank_routes(std::shared_ptr<BankDesk::Parts> const& parts, http::Routes& routes);

}  // namespace airut::gateway
