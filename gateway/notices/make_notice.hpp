#pragma once

#include <string>

#include "channels/parcel.hpp"
#include "config/channel_settings.hpp"
#include "config/settings.hpp"
#include "formats/finvoice_notice/words.hpp"
#include "formats/model/date.hpp"
#include "formats/model/result.hpp"
#include "ledger/store/sender_notices.hpp"

namespace airut::gateway {

// What a biller wants to tell one bank.
struct NoticeWish {
  finvoice_notice::Action action = finvoice_notice::Action::add;
  std::string bank;  // BIC
  std::string id;    // of the notice and of its message
  model::Instant made{};
};

// FinvoiceSenderInfo of the client's settings behind its frame, as the bank network carries it.
// Problem: what the service or the frame demands is not in the settings, a sentence for people.
model::Result<std::string> notice_bytes(config::Client const& client,
                                        config::Channel const& channel, NoticeWish const& wish);

// The same bytes and the same message at every attempt.
channels::Parcel notice_parcel(ledger::SenderNoticeRow const& row, std::string bytes);

}  // namespace airut::gateway
