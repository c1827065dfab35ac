#include "formats/finvoice_frame/acknowledgement.hpp"

#include <fmt/format.h>

#include "formats/finvoice_frame/stream.hpp"
#include "formats/xml/document.hpp"

namespace airut::finvoice_frame {
namespace {

constexpr std::size_t errors_most = 200;  // of one acknowledgement; enough for any reader

Place place_said(xml::Element said, std::string_view side) {
  Place place;
  for (auto const& party : said.children(side)) {
    bool const intermediary = party.text_of("Role") == "Intermediator";
    (intermediary ? place.intermediary : place.address) = party.text_of("PartyId");
  }
  return place;
}

std::vector<std::string> texts_of(xml::Element element) {
  std::vector<std::string> texts;
  for (auto const& one : element.children("Text")) texts.push_back(one.text());
  return texts;
}

std::vector<Acknowledgement::Error> errors_of(xml::Element root) {
  std::vector<Acknowledgement::Error> errors;
  for (auto const& one : root.children("Error")) {
    if (errors.size() == errors_most) break;
    errors.push_back({one.text_of("Code"), fmt::format("{}", fmt::join(texts_of(one), " ")),
                      one.text_of("Severity"), one.text_of("Location")});
  }
  return errors;
}

}  // namespace

std::string Acknowledgement::words() const {
  std::string words = fmt::format("{}", fmt::join(texts, " "));
  for (auto const& one : errors) {
    words += fmt::format("\n{} {}: {}", one.severity, one.code, one.text);
    if (!one.location.empty()) words += fmt::format(" ({})", one.location);
  }
  return words;
}

tl::expected<Acknowledgement, model::Findings> read_acknowledgement(std::string_view bytes) {
  auto const parsed = xml::Document::parse(readable(bytes));
  if (!parsed) return tl::unexpected{parsed.error()};
  auto const root = parsed->root();
  auto const said = root.child("Acknowledgement");
  auto const details = root.child("MessageTransmissionDetails").child("MessageDetails");
  auto const reason = said.child("Reason");
  Acknowledgement ack;
  ack.message_id = details.text_of("RefToMessageIdentifier");
  if (ack.message_id.empty()) ack.message_id = said.child("MessageData").text_of("MessageId");
  ack.own_id = details.text_of("MessageIdentifier");
  ack.timestamp = details.text_of("MessageTimeStamp");
  if (ack.timestamp.empty()) ack.timestamp = said.child("MessageData").text_of("Timestamp");
  ack.from = place_said(said, "From");
  ack.to = place_said(said, "To");
  ack.code = reason.text_of("Code");
  ack.texts = texts_of(reason);
  ack.errors = errors_of(root);
  if (!ack.message_id.empty() && !ack.code.empty()) return ack;
  model::Finding finding;
  finding.code = "ack-incomplete";
  finding.detail = "The acknowledgement names no message or gives no code.";
  finding.line = root.line();
  return tl::unexpected{model::Findings{finding}};
}

}  // namespace airut::finvoice_frame
