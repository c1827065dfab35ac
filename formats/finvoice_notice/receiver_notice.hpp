#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/finvoice_frame/frame.hpp"
#include "formats/finvoice_notice/words.hpp"
#include "formats/model/date.hpp"
#include "formats/model/finding.hpp"

namespace airut::finvoice_notice {

// The recipient's notification: a bank's customer orders, changes or ends the biller's e-invoice.
// Each carries the moment when the customer said so; of two that contradict each other the later
// moment holds, whichever comes first.
struct ReceiverNotice {
  Action action = Action::add;
  std::string message_class;     // MessageActionCodeIdentifier: 00, 01 conversion, 02 maintenance
  std::string sender_info_id;    // the biller's notification that was answered
  std::string business_id;       // of the biller
  finvoice_frame::Place sender;  // the biller's own address and bank
  std::string payment_instruction;
  model::Instant stated{};  // ReceiverInfoTimeStamp; without an offset it is Finnish time
  std::string buyer_name;
  finvoice_frame::Place recipient;
  struct Identifier {
    IdentifierKind kind = IdentifierKind::other;
    std::string text;
    friend bool operator==(Identifier const&, Identifier const&) = default;
  };
  std::vector<Identifier> identifiers;  // what the customer gave to be known by
  std::string remittance;               // EpiRemittanceIdentifier: a reference of his invoices
  std::string language;                 // fi, sv, en
  bool direct_payment = false;          // paper to the customer, and a copy to the bank
};

// The error: xml-syntax, or notice-invalid with what is missing or wrong, one finding each.
tl::expected<ReceiverNotice, model::Findings> read_receiver_notice(std::string_view bytes);

}  // namespace airut::finvoice_notice
