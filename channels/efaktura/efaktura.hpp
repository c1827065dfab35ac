#pragma once

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"
#include "channels/http/access_token.hpp"
#include "channels/http/client.hpp"
#include "config/answers.hpp"
#include "config/efaktura_settings.hpp"
#include "formats/efaktura/message.hpp"

namespace airut::channels {

// Sends invoices to consumers' banks by eFaktura over either service of its operator: looks the
// recipient up, adds the invoice under the delivery's id, asks for its state and cancels it. The
// parcel's document is what efaktura::write_document() made; its address is "scheme:value" of the
// recipient, its intermediary the issuer's organisation number. What each answer means stands in
// config/tables/operator_answers.tsv.
class EfakturaChannel final : public Channel {
 public:
  EfakturaChannel(config::EfakturaSettings settings, config::OperatorAnswers const& answers,
                  boost::asio::thread_pool& pool);

  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  // An id that is there already is refused by its own code: a repetition is safe.
  Repeat repeat() const override { return Repeat::safe; }
  bool is_followed() const override { return true; }
  boost::asio::awaitable<std::optional<Sighting>> inquire(Parcel parcel) override;
  boost::asio::awaitable<WithdrawalAnswer> withdraw(Parcel parcel) override;

 private:
  struct Reply {
    HttpReply http;
    efaktura::Answer says;
    std::string native() const;  // what the table is asked by
  };
  // What they know of a document.
  struct Standing {
    Reply reply;
    config::OperatorAnswer const* answer = nullptr;  // nullptr: nothing that tells came
    bool is_known = false;
  };
  Reply call(efaktura::Message const& message);
  Standing standing_of(Parcel const& parcel);
  efaktura::Frame frame_of(Parcel const& parcel) const;
  Outcome deliver_now(Parcel const& parcel);
  Outcome confirm(Parcel const& parcel, Reply const& duplicate);

  config::EfakturaSettings settings_;
  config::OperatorAnswers const& answers_;
  boost::asio::thread_pool& pool_;
  HttpClient client_;
  std::optional<AccessToken> token_;
};

}  // namespace airut::channels
