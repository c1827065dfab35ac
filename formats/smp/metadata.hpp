#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/date.hpp"
#include "formats/pki/certificate.hpp"
#include "formats/sbdh/identifiers.hpp"

// What a Service Metadata Publisher says of a participant (Peppol SMP 1.3, namespace
// http://busdox.org/serviceMetadata/publishing/1.0/).
namespace airut::smp {

inline constexpr std::string_view as4_profile = "peppol-transport-as4-v2_0";

struct Endpoint {
  std::string transport_profile, address;
  std::optional<model::Instant> active_from, active_until;
  std::string certificate;  // as it is written: base64, perhaps with armour
};

struct Process {
  sbdh::ProcessId id;
  std::vector<Endpoint> endpoints;
};

// SignedServiceMetadata whose signature holds; whether the signer is trusted is asked elsewhere.
struct Metadata {
  pki::Certificate signer;
  sbdh::ParticipantId participant;
  sbdh::DocumentType document_type;
  std::vector<Process> processes;
  // Instead of all that: ask this address, whose signer has this subject.
  std::string redirect, redirect_certificate_uid;
};

// Why an entry was not read. is_cut: there is no whole XML document, as an answer that broke off
// leaves it; what is whole and wrong is not to be trusted.
struct NotRead {
  std::string text;  // a sentence
  bool is_cut = false;
};
// takes_sha1: also signatures that registers made in earlier years.
tl::expected<Metadata, NotRead> read_metadata(std::string_view bytes, bool takes_sha1 = false);

// ServiceGroup: the document types that a participant takes.
struct Group {
  sbdh::ParticipantId participant;
  std::vector<sbdh::DocumentType> document_types;
};
tl::expected<Group, std::string> read_group(std::string_view bytes);

// The AS4 endpoint of the process that is active now. The error says what is missing.
tl::expected<Endpoint, std::string> endpoint_for(Metadata const& metadata,
                                                 sbdh::ProcessId const& process,
                                                 model::Instant now);

}  // namespace airut::smp
