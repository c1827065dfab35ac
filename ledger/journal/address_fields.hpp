#pragma once

#include "ledger/journal/fact.hpp"

// The members of address_facts.hpp, as journal/fields.hpp names those of the others; included
// there.
namespace airut::ledger {

void fields(auto& a, Is<RecipientAddressed> auto& f) {
  a("address_id", f.address_id), a("recipient_id", f.recipient_id), a("client", f.client);
  a("external_ref", f.external_ref), a("channel", f.channel), a("source", f.source);
  a("valid_from", f.valid_from), a("valid_to", f.valid_to);
  a("direct_payment", f.direct_payment, false), a("stated", f.stated);
  a("document_id", f.document_id);
  a.personal("address", f.personal_address);
  a.personal("intermediary", f.personal_intermediary);
}

void fields(auto& a, Is<RecipientAddressEnded> auto& f) {
  a("address_id", f.address_id), a("recipient_id", f.recipient_id), a("client", f.client);
  a("external_ref", f.external_ref), a("source", f.source), a("valid_to", f.valid_to);
  a("stated", f.stated), a("document_id", f.document_id);
}

void fields(auto& a, Is<SenderNoticeMade> auto& f) {
  a("notice_id", f.notice_id), a("client", f.client), a("channel", f.channel);
  a("action", f.action), a("bank", f.bank), a("payment_instruction", f.payment_instruction);
  a("digest", f.digest);
}

void fields(auto& a, Is<SenderNoticeMoved> auto& f) {
  a("notice_id", f.notice_id), a("from", f.from), a("to", f.to), a("code", f.code);
  a("native_code", f.native_code), a("endpoint", f.endpoint);
  a("receipt_digest", f.receipt_digest);
  a.personal("excerpt", f.personal_excerpt);
}

}  // namespace airut::ledger
