#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/sbdh/envelope.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/subdocument.hpp"

// StandardBusinessDocument
//   StandardBusinessDocumentHeader
//     HeaderVersion  Sender/Identifier[@Authority]  Receiver/Identifier[@Authority]
//     DocumentIdentification: Standard TypeVersion InstanceIdentifier Type CreationDateAndTime
//     BusinessScope/Scope*: Type InstanceIdentifier Identifier (the scheme)
//   the document
namespace airut::sbdh {
namespace {

constexpr std::string_view own_namespace =
    "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader";
// What is not XML travels in an element of this namespace (Peppol envelope 2.0, section 2.4).
constexpr std::string_view content_namespace = "http://peppol.eu/xsd/ticc/envelope/1.0";

// Specifications of which a receiver registers a whole family at once (code list of document types
// 9.7: they and no others have the scheme of wildcards).
constexpr std::string_view pint = "urn:peppol:pint:";

class Reading {
 public:
  explicit Reading(xml::Element root) : root_(root) {}

  tl::expected<Header, model::Findings> run();

 private:
  void wrong(xml::Element at, std::string code, std::string detail, std::string actual = {});
  xml::Element only(xml::Element parent, std::string_view name);
  ParticipantId party(xml::Element header, std::string_view role);
  void identification(xml::Element header);
  void scopes(xml::Element header);
  void scope(xml::Element one, std::string_view type);
  void agrees_with_type(xml::Element at);
  void document(xml::Element header);

