#include "formats/model/finding.hpp"

#include <algorithm>

namespace airut::model {

bool has_errors(Findings const& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](Finding const& one) { return one.severity == Severity::error; });
}

}  // namespace airut::model
