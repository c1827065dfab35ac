#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/sbdh/identifiers.hpp"

// Where the register entries of a participant are (Peppol Policy for use of Identifiers 4, SML
// 1.3, SMP 1.3).
namespace airut::smp {

// The domain whose U-NAPTR record names the participant's SMP: the base32 SHA-256 of the value in
// lower case, the scheme and the zone.
std::string sml_name(sbdh::ParticipantId const& participant, std::string_view zone);

// The address in a U-NAPTR regexp, "!.*!https://smp.example!"; nullopt for another pattern.
std::optional<std::string> naptr_address(std::string_view regexp);

std::string group_url(std::string_view base, sbdh::ParticipantId const& participant);
std::string metadata_url(std::string_view base, sbdh::ParticipantId const& participant,
                         sbdh::DocumentType const& document_type);

// The entries under which a register may hold a document type, the best first: the type itself and,
// for wildcard types (PINT), the patterns that take it.
std::vector<sbdh::DocumentType> entries_for(sbdh::DocumentType const& wanted);

// Whether a type is looked for by its patterns: it has no entry of its own.
bool is_wildcard(sbdh::DocumentType const& wanted);

}  // namespace airut::smp
