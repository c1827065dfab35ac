#include "formats/as4/read_message.hpp"

#include <fmt/format.h>

#include "formats/as4/names.hpp"
#include "formats/as4/soap.hpp"
#include "formats/xml/only_child.hpp"

namespace airut::as4 {
namespace {

xml::Element eb_child(xml::Element parent, std::string_view name) {
  return xml::only_child(parent, names::eb, name);
}

class Reading {
 public:
  explicit Reading(xml::Element user) : user_(user) {}

  tl::expected<Described, Error> run() {
    head();
    parties();
    collaboration();
    properties();
    payload();
    if (fault_) return tl::unexpected{*std::move(fault_)};
    return std::move(out_);
  }

 private:
  void wrong(std::string_view code, std::string detail) {
    if (!fault_) fault_ = make_error(code, std::move(detail));
  }
  std::string needed(xml::Element parent, std::string_view name) {
    auto text = eb_child(parent, name).text();
    if (text.empty()) wrong("EBMS:0009", fmt::format("{} is missing.", name));
    return text;
  }
  void must_be(std::string_view what, std::string_view actual, std::string_view wanted) {
    if (actual != wanted)
      wrong("EBMS:0001", fmt::format("{} is {}, it must be {}.", what, actual, wanted));
  }

  void head();
  void parties();
  void collaboration();
  void properties();
  void payload();
  std::string party(xml::Element info, std::string_view element, std::string_view role);

  xml::Element user_;
  Described out_;
  std::optional<Error> fault_;
};

void Reading::head() {
  auto const info = eb_child(user_, "MessageInfo");
  out_.message.message_id = needed(info, "MessageId");
  auto const moment = needed(info, "Timestamp");
  if (auto const at = model::parse_instant(moment)) {
    out_.message.timestamp = *at;
  } else {
    wrong("EBMS:0009", fmt::format("Timestamp {} is no date and time with its zone.", moment));
  }
}

std::string Reading::party(xml::Element info, std::string_view element, std::string_view role) {
  auto const at = eb_child(info, element);
  auto const id = eb_child(at, "PartyId");
  must_be("The type of PartyId", id.attribute("type").value_or(""), names::party_type);
  must_be("Role", eb_child(at, "Role").view(), role);
  return needed(at, "PartyId");
}

void Reading::parties() {
  auto const info = eb_child(user_, "PartyInfo");
  out_.message.from = party(info, "From", names::initiator);
  out_.message.to = party(info, "To", names::responder);
}

void Reading::collaboration() {
  auto const info = eb_child(user_, "CollaborationInfo");
  auto const service = eb_child(info, "Service");
  out_.message.process = {needed(info, "Service"), service.attribute("type").value_or("")};
  out_.message.conversation_id = needed(info, "ConversationId");
  must_be("AgreementRef", eb_child(info, "AgreementRef").view(), names::agreement);
  auto const action = needed(info, "Action");
  auto const gap = action.find("::");
  if (gap == std::string::npos) {
    return wrong("EBMS:0001", "Action must be a document type with its scheme.");
  }
  out_.message.document_type = {action.substr(gap + 2), action.substr(0, gap)};
}

void Reading::properties() {
  for (auto const& one : eb_child(user_, "MessageProperties").children("Property")) {
    auto const name = one.attribute("name").value_or("");
    sbdh::ParticipantId id{one.text(), one.attribute("type").value_or("")};
    if (name == "originalSender") out_.message.original_sender = std::move(id);
    if (name == "finalRecipient") out_.message.final_recipient = std::move(id);
  }
  for (auto const* id : {&out_.message.original_sender, &out_.message.final_recipient}) {
    if (id->value.empty() || id->scheme.empty()) {
      wrong("EBMS:0009", "originalSender and finalRecipient must be there with their types.");
    }
  }
}

void Reading::payload() {
  auto const part = eb_child(eb_child(user_, "PayloadInfo"), "PartInfo");
  if (!part) return wrong("EBMS:0003", "There must be exactly one PartInfo.");
  out_.href = part.attribute("href").value_or("");
  for (auto const& one : eb_child(part, "PartProperties").children("Property")) {
    if (one.attribute("name").value_or("") != "CompressionType") continue;
    must_be("CompressionType", one.view(), "application/gzip");
    out_.compressed = true;
  }
  if (!out_.href.starts_with("cid:")) wrong("EBMS:0003", "The payload must be a MIME part.");
}

}  // namespace

tl::expected<Described, Error> read_user_message(xml::Element messaging) {
  auto const user = eb_child(messaging, "UserMessage");
  if (!user || user.next_sibling() || messaging.first_child().name() != "UserMessage") {
    return tl::unexpected{make_error("EBMS:0009", "There must be one UserMessage and no signal.")};
  }
  return Reading{user}.run();
}

std::string message_id_in(xml::Document const& document) {
  auto const soap = find_headers(document);
  if (!soap) return {};
  auto const unit = soap->messaging.first_child();
  return eb_child(eb_child(unit, "MessageInfo"), "MessageId").text();
}

}  // namespace airut::as4
