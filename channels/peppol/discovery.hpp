#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "channels/http/client.hpp"
#include "channels/outcome.hpp"
#include "channels/peppol/resolver.hpp"
#include "channels/revocation/revocation.hpp"
#include "config/settings.hpp"
#include "formats/pki/trust.hpp"
#include "formats/sbdh/identifiers.hpp"
#include "formats/smp/metadata.hpp"

namespace airut::channels {

// What is looked for: who shall get which kind of document in which process.
struct PeppolQuestion {
  sbdh::ParticipantId recipient;
  sbdh::DocumentType document_type;
  sbdh::ProcessId process;
};

// The access point that serves a recipient.
struct AccessPoint {
  std::string url;
  pki::Certificate certificate;
};

// Why no access point was found. A network that does not answer (smp_unavailable) is never taken
// for a recipient who is not there.
struct NotFound {
  Trace trace;
  bool final = false;  // asking again soon says the same
};

// Finds access points: SML by DNS, SMP by HTTP, every signature and certificate checked. Answers,
// good and bad, are kept for a while; outages are not. Thread-safe; blocks.
class Discovery {
 public:
  using Now = std::function<model::Instant()>;

  // Throws std::runtime_error when the trust file cannot be read.
  Discovery(config::PeppolSettings const& settings, Now now);

  tl::expected<AccessPoint, NotFound> find(PeppolQuestion const& question);
  // What is kept about the recipient is not believed any more.
  void forget(sbdh::ParticipantId const& recipient);

  // Whether a certificate is an access point's of this network, and of now.
  std::optional<pki::Distrust> role_objection(pki::Certificate const& certificate) const;
  // The same, and not revoked.
  std::optional<pki::Distrust> access_point_objection(pki::Certificate const& certificate);

 private:
  template <class T>
  using Asked = tl::expected<T, NotFound>;

  Asked<AccessPoint> look_up(PeppolQuestion const& question);
  Asked<std::string> register_of(sbdh::ParticipantId const& recipient);
  Asked<smp::Metadata> entry(std::string const& base, PeppolQuestion const& question);
  Asked<sbdh::DocumentType> registered_type(std::string const& base,
                                            PeppolQuestion const& question);
  Asked<smp::Metadata> signed_entry(std::string const& url, std::string const& certificate_uid);
  Asked<AccessPoint> endpoint(smp::Metadata const& entry, PeppolQuestion const& question);
  Asked<HttpReply> fetch(std::string const& url);
  NotFound unregistered(sbdh::ParticipantId const& recipient, Trace trace);

  struct Kept {
    Asked<AccessPoint> answer;
    model::Instant until{};
  };

  config::PeppolSettings settings_;
  Now now_;
  HttpClient http_, revocation_http_;
  Resolver resolver_;
  RevocationCheck revocation_;
  pki::TrustAnchors access_points_, registers_;
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;              // by recipient, type and process
  std::map<std::string, model::Instant> missed_;  // when a recipient was first not registered
};

}  // namespace airut::channels
