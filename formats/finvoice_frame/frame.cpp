#include "formats/finvoice_frame/frame.hpp"

#include <fmt/format.h>

#include "formats/finvoice_frame/stream.hpp"
#include "formats/xml/document.hpp"

namespace airut::finvoice_frame {
namespace {

constexpr std::string_view soap = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view xlink = "http://www.w3.org/1999/xlink";
constexpr std::string_view ebxml =
    "http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd";
constexpr std::size_t address_longest = 35, message_id_longest = 61;

void write_party(xml::Writer& out, std::string_view side, std::string_view id,
                 std::string_view role) {
  out.open(side);
  out.leaf("eb:PartyId", id);
  out.leaf("eb:Role", role);
  out.close();
}

void write_parties(xml::Writer& out, Frame const& frame) {
  write_party(out, "eb:From", frame.from.address, "Sender");
  write_party(out, "eb:From", frame.from.intermediary, "Intermediator");
  write_party(out, "eb:To", frame.to.address, "Receiver");
  write_party(out, "eb:To", frame.to.intermediary, "Intermediator");
}

void write_header(xml::Writer& out, Frame const& frame) {
  out.open("SOAP-ENV:Header");
  out.open("eb:MessageHeader", {{"SOAP-ENV:mustUnderstand", "1"}, {"eb:version", "2.0"}});
  write_parties(out, frame);
  out.leaf("eb:CPAId", "yoursandmycpa");  // the network's constant
  out.leaf("eb:ConversationId", "");
  out.leaf("eb:Service", "Routing");
  out.leaf("eb:Action", "ProcessInvoice");
  out.open("eb:MessageData");
  out.leaf("eb:MessageId", frame.message_id);
  out.leaf("eb:Timestamp", frame.timestamp);
  out.leaf("eb:RefToMessageId", frame.ref_message_id);
  out.close();
  out.close();
  out.close();
}

// lower-case eb:schema, as the banks' guideline has it and ebXML has not.
void write_manifest(xml::Writer& out, Frame const& frame) {
  auto const place = fmt::format("http://www.finvoice.info/{}.xsd", frame.content);
  out.open("SOAP-ENV:Body");
  out.open("eb:Manifest", {{"eb:id", "Manifest"}, {"eb:version", "2.0"}});
  out.open("eb:Reference", {{"eb:id", frame.content}, {"xlink:href", frame.message_id}});
  out.leaf("eb:schema", "", {{"eb:location", place}, {"eb:version", frame.version}});
  out.close();
  out.close();
  out.close();
}

std::string problem_of_frame(Frame const& frame) {
  for (auto const& one :
       {frame.from.address, frame.from.intermediary, frame.to.address, frame.to.intermediary}) {
    if (one.size() > address_longest) return fmt::format("\"{}\" is no Finvoice address.", one);
  }
  if (frame.message_id.size() < 2 || frame.message_id.size() > message_id_longest) {
    return fmt::format("\"{}\" is no Finvoice message id.", frame.message_id);
  }
  return {};
}

// The ids of one side: the role says which is which, and where it does not, the order does.
Place place_of(xml::Element header, std::string_view side) {
  Place place;
  for (auto const& party : header.children(side)) {
    auto const role = party.text_of("Role");
    bool const intermediary = role == "Intermediator" || (role.empty() && !place.address.empty());
    (intermediary ? place.intermediary : place.address) = party.text_of("PartyId");
  }
  return place;
}

model::Findings incomplete() {
  model::Finding finding;
  finding.code = "frame-incomplete";
  finding.detail = "The frame does not say from whom, to whom, or with which message id.";
  return {finding};
}

}  // namespace

model::Result<std::string> write_frame(Frame const& frame, xml::Encoding encoding) {
  bool const complete = !frame.from.address.empty() && !frame.from.intermediary.empty() &&
                        !frame.to.address.empty() && !frame.to.intermediary.empty();
  if (!complete) {
    return tl::unexpected{model::Problem{
        model::Fault::missing,
        "A Finvoice frame needs the address and the operator or bank of both sides."}};
  }
  if (auto wrong = problem_of_frame(frame); !wrong.empty()) {
    return tl::unexpected{model::Problem{model::Fault::out_of_range, std::move(wrong)}};
  }
  xml::Writer out{encoding};
  out.open("SOAP-ENV:Envelope",
           {{"xmlns:SOAP-ENV", soap}, {"xmlns:xlink", xlink}, {"xmlns:eb", ebxml}});
  write_header(out, frame);
  write_manifest(out, frame);
  out.close();
  auto text = std::move(out).text();
  return text.substr(text.find("<SOAP-ENV:Envelope"));
}

tl::expected<Frame, model::Findings> read_frame(std::string_view envelope,
                                                std::string_view declaration) {
  auto const parsed = xml::Document::parse(readable(envelope, declaration));
  if (!parsed) return tl::unexpected{parsed.error()};
  auto const header = parsed->root().child("Header").child("MessageHeader");
  auto const data = header.child("MessageData");
  auto const reference = parsed->root().child("Body").child("Manifest").child("Reference");
  Frame frame;
  frame.from = place_of(header, "From");
  frame.to = place_of(header, "To");
  frame.message_id = data.text_of("MessageId");
  frame.ref_message_id = data.text_of("RefToMessageId");
  frame.timestamp = data.text_of("Timestamp");
  frame.content = reference.attribute("id").value_or("");
  auto const schema =
      reference.child("schema") ? reference.child("schema") : reference.child("Schema");
  frame.version = schema.attribute("version").value_or("");
  bool const complete = !frame.from.address.empty() && !frame.to.address.empty();
  if (!complete || frame.message_id.empty()) return tl::unexpected{incomplete()};
  return frame;
}

}  // namespace airut::finvoice_frame