  xml::Element root_;
  Header out_;
  model::Findings findings_;
  std::vector<std::string> seen_;
};

void Reading::wrong(xml::Element at, std::string code, std::string detail, std::string actual) {
  model::Finding finding;
  finding.code = "sbdh-" + code;
  finding.detail = std::move(detail);
  finding.actual = std::move(actual);
  finding.line = at ? at.line() : root_.line();
  findings_.push_back(std::move(finding));
}

xml::Element Reading::only(xml::Element parent, std::string_view name) {
  auto const all = parent.children(name);
  if (all.size() == 1) return all.front();
  wrong(parent, "count", fmt::format("There must be one {}, here are {}.", name, all.size()));
  return {};
}

ParticipantId Reading::party(xml::Element header, std::string_view role) {
  auto const id = only(header, role).child("Identifier");
  ParticipantId party{id.text(), id.attribute("Authority").value_or("")};
  if (party.scheme != participant_scheme) {
    wrong(id, "authority",
          fmt::format("The Authority of the {} must be {}.", role, participant_scheme),
          party.scheme);
  }
  if (!is_participant_value(party.value)) {
    wrong(id, "participant",
          fmt::format("The {} must be a code of four digits, ':' and a number.", role),
          party.value);
  }
  return party;
}

void Reading::identification(xml::Element header) {
  auto const at = only(header, "DocumentIdentification");
  out_.standard = at.text_of("Standard");
  out_.type_version = at.text_of("TypeVersion");
  out_.type = at.text_of("Type");
  out_.instance_id = at.text_of("InstanceIdentifier");
  if (out_.instance_id.empty()) {
    wrong(at, "instance-id", "InstanceIdentifier must name this envelope.");
  }
  auto const created = at.text_of("CreationDateAndTime");
  if (auto const moment = model::parse_instant(created)) {
    out_.created = *moment;
  } else {
    wrong(at, "created", "CreationDateAndTime must be a date and time with its zone.", created);
  }
}

bool is_country(std::string_view text) {
  auto const upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() == 2 && std::all_of(text.begin(), text.end(), upper);
}

void Reading::scope(xml::Element one, std::string_view type) {
  auto const value = one.text_of("InstanceIdentifier");
  auto const scheme = one.text_of("Identifier");
  auto const with_default = [&scheme](std::string_view usual) {
    return scheme.empty() ? std::string{usual} : scheme;
  };
  if (type == "DOCUMENTID") out_.document_type = {value, with_default(document_scheme)};
  if (type == "PROCESSID") out_.process = {value, with_default(process_scheme)};
  if (type == "COUNTRY_C1") {
    out_.country_c1 = value;
    if (!is_country(value)) {
      wrong(one, "country", "COUNTRY_C1 must be a country of two capital letters.", value);
    }
  }
  if (type == "MLS_TO") {
    out_.mls_to = {value, with_default(participant_scheme)};
    if (!is_participant_value(value)) {
      wrong(one, "mls-to", "MLS_TO must be a code of four digits, ':' and a number.", value);
    }
  }
  if (type == "MLS_TYPE") {
    out_.mls_type = value;
    if (value != "ALWAYS_SEND" && value != "FAILURE_ONLY") {
      wrong(one, "mls-type", "MLS_TYPE must be ALWAYS_SEND or FAILURE_ONLY.", value);
    }
  }
}

void Reading::scopes(xml::Element header) {
  constexpr std::array<std::string_view, 5> known{"DOCUMENTID", "PROCESSID", "COUNTRY_C1", "MLS_TO",
                                                  "MLS_TYPE"};
  auto const at = only(header, "BusinessScope");
  for (auto const& one : at.children("Scope")) {
    auto const type = one.text_of("Type");
    if (std::find(known.begin(), known.end(), type) == known.end()) continue;  // may be there
    if (std::find(seen_.begin(), seen_.end(), type) != seen_.end()) {
      wrong(one, "scope-twice", fmt::format("The scope {} is there twice.", type));
    }
    seen_.push_back(type);
    scope(one, type);
  }
  if (out_.document_type.value.empty()) {
    wrong(at, "document-type", "The scope DOCUMENTID must name the kind of document.");
  }
  if (out_.process.value.empty())
    wrong(at, "process", "The scope PROCESSID must name the process.");
  if (out_.country_c1.empty()) wrong(at, "country", "The scope COUNTRY_C1 must be there.");
}

// Standard, Type and TypeVersion say again what stands in the document type.
void Reading::agrees_with_type(xml::Element at) {
  auto const parts = parts_of(out_.document_type.value);
  if (!parts) return;
  auto const same = [&](std::string_view name, std::string_view said, std::string_view wanted) {
    if (said == wanted) return;
    wrong(at, "disagrees", fmt::format("{} must be {}, as in the document type.", name, wanted),
          std::string{said});
  };
  same("Standard", out_.standard, parts->root_namespace);
  same("Type", out_.type, parts->root_name);
  same("TypeVersion", out_.type_version, parts->version);
}

void Reading::document(xml::Element header) {
  auto const document = header.next_sibling();
  if (!document) return wrong(root_, "no-document", "No document follows the header.");
  if (document.next_sibling()) {
    return wrong(document, "two-documents", "More than one document follows the header.");
  }
  if (!parts_of(out_.document_type.value)) {
    if (document.name_space() != content_namespace) {
      wrong(document, "content", "What is not XML must be in BinaryContent or TextContent.");
    }
    return;
  }
  if (document.name_space() != out_.standard || document.name() != out_.type) {
    wrong(document, "other-document", "The document is not of the kind that the header names.",
          fmt::format("{}::{}", document.name_space(), document.name()));
  }
}

tl::expected<Header, model::Findings> Reading::run() {
  auto const header = root_.first_child();
  if (root_.name_space() != own_namespace || root_.name() != "StandardBusinessDocument" ||
      header.name() != "StandardBusinessDocumentHeader") {
    wrong(root_, "none", "This is no StandardBusinessDocument with its header.");
    return tl::unexpected{std::move(findings_)};
  }
  auto const version = header.text_of("HeaderVersion");
  if (version != "1.0") wrong(header, "version", "HeaderVersion must be 1.0.", version);
  out_.sender = party(header, "Sender");
  out_.receiver = party(header, "Receiver");
  identification(header);
  scopes(header);
  if (findings_.empty()) agrees_with_type(header.child("DocumentIdentification"));
  if (findings_.empty()) document(header);
  if (!findings_.empty()) return tl::unexpected{std::move(findings_)};
  return std::move(out_);
}

}  // namespace

tl::expected<Header, model::Findings> read(std::string_view bytes) {
  auto const document = xml::Document::parse(bytes);
  if (!document) return tl::unexpected{document.error()};
  return Reading{document->root()}.run();
}

model::Result<Kind> kind_of(std::string_view bytes) {
  auto const document = xml::Document::parse(bytes);
  if (!document) {
    return tl::unexpected{model::Problem{model::Fault::malformed, document.error().front().detail}};
  }
  auto const root = document->root();
  auto const customization = root.text_of("CustomizationID"), profile = root.text_of("ProfileID");
  if (customization.empty() || profile.empty()) {
    return tl::unexpected{model::Problem{
        model::Fault::missing, "The document must name its CustomizationID and ProfileID."}};
  }
  Kind kind;
  kind.standard = root.name_space();
  kind.type = root.name();
  kind.type_version = "2.1";
  kind.document_type.value =
      fmt::format("{}::{}##{}::{}", kind.standard, kind.type, customization, kind.type_version);
  if (customization.starts_with(pint)) kind.document_type.scheme = wildcard_scheme;
  kind.process.value = profile;
  return kind;
}

tl::expected<std::string, model::Findings> document_in(std::string_view bytes) {
  return xml::subdocument(bytes, 1);
}

}  // namespace airut::sbdh
