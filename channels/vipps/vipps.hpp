#pragma once

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"
#include "channels/http/access_token.hpp"
#include "channels/http/client.hpp"
#include "config/answers.hpp"
#include "config/vipps_settings.hpp"

namespace airut::channels {

// Sends invoices to consumers in Vipps by the Invoice ISP API: finds the recipient, puts the
// invoice under an id of the delivery's own, asks how it fares and takes it back. The parcel's
// document is invoiceIn without recipient; its address is "nin-no:" or "msisdn:" and the number,
// its intermediary the issuer's organisation number. What each answer means stands in
// config/tables/operator_answers.tsv.
class VippsChannel final : public Channel {
 public:
  VippsChannel(config::VippsSettings settings, config::OperatorAnswers const& answers,
               boost::asio::thread_pool& pool);

  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  // The same id with the same content is taken once.
  Repeat repeat() const override { return Repeat::safe; }
  bool is_followed() const override { return true; }
  boost::asio::awaitable<std::optional<Sighting>> inquire(Parcel parcel) override;
  boost::asio::awaitable<WithdrawalAnswer> withdraw(Parcel parcel) override;

 private:
  HttpReply call(HttpRequest request);
  HttpReply fetch(Parcel const& parcel);
  config::OperatorAnswer const& meaning(std::string_view call, HttpReply const& reply) const;
  Outcome deliver_now(Parcel const& parcel);
  Outcome compare(Parcel const& parcel, HttpReply const& conflict);
  WithdrawalAnswer withdraw_now(Parcel const& parcel, bool may_repeat);

  config::VippsSettings settings_;
  config::OperatorAnswers const& answers_;
  boost::asio::thread_pool& pool_;
  HttpClient client_;
  AccessToken token_;
};

}  // namespace airut::channels
