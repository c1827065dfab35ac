#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/result.hpp"
#include "formats/xml/tree.hpp"

namespace airut::schematron {

// What is known of an assertion (or report) without a document.
struct AssertionFacts {
  std::string id;    // "BR-CO-10"; made from its number where the file gives none
  std::string flag;  // "fatal", "warning" ...: the flag of the file, or else its role, or "fatal"
  std::string term;  // the first business term its text names, "BT-106"; may be empty
  std::string file;  // name of the rule file
  std::string text;  // message with places for values left out
  // A digest of what it asks and where: context, test and the lets that these refer to. The same in
  // two files when they ask the same, whatever their words.
  std::string logic;
  std::uint32_t pattern = 0;
};

// One assertion that does not hold (or report that does) at one node.
struct RuleFinding {
  std::uint32_t assertion = 0;  // into Program::assertions()
  xml::NodeId node = 0;
  std::string message;       // the text of the rule with its values
  std::string engine_error;  // why the test has no value; empty when it has one and fails
};

struct RunReport {
  std::vector<RuleFinding> findings;  // by file and pattern, then in document order
  // "context: why" of each rule whose context could not be evaluated somewhere: it did not look at
  // that place, as XSLT has it.
  std::vector<std::string> context_errors;
};

// ISO Schematron files (XSLT 2 query binding) compiled together into one program. Immutable and
// cheap to copy; run() may be called from many threads at once.
class Program {
 public:
  struct Options {
    std::set<std::string> exclude;             // ids that are left out
    std::map<std::string, std::string> flags;  // other flags by id
  };

  // The files in order, with what they include from the local disk. The problem names file, line
  // and expression; a file that is not understood in full is refused as a whole.
  static model::Result<Program> load(std::vector<std::filesystem::path> const& files,
                                     Options const& options);
  static model::Result<Program> load(std::vector<std::filesystem::path> const& files);

  RunReport run(xml::Tree const& document) const;

  std::vector<AssertionFacts> const& assertions() const;

 private:
  explicit Program(std::shared_ptr<struct ProgramBody const> body) : body_(std::move(body)) {}
  std::shared_ptr<ProgramBody const> body_;
};

// Where a node is, as the reports of the official validators say it:
// /*:Invoice[namespace-uri()='...'][1]/*:ID[namespace-uri()='...'][1]
std::string location(xml::Tree const& document, xml::NodeId node);

}  // namespace airut::schematron
