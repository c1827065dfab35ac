#include "formats/as4/envelope.hpp"
#include "formats/as4/names.hpp"
#include "formats/as4/signal.hpp"
#include "formats/xml/canonical_writer.hpp"

namespace airut::as4 {
namespace {

void write_transform(xml::CanonicalWriter& out, xml::Transform const& transform) {
  out.open("ds:Transform", {{"Algorithm", transform.algorithm}});
  if (!transform.inclusive_prefixes.empty()) {
    out.leaf("ec:InclusiveNamespaces", "",
             {{"xmlns:ec", names::exclusive}, {"PrefixList", transform.inclusive_prefixes}});
  }
  out.close("ds:Transform");
}

void write_part(xml::CanonicalWriter& out, xml::SignedPart const& part) {
  out.open("ebbp:MessagePartNRInformation");
  out.open("ds:Reference", {{"xmlns:ds", names::ds}, {"URI", part.uri}});
  out.open("ds:Transforms");
  for (auto const& one : part.transforms) write_transform(out, one);
  out.close("ds:Transforms");
  out.leaf("ds:DigestMethod", "", {{"Algorithm", part.digest_method}});
  out.leaf("ds:DigestValue", part.digest);
  out.close("ds:Reference");
  out.close("ebbp:MessagePartNRInformation");
}

std::string signed_envelope(SignalHead const& head, std::string_view signal, Keys const& own) {
  auto const mark = mark_of(head.message_id);
  auto const messaging = messaging_element("msg-" + mark, signal);
  auto const body = body_element("body-" + mark);
  std::vector<Covered> const parts{
      {"#msg-" + mark, digest_of(messaging), std::string{names::exclusive}},
      {"#body-" + mark, digest_of(body), std::string{names::exclusive}}};
  auto const token = "sender-" + mark;
  auto const security =
      token_element(token, own.certificate) + signature_element(parts, own.key, token);
  return envelope(security, messaging, body);
}

}  // namespace

std::string write_receipt(SignalHead const& head, std::vector<xml::SignedPart> const& parts,
                          Keys const& own) {
  xml::CanonicalWriter out;
  out.open("eb:SignalMessage");
  write_message_head(out, head.timestamp, head.message_id, head.ref_to_message_id);
  out.open("eb:Receipt");
  out.open("ebbp:NonRepudiationInformation", {{"xmlns:ebbp", names::ebbp}});
  for (auto const& part : parts) write_part(out, part);
  out.close("ebbp:NonRepudiationInformation");
  out.close("eb:Receipt");
  out.close("eb:SignalMessage");
  return signed_envelope(head, std::move(out).text(), own);
}

std::string write_error(SignalHead const& head, Error const& error, Keys const& own) {
  xml::CanonicalWriter out;
  out.open("eb:SignalMessage");
  write_message_head(out, head.timestamp, head.message_id, head.ref_to_message_id);
  if (head.ref_to_message_id.empty()) {
    out.open("eb:Error", {{"category", error.category},
                          {"errorCode", error.code},
                          {"origin", "ebMS"},
                          {"severity", error.severity},
                          {"shortDescription", error.short_description}});
  } else {
    out.open("eb:Error", {{"category", error.category},
                          {"errorCode", error.code},
                          {"origin", "ebMS"},
                          {"refToMessageInError", head.ref_to_message_id},
                          {"severity", error.severity},
                          {"shortDescription", error.short_description}});
  }
  if (!error.detail.empty()) out.leaf("eb:ErrorDetail", error.detail);
  out.close("eb:Error");
  out.close("eb:SignalMessage");
  return signed_envelope(head, std::move(out).text(), own);
}

}  // namespace airut::as4
