#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/date.hpp"
#include "formats/model/finding.hpp"
#include "formats/model/result.hpp"
#include "formats/sbdh/identifiers.hpp"

// The Peppol Business Message Envelope 2.0: a StandardBusinessDocument (UN/CEFACT SBDH 1.3) with
// who sends which kind of document to whom, and the document itself behind it.
namespace airut::sbdh {

struct Header {
  ParticipantId sender, receiver;       // C1 and C4
  std::string standard;                 // namespace of the document's root
  std::string type_version;             // "2.1" for UBL
  std::string type;                     // name of the document's root
  std::string instance_id;              // InstanceIdentifier: names this envelope for ever
  model::Instant created{};             // CreationDateAndTime
  DocumentType document_type;           // BusinessScope DOCUMENTID
  ProcessId process;                    // BusinessScope PROCESSID
  std::string country_c1;               // ISO 3166-1 alpha-2 of the sender, upper case
  std::optional<ParticipantId> mls_to;  // who gets the Message Level Status
  std::string mls_type;                 // ALWAYS_SEND, FAILURE_ONLY or "": the default

  friend bool operator==(Header const&, Header const&) = default;
};

// Reads and checks the header and that the document behind it is the one that it names.
// Findings carry codes "sbdh-..." with the line.
tl::expected<Header, model::Findings> read(std::string_view bytes);

// The document inside as a document of its own, UTF-8; every namespace that it uses is declared in
// it. Findings when the bytes are no envelope.
tl::expected<std::string, model::Findings> document_in(std::string_view bytes);

// How a UBL document names itself: its root, CustomizationID and ProfileID, as the header of its
// envelope says them again. Problem: it names no customization or process.
struct Kind {
  std::string standard, type, type_version;
  DocumentType document_type;
  ProcessId process;
};
model::Result<Kind> kind_of(std::string_view document);
// A header that names such a document, and nobody yet.
Header header_for(Kind kind);

// The envelope around a document in UTF-8, byte for byte but for its XML declaration.
// Problem: the document declares another encoding or a DOCTYPE.
model::Result<std::string> write(Header const& header, std::string_view document);

}  // namespace airut::sbdh
