#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"
#include "channels/finvoice_bank/client.hpp"

namespace airut::channels {

// Sends Finvoice files to a bank by UploadFile, one a message, under a file name that is the same
// at every attempt: of a parcel the first that the bank does not have yet (Parcel::taken), which is
// the invoice, then its attachments. The bank's signed answer is the receipt. A bank may take the
// same file twice, so that an unsure attempt is never simply repeated: the bank's list of what was
// sent is asked for the name, where the bank has such a list.
class FinvoiceBankChannel : public Channel {
 public:
  FinvoiceBankChannel(std::shared_ptr<BankClient> client, boost::asio::thread_pool& pool);

  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  Repeat repeat() const override { return Repeat::never; }

 private:
  Outcome send(Parcel const& parcel);
  Arrival look(Parcel const& parcel);
  bool is_settled(std::string const& name);

  boost::asio::thread_pool& pool_;
  std::shared_ptr<BankClient> client_;
  model::Instant started_;
  std::mutex mutex_;
  std::map<std::string, model::Instant> tried_;  // when a file was offered last, by its name
};

}  // namespace airut::channels
