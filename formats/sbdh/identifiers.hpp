#pragma once

#include <optional>
#include <string>
#include <string_view>

// The identifiers of the Peppol network (Peppol Policy for use of Identifiers 4): a scheme and a
// value, joined by "::" in addresses.
namespace airut::sbdh {

inline constexpr std::string_view participant_scheme = "iso6523-actorid-upis";
inline constexpr std::string_view document_scheme = "busdox-docid-qns";
inline constexpr std::string_view wildcard_scheme = "peppol-doctype-wildcard";
inline constexpr std::string_view process_scheme = "cenbii-procid-ubl";

// A party: ISO 6523 code of four digits, ':' and its number there ("0216:003712345671").
struct ParticipantId {
  std::string value;
  std::string scheme{participant_scheme};
  friend bool operator==(ParticipantId const&, ParticipantId const&) = default;
};

// A kind of document: "root namespace::root name##customization::version".
struct DocumentType {
  std::string value;
  std::string scheme{document_scheme};
  friend bool operator==(DocumentType const&, DocumentType const&) = default;
};

struct ProcessId {
  std::string value;
  std::string scheme{process_scheme};
  friend bool operator==(ProcessId const&, ProcessId const&) = default;
};

// "scheme::value" as AS4 and the SMP's addresses write it.
template <class Id>
std::string joined(Id const& id) {
  return id.scheme + "::" + id.value;
}

bool is_participant_value(std::string_view value);

// The parts of an XML document type's value; nullopt for another form, such as hybrid PDF.
struct DocumentTypeParts {
  std::string_view root_namespace, root_name, customization, version;
};
std::optional<DocumentTypeParts> parts_of(std::string_view document_type_value);

}  // namespace airut::sbdh
