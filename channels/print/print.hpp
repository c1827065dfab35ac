#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"
#include "config/settings.hpp"

namespace airut::channels {

// Gathers letters into batches for a printer: a batch is closed when it is full or when its first
// letter has waited long enough. Letters wait in prepare(), while nothing is committed, so the end
// of the process finds them as they were: queued. A committed letter of a closed batch is written
// to the batch's file in the spool at once; when every letter is written (or discarded) the file
// goes by the transport that reaches the printer, and every letter has the batch's outcome. A batch
// is named after its letters: the same ones have the same name, others another.
class PrintChannel : public Channel {
 public:
  // How long it is until the printer's next cut-off; nullopt when there is none. Thread-safe.
  using UntilCutOff = std::function<std::optional<std::chrono::seconds>()>;

  // The spool is this channel's own; what an earlier process left there is removed. A batch that
  // would close after a cut-off closes a minute before it.
  PrintChannel(std::unique_ptr<Channel> printer, config::PrintSettings settings,
               std::filesystem::path spool, boost::asio::thread_pool& pool,
               UntilCutOff until_cut_off = {});
  ~PrintChannel() override;

  // Refused: print.address_incomplete, print.address_outside_window, print.too_many_sheets.
  boost::asio::awaitable<std::optional<Outcome>> prepare(Parcel parcel) override;
  boost::asio::awaitable<void> discard(Parcel parcel) override;
  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  // A batch that nobody confirmed may lie at the printer: only its people can tell.
  Repeat repeat() const override { return Repeat::never; }
  void hurry() override;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::channels
