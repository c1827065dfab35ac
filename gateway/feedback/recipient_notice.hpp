#pragma once

#include <string>

#include "formats/finvoice_notice/receiver_notice.hpp"
#include "gateway/dispatch/apply.hpp"

namespace airut::gateway {

// What became of a recipient's notice.
struct NoticeEnd {
  bool followed = false;  // the register says what he said, now or before
  std::string text;       // why it was not followed, or why it changes nothing
};

// The billing client whom a notice is for: by his sender address and his payment instruction.
struct NoticeBiller {
  std::string tenant;
  config::Client const* client = nullptr;  // nullptr: nobody, or several
};
// only: the tenant whom it may be for, "" for all. A biller without a payment instruction in his
// settings is found by his address alone, and his notices wait for a person.
NoticeBiller biller_of(finvoice_notice::ReceiverNotice const& notice, Billers const& billers,
                       std::string_view only);

// Finds the customer by what he gave to be known by, and writes into the register what he said at
// his bank: ADD and CHANGE date a new address and begin his mandate, DELETE ends both, and his
// invoices go on paper. The later of two words holds, whichever comes first. A customer who is not
// certain is left to a person: nothing was appended then.
NoticeEnd follow_notice(ledger::Transaction& tx, finvoice_notice::ReceiverNotice const& notice,
                        NoticeBiller const& biller, std::string const& document_id,
                        StepContext const& context);

// The biller has ended his own notification at a bank, and with it every order of its customers: as
// if each of them had ended his. notice_id: of the biller's notification; stated: when he made it.
struct SenderEnd {
  std::string_view bank, payment_instruction, notice_id;
  model::Instant stated{};
};
void end_orders_at(ledger::Transaction& tx, NoticeBiller const& biller, SenderEnd const& end,
                   StepContext const& context);

}  // namespace airut::gateway
