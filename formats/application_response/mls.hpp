#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/date.hpp"
#include "formats/model/finding.hpp"

// Message Level Status 1.0 of Peppol: what became of a message at the receiving provider, as a UBL
// ApplicationResponse (urn:peppol:edec:mls:1.0).
namespace airut::application_response {

inline constexpr std::string_view mls_customization = "urn:peppol:edec:mls:1.0";
inline constexpr std::string_view mls_profile = "urn:peppol:edec:mls";

enum class MlsCode {
  accepted,      // AP: delivered to the recipient (C4)
  acknowledged,  // AB: taken, nothing known yet of the delivery
  rejected,      // RE
};

// One thing that was found.
struct MlsIssue {
  std::string place = "NA";  // XPath in the document, NA when there is none
  std::string reason;        // SV syntax, BV rule, BW warning, FD failure of delivery
  std::string text;
};

struct Mls {
  std::string id;
  model::Instant issued{};       // to the second
  std::string sender, receiver;  // providers under 0242: six digits, perhaps more
  std::string instance_id;       // of the envelope that it is about
  MlsCode code = MlsCode::acknowledged;
  std::string text;  // needed when rejected
  std::vector<MlsIssue> issues;
};

// Reads and checks it by the rules of the specification; findings carry codes "mls-..." and lines.
tl::expected<Mls, model::Findings> read_mls(std::string_view bytes);
std::string write_mls(Mls const& status);

}  // namespace airut::application_response
