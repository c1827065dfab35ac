#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/pki/certificate.hpp"

namespace airut::pki {

// Why a certificate is not trusted, for code and for people.
struct Distrust {
  enum class Reason { unknown_issuer, wrong_issuer, outside_validity, purpose, revoked, unchecked };
  Reason reason = Reason::unknown_issuer;
  std::string text;
};

// The certificates that a role of the network hangs from: its issuing authority, and the root above
// it where the file has one. A certificate of another role's issuer is refused though it has the
// same root.
class TrustAnchors {
 public:
  // PEM. issuer_name: what the common name of the role's authority holds ("ACCESS POINT"); "":
  // every authority of the file may issue.
  static model::Result<TrustAnchors> from_pem(std::string_view pem, std::string issuer_name);

  // Whether one of them signed it, it is a leaf that may sign, and the moment is within its time.
  // The issuer, for questions about revocation.
  tl::expected<Certificate, Distrust> check(Certificate const& leaf, model::Instant now) const;
  // The same for a certificate that others encrypt to: what it may do is not asked.
  tl::expected<Certificate, Distrust> issuer_of(Certificate const& leaf, model::Instant now) const;

  std::vector<Certificate> const& all() const { return all_; }

 private:
  explicit TrustAnchors(std::vector<Certificate> all, std::string issuer_name)
      : all_(std::move(all)), issuer_name_(std::move(issuer_name)) {}
  std::vector<Certificate> all_;
  std::string issuer_name_;
};

}  // namespace airut::pki
