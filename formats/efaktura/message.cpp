#include "formats/efaktura/message.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/writer.hpp"

namespace airut::efaktura {
namespace {

constexpr std::string_view soap = "http://schemas.xmlsoap.org/soap/envelope/";

struct Names {
  std::string_view space, add, status, shipment, cancel, document;
};

constexpr Names issuer_names{"https://efaktura-services.nets.no/invoicing-nets-submitter/v1/",
                             "addInvoices",
                             "getInvoiceStatus",
                             "getConsignmentStatus",
                             "cancelInvoice",
                             "invoice"};
constexpr Names combo_names{
    "https://efaktura-services.nets.no/efaktura-atg-service/v2/submitter/v1/",
    "addShipment",
    "getTransactionStatus",
    "getShipmentStatus",
    "cancelTransaction",
    "transaction"};

Names const& names_of(Flow flow) { return flow == Flow::combo ? combo_names : issuer_names; }

std::string_view type_of(Kind kind) {
  switch (kind) {
    case Kind::invoice:
      return "INVOICE";
    case Kind::reminder:
      return "REMINDER";
    case Kind::dunning:
      return "DUNNING";
    case Kind::collection_notice:
      return "COLLECTION_NOTICE";
    case Kind::payment_request:
      return "PAYMENT_REQUEST";
  }
  return {};
}

// RFC 9562 version 8: the digest of our own id, so that the same document has the same UUID.
std::string uuid_of(std::string_view text) {
  auto hex = model::sha256_hex(text).substr(0, 32);
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<std::size_t>(hex[16]) % 4];
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

std::string shipment_id(Frame const& frame) { return uuid_of("shipment " + frame.delivery); }

void write_audit(xml::Writer& out, Frame const& frame) {
  out.open("auditInformation");
  out.leaf("messageIdentifier", frame.message_identifier);
  out.close();
  out.leaf_if("serviceProvider", frame.service_provider);
}

// An envelope around one operation whose content is written by the given function.
template <class Content>
Message message(Frame const& frame, std::string_view operation, Content content) {
  auto const& names = names_of(frame.flow);
  xml::Writer out{xml::Encoding::utf8};
  out.open("s:Envelope", {{"xmlns:s", soap}});
  out.open("s:Body");
  out.open(operation, {{"xmlns", names.space}});
  write_audit(out, frame);
  content(out);
  out.close();
  out.close();
  out.close();
  return {fmt::format("{}{}", names.space, operation), std::move(out).text()};
}

void write_terms(xml::Writer& out, Bill const& bill) {
  // Not shown to the public: how these are called; see channels/efaktura/GUIDE.md.
  out.leaf("invoiceNumber", bill.number);
  out.leaf("documentType", type_of(bill.kind));
  out.leaf(bill.is_kid ? "kid" : "message", bill.reference);
  out.leaf("invoiceDate", model::date_text(bill.issued));
  out.leaf("dueDate", model::date_text(bill.due));
  out.leaf("amount", bill.amount.text());
  out.leaf("accountNumber", bill.account);
  out.leaf("issuer", bill.issuer);
  out.leaf("issuerName", bill.issuer_name);
  out.open("invoiceDetails");
  for (auto const& [type, url] : {std::pair{"application/pdf", std::string_view{bill.document}},
                                  {"text/html", std::string_view{bill.page}}}) {
    out.open("presentation", {{"mimeType", type}});
    out.leaf("url", url);
    out.close();
  }
  out.close();
}

bool is_https(std::string_view url) { return url.starts_with("https://"); }

// The first element below, or itself, of this local name.
xml::Element found(xml::Element at, std::string_view name) {
  if (!at || at.name() == name) return at;
  for (auto one = at.first_child(); one; one = one.next_sibling()) {
    if (auto const deep = found(one, name)) return deep;
  }
  return {};
}

void read_fault(xml::Element body, Answer& answer) {
  auto const fault = body.child("Fault");
  if (!fault) return;
  auto const code = found(fault.child("detail"), "errorCode");
  auto const text = found(fault.child("detail"), "errorMessage");
  answer.fault = code ? code.text() : fault.text_of("faultcode");
  answer.fault_text = text ? text.text() : fault.text_of("faultstring");
  if (answer.fault.empty()) answer.fault = "?";
}

bool is_true(xml::Element at) { return at && (at.view() == "true" || at.view() == "1"); }

void read_match(xml::Element body, Answer& answer) {
  auto const match = found(body, "responseResult");
  if (!match) return;
  answer.match = match.text();
  if (answer.match != "EXACT_MATCH") return;
  answer.efaktura_identifier = found(body, "efakturaIdentifier").text();
  bool const agreed = is_true(found(body, "hasAutoAcceptAgreement")) ||
                      is_true(found(body, "hasEfakturaAgreement"));
  if (!agreed) answer.match = "NO_AGREEMENT";
  if (is_true(found(body, "blockedByReceiver"))) answer.match = "BLOCKED";
}

void read_reasons(xml::Element at, Answer& answer) {
  for (auto one = at.first_child(); one; one = one.next_sibling()) {
    if (one.name() == "rejectReason") answer.reasons.push_back(one.text());
    read_reasons(one, answer);
  }
}

}  // namespace

Who who_of(std::string_view address) {
  auto const colon = address.find(':');
  if (colon == std::string_view::npos) return {};
  return {std::string{address.substr(0, colon)}, std::string{address.substr(colon + 1)}};
}

std::string document_id(Flow flow, std::string_view delivery) {
  return flow == Flow::combo ? uuid_of(delivery) : std::string{delivery};
}

model::Result<std::string> write_document(Bill const& bill, Flow flow, std::string_view delivery) {
  if (!is_https(bill.document) || !is_https(bill.page)) {
    return tl::unexpected{model::Problem{model::Fault::unsupported,
                                         "eFaktura shows documents at https addresses alone."}};
  }
  auto const& names = names_of(flow);
  xml::Writer out{xml::Encoding::utf8};
  out.open(names.document, {{"xmlns", names.space}});
  auto const* payment = bill.by_avtalegiro ? "EFAKTURA_AND_EXTERNAL_AVTALEGIRO" : "EFAKTURA";
  if (flow == Flow::combo) out.leaf("transactionId", document_id(flow, delivery));
  out.leaf("paymentType", payment);
  write_terms(out, bill);
  out.close();
  return std::move(out).text();
}

Message lookup(Frame const& frame, Who const& who) {
  return message(frame, "getEfakturaIdentifiers", [&](xml::Writer& out) {
    out.leaf("issuer", frame.issuer);
    out.open("consumer");
    if (who.scheme == "efaktura") out.leaf("efakturaIdentifier", who.value);
    if (who.scheme == "nin-no") out.leaf("socialSecurityNumber", who.value);
    if (who.scheme == "msisdn") out.leaf("phone", "+" + who.value);
    if (who.scheme == "email") out.leaf("email", who.value);
    out.close();
  });
}

Message add(Frame const& frame, std::string_view document, std::string_view identifier) {
  auto const& names = names_of(frame.flow);
  auto made = message(frame, names.add, [&](xml::Writer& out) {
    if (frame.flow == Flow::combo) {
      out.leaf("shipmentId", shipment_id(frame));
      out.leaf("issuer", frame.issuer);
      out.open("transactions");
    } else {
      out.leaf("consignmentId", frame.delivery);
      out.open("invoices");
    }
    out.leaf("document", "");  // its place
    out.close();
  });
  // The kept document goes in as it is, with its recipient as the first member.
  xml::Writer recipient{xml::Encoding::utf8};
  recipient.open("r");
  recipient.leaf("efakturaIdentifier", identifier);
  recipient.close();
  auto const written = std::move(recipient).text();
  auto const from = written.find("<efakturaIdentifier"), to = written.rfind("</r>");
  auto const root = document.find(fmt::format("<{} ", names.document));
  auto const inside = document.find('>', root) + 1;
  auto const filled = fmt::format("{}\n{}{}", document.substr(root, inside - root),
                                  written.substr(from, to - from), document.substr(inside));
  constexpr std::string_view end = "</document>";
  auto const place = made.body.find("<document>");
  made.body.replace(place, made.body.find(end, place) + end.size() - place, filled);
  return made;
}

Message status(Frame const& frame) {
  return message(frame, names_of(frame.flow).status, [&](xml::Writer& out) {
    if (frame.flow == Flow::combo) {
      out.leaf("transactionId", document_id(frame.flow, frame.delivery));
    } else {
      out.leaf("consignmentId", frame.delivery);
    }
  });
}

Message shipment(Frame const& frame) {
  return message(frame, names_of(frame.flow).shipment, [&](xml::Writer& out) {
    if (frame.flow == Flow::combo) {
      out.leaf("shipmentId", shipment_id(frame));
    } else {
      out.leaf("consignmentId", frame.delivery);
    }
  });
}

Message cancel(Frame const& frame) {
  return message(frame, names_of(frame.flow).cancel, [&](xml::Writer& out) {
    if (frame.flow == Flow::combo) {
      out.leaf("transactionId", document_id(frame.flow, frame.delivery));
    } else {
      out.leaf("consignmentId", frame.delivery);
    }
  });
}

Answer read_answer(std::string_view bytes) {
  Answer answer;
  auto const document = xml::Document::parse(bytes);
  if (!document || document->root().name() != "Envelope" || document->root().name_space() != soap) {
    return answer;
  }
  auto const body = document->root().child("Body");
  if (!body.first_child()) return answer;
  answer.is_soap = true;
  read_fault(body, answer);
  read_match(body, answer);
  auto const state = found(body, "efakturaStatus");
  answer.state = (state ? state : found(body, "status")).text();
  answer.claim_state = found(body, "avtaleGiroStatus").text();
  read_reasons(body, answer);
  return answer;
}

}  // namespace airut::efaktura
