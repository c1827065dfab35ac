#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

// What the answers of eFaktura's and Vipps' services mean: config/tables/operator_answers.tsv.
namespace airut::config {

enum class Verdict {
  taken,      // or done: the state's evidence holds
  there,      // they have it from an earlier attempt: ask whether it is the same
  later,      // nothing was taken: offer it again
  refused,    // nothing was taken, and will not be
  unsure,     // it may have been taken
  too_late,   // of a cancellation: it stands
  withdrawn,  // nobody is shown it any more
};

struct OperatorAnswer {
  std::string service;  // vipps, efaktura
  std::string call;     // recipient, add, status, cancel: an answer to a call; state: a document's
  std::string native;   // their word: HTTP status, fault code, state; "*": any other
  Verdict verdict = Verdict::unsure;
  std::string evidence;  // of a state; "" proves nothing
  std::string code;      // of config/tables/deviation_codes.tsv
  bool final = false;    // no state follows
};

class OperatorAnswers {
 public:
  // The shipped table, then rows of the overlay (empty: none) with the same service, call and word.
  // The error is "file:line: what".
  static tl::expected<OperatorAnswers, std::string> load(std::filesystem::path const& shipped,
                                                         std::filesystem::path const& overlay);

  // The row of the word, or the "*" of the call. A call without either is unsure, which holds a
  // document until a person has looked.
  OperatorAnswer const& find(std::string_view service, std::string_view call,
                             std::string_view native) const;
  std::vector<OperatorAnswer> const& all() const { return rows_; }

 private:
  std::vector<OperatorAnswer> rows_;
  OperatorAnswer unknown_;
};

}  // namespace airut::config
