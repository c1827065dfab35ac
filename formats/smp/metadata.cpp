#include "formats/smp/metadata.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/percent.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/signature.hpp"

namespace airut::smp {
namespace {

constexpr std::string_view own = "http://busdox.org/serviceMetadata/publishing/1.0/";
constexpr std::string_view ds = "http://www.w3.org/2000/09/xmldsig#";

tl::unexpected<std::string> wrong(std::string text) { return tl::unexpected{std::move(text)}; }

template <class Id>
Id identifier(xml::Element parent, std::string_view name) {
  auto const at = parent.child(name);
  return Id{at.text(), at.attribute("scheme").value_or("")};
}

Endpoint read_endpoint(xml::Element at) {
  Endpoint endpoint;
  endpoint.transport_profile = at.attribute("transportProfile").value_or("");
  endpoint.address = at.child("EndpointReference").text_of("Address");
  endpoint.active_from = model::parse_instant(at.text_of("ServiceActivationDate"));
  endpoint.active_until = model::parse_instant(at.text_of("ServiceExpirationDate"));
  endpoint.certificate = at.text_of("Certificate");
  return endpoint;
}

std::vector<Process> read_processes(xml::Element information) {
  std::vector<Process> processes;
  for (auto const& one : information.child("ProcessList").children("Process")) {
    Process process{identifier<sbdh::ProcessId>(one, "ProcessIdentifier"), {}};
    for (auto const& endpoint : one.child("ServiceEndpointList").children("Endpoint")) {
      process.endpoints.push_back(read_endpoint(endpoint));
    }
    processes.push_back(std::move(process));
  }
  return processes;
}

bool names_sha1(xml::Element signed_info) {
  auto const is_sha1 = [](xml::Element method) {
    return method.attribute("Algorithm").value_or("").ends_with("sha1");
  };
  return is_sha1(signed_info.child("SignatureMethod")) ||
         is_sha1(signed_info.child("Reference").child("DigestMethod"));
}

// The certificate beside the signature, by which it must hold.
tl::expected<pki::Certificate, std::string> signer_of(xml::Document const& document,
                                                      bool takes_sha1) {
  auto const signature = document.root().child("Signature");
  if (!takes_sha1 && names_sha1(signature.child("SignedInfo"))) {
    return wrong("The register entry is signed with SHA-1, which is not taken here.");
  }
  auto const text = signature.child("KeyInfo").child("X509Data").text_of("X509Certificate");
  auto signer = pki::Certificate::from_text(text);
  if (!signer) return wrong("The register entry is not signed by a certificate.");
  xml::SignatureQuestion question;
  auto const path = fmt::format("{{{}}}SignedServiceMetadata/{{{}}}Signature", own, ds);
  question.path = path;
  question.certificate_der = signer->der();
  question.enveloped = true;
  question.sha1 = takes_sha1;
  auto const parts = xml::verify_signature(document, question);
  if (!parts) return wrong(parts.error());
  return *std::move(signer);
}

bool is_active(Endpoint const& endpoint, model::Instant now) {
  return (!endpoint.active_from || *endpoint.active_from <= now) &&
         (!endpoint.active_until || now < *endpoint.active_until);
}

}  // namespace

tl::expected<Metadata, NotRead> read_metadata(std::string_view bytes, bool takes_sha1) {
  auto const document = xml::Document::parse(bytes);
  if (!document) return tl::unexpected{NotRead{document.error().front().detail, true}};
  auto const root = document->root();
  if (root.name() != "SignedServiceMetadata" || root.name_space() != own) {
    return tl::unexpected{NotRead{"The register's answer is no SignedServiceMetadata."}};
  }
  auto signer = signer_of(*document, takes_sha1);
  if (!signer) return tl::unexpected{NotRead{signer.error()}};
  Metadata metadata{*std::move(signer), {}, {}, {}, {}, {}};
  auto const entry = root.child("ServiceMetadata");
  if (auto const redirect = entry.child("Redirect")) {
    metadata.redirect = redirect.attribute("href").value_or("");
    metadata.redirect_certificate_uid = redirect.text_of("CertificateUID");
    return metadata;
  }
  auto const information = entry.child("ServiceInformation");
  metadata.participant = identifier<sbdh::ParticipantId>(information, "ParticipantIdentifier");
  metadata.document_type = identifier<sbdh::DocumentType>(information, "DocumentIdentifier");
  metadata.processes = read_processes(information);
  return metadata;
}

tl::expected<Group, std::string> read_group(std::string_view bytes) {
  auto const document = xml::Document::parse(bytes);
  if (!document) return wrong(document.error().front().detail);
  auto const root = document->root();
  if (root.name() != "ServiceGroup" || root.name_space() != own) {
    return wrong("The register's answer is no ServiceGroup.");
  }
  Group group;
  group.participant = identifier<sbdh::ParticipantId>(root, "ParticipantIdentifier");
  auto const list = root.child("ServiceMetadataReferenceCollection");
  for (auto const& one : list.children("ServiceMetadataReference")) {
    auto const href = one.attribute("href").value_or("");
    constexpr std::string_view services = "/services/";
    auto const at = href.find(services);
    if (at == std::string::npos) continue;
    auto const id = model::percent_decoded(std::string_view{href}.substr(at + services.size()));
    auto const gap = id.find("::");
    if (gap == std::string::npos) continue;
    group.document_types.push_back({id.substr(gap + 2), id.substr(0, gap)});
  }
  return group;
}

tl::expected<Endpoint, std::string> endpoint_for(Metadata const& metadata,
                                                 sbdh::ProcessId const& wanted,
                                                 model::Instant now) {
  auto const process = std::find_if(metadata.processes.begin(), metadata.processes.end(),
                                    [&](Process const& one) { return one.id == wanted; });
  if (process == metadata.processes.end()) {
    return wrong(fmt::format("The recipient does not take part in the process {}.", wanted.value));
  }
  auto const& all = process->endpoints;
  auto const is_as4 = [](Endpoint const& one) { return one.transport_profile == as4_profile; };
  if (std::none_of(all.begin(), all.end(), is_as4)) {
    return wrong(fmt::format("The recipient cannot be reached by {}.", as4_profile));
  }
  auto const found = std::find_if(all.begin(), all.end(), [&](Endpoint const& one) {
    return is_as4(one) && is_active(one, now);
  });
  if (found != all.end()) return *found;
  return wrong("The recipient's endpoint is not active now.");
}

}  // namespace airut::smp
