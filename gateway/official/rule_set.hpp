#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/rule_profile.hpp"
#include "formats/model/finding.hpp"
#include "formats/schematron/program.hpp"
#include "formats/xml/schema.hpp"
#include "formats/xml/tree.hpp"

namespace airut::gateway {

// What decides which official rules a document answers to.
struct DocumentTraits {
  std::string root;           // local name of the outermost element
  std::string name_space;     // its namespace
  std::string customization;  // specification identifier (BT-24)
  std::string process;        // business process type (BT-23)
};

// From UBL (CustomizationID, ProfileID) and CII (the parameters of the document's context).
DocumentTraits traits_of(xml::Tree const& document);
bool matches(config::RuleMatch const& match, DocumentTraits const& traits);

// One place of a document that the schema or the rules object to.
struct OfficialFinding {
  std::string id;        // of the rule; "xsd" for the schema
  std::string flag;      // as the file or the profile says; "engine_error" when a rule has no value
  std::string location;  // XPath; empty for the schema
  std::string term;      // "BT-115"; may be empty
  std::string message;
  std::string engine_error;  // why the rule has no value; else empty
  std::uint32_t line = 0, column = 0;
  bool rejecting = false;  // the document is not valid by it
};

struct OfficialVerdict {
  std::string profile;
  std::optional<bool> schema_valid;  // nothing: no schema was asked
  bool valid = true;                 // by the profile's policy; an engine error is never valid
  std::vector<OfficialFinding> findings;
};

// A profile with its files compiled. Immutable and shared between threads.
class RuleSet {
 public:
  static model::Result<RuleSet> compile(config::RuleProfile profile);

  config::RuleProfile const& profile() const { return profile_; }
  schematron::Program const& program() const { return program_; }

  // The verdict for a billing client, "" for none. The bytes are those that the tree was read from.
  OfficialVerdict check(std::string_view bytes, xml::Tree const& document,
                        std::string const& client) const;

 private:
  RuleSet(config::RuleProfile profile, schematron::Program program,
          std::optional<xml::Schema> schema)
      : profile_(std::move(profile)), program_(std::move(program)), schema_(std::move(schema)) {}

  config::RuleProfile profile_;
  schematron::Program program_;
  std::optional<xml::Schema> schema_;
};

// Adds what the schema says about the bytes.
void check_schema(xml::Schema const& schema, std::string_view bytes, OfficialVerdict& verdict);

// As the findings of the house: code "official-rule", "xsd" or "engine-error". What the policy lets
// pass becomes a warning.
model::Findings as_findings(OfficialVerdict const& verdict, config::RuleProfile const& profile,
                            std::string const& client);

}  // namespace airut::gateway
