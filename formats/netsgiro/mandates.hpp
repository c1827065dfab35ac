#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::netsgiro {

// What a payer has agreed with his bank: that claims with this KID's payer part are paid from his
// account (AvtaleGiro: faste betalingsoppdrag, FBO).
struct Mandate {
  enum class Kind {
    listed,   // of a full list: who is not in it has no mandate
    changed,  // new, or the notice has changed: to be taken in even when it is known
    ended,
  };
  Kind kind = Kind::changed;
  std::string account;        // the payee's, 11 digits
  std::string kid;            // as it stands, without blanks
  bool wants_notice = false;  // the payer wants a written notice
  int line = 0;
};

// The mandates of one transmission; payments in the same file are passed over. The error holds
// every damaged record and every assignment whose counts do not agree, with its line.
tl::expected<std::vector<Mandate>, model::Findings> read_mandates(std::string_view bytes);

}  // namespace airut::netsgiro
