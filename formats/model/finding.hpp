#pragma once

#include <string>
#include <vector>

namespace airut::model {

enum class Severity { error, warning };

// One thing that is wrong with a document, for a clerk and for a program.
struct Finding {
  std::string code;     // kebab-case and stable: "total-mismatch", "iban-checksum"
  std::string pointer;  // RFC 6901 into the JSON shape, "/invoice/lines/0/quantity"
  std::string term;     // business term "BT-115", empty when none
  std::string rule;     // official id where it means the same: "BR-CO-16"; empty when ours
  Severity severity = Severity::error;
  std::string detail;    // one English sentence with the figures; other languages by code
  std::string expected;  // may be empty
  std::string actual;    // may be empty
  int line = 0;          // position in an uploaded file, 0 when unknown
  int column = 0;

  friend bool operator==(Finding const&, Finding const&) = default;
};

using Findings = std::vector<Finding>;

bool has_errors(Findings const& findings);

}  // namespace airut::model
