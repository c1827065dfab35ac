#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/codes.hpp"
#include "config/found.hpp"

// What every code that a person can meet means and what is to be done, gathered from the tables in
// which the codes stand: sentences.tsv, problems.tsv, reasons.tsv (with remedies.tsv) and
// deviation_codes.tsv.
namespace airut::config {

// By language: fi, sv, nb, en.
using InLanguages = std::map<std::string, std::string, std::less<>>;

struct Explanation {
  std::string code;     // a code that ends in '*' stands for all that begin so
  std::string about;    // finding, problem, deviation; of reasons.tsv: route, letter, payment ...
  std::string handler;  // who acts: client, caller, operator, nobody
  std::string action;   // what Airut does by itself, of a deviation; else ""
  InLanguages cause, remedy;
};

class Explanations {
 public:
  // The error is "file:line: what". Deviations are those of the codes, so an operator's own too.
  static Found<Explanations> load(std::filesystem::path const& shipped, Codes const& codes);

  // All meanings of a code: it may be a finding of a document and a problem of a call.
  std::vector<Explanation const*> find(std::string_view code) const;
  // By what they are about, then by code.
  std::vector<Explanation> const& all() const { return rows_; }

 private:
  std::vector<Explanation> rows_;
};

}  // namespace airut::config
