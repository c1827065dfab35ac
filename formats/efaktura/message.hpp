#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/efaktura/bill.hpp"

// The SOAP 1.1 messages of the eFaktura operator's two services: the issuer's
// (EfakturaNetsSubmitterService v1) and the one that takes eFaktura and AvtaleGiro together
// (EfakturaAtgService submitter v2). Operations, ids, payment and document types are those of the
// operator's description; element names that it does not show to the public are marked in
// message.cpp and stand together there.
namespace airut::efaktura {

enum class Flow { issuer, combo };

// Whom a message concerns besides its document.
struct Frame {
  Flow flow = Flow::issuer;
  std::string message_identifier;  // 5 to 50 characters; pairs request and answer in their logs
  std::string service_provider;    // nine digits, "" when the issuer sends for itself
  std::string issuer;              // organisation number
  std::string delivery;            // our id of the document; theirs is made of it
};

// "scheme:value" of a recipient: efaktura (his eFaktura address), nin-no, msisdn, email.
struct Who {
  std::string scheme, value;
};
Who who_of(std::string_view address);

// The document without its recipient, as it is kept and offered again.
// Problem: an address of the document that is not https.
model::Result<std::string> write_document(Bill const& bill, Flow flow, std::string_view delivery);

// The id by which the service knows a document: that of an invoice of the issuer flow is its
// delivery, the transaction's of the other one a UUID that is made of it (RFC 9562 version 8).
std::string document_id(Flow flow, std::string_view delivery);

struct Message {
  std::string action;  // SOAPAction
  std::string body;
};
Message lookup(Frame const& frame, Who const& who);
Message add(Frame const& frame, std::string_view document, std::string_view efaktura_identifier);
Message status(Frame const& frame);
// Of the consignment or shipment that brought the document: theirs before the document has a state.
Message shipment(Frame const& frame);
Message cancel(Frame const& frame);

// What an answer says, whichever operation it belongs to.
struct Answer {
  bool is_soap = false;           // else it is no answer of the service
  std::string fault, fault_text;  // code and words; "" without a fault
  // lookup: EXACT_MATCH, NO_MATCH, MULTIPLE_MATCH, and of an exact match BLOCKED and NO_AGREEMENT.
  std::string match, efaktura_identifier;
  // status, shipment: of the eFaktura (or of what brought it) and of the claim that the combined
  // service has beside it.
  std::string state, claim_state;
  std::vector<std::string> reasons;
};
Answer read_answer(std::string_view xml);

}  // namespace airut::efaktura
