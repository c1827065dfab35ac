#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/law.hpp"
#include "formats/model/date.hpp"
#include "formats/model/result.hpp"
#include "ledger/receivables/interest.hpp"
#include "ledger/receivables/open_item.hpp"

// What letters charged and may not keep: a payment or credit note of an earlier day comes to light
// later, or before the letter left. Pure functions; sums taken back are never more than is open or
// was paid by money that can be laid anew.
namespace airut::ledger {

struct ChargedLetter {
  std::string id;
  model::Date day{};
  bool left = false;                 // the house; else it can still be withdrawn
  model::Money fee, interest, cost;  // as charged, less what was taken back
  std::optional<model::Date> interest_from, interest_until;
  // Its interest was rounded together with that of the days before it ("interest-so-far" in its
  // proof); letters of before were rounded alone, and are judged alone.
  bool goes_on = false;
};

struct Correction {
  std::string letter_id;
  bool withdrawn = false;
  model::Money fee, interest, cost;
};

// The item that the letters are about: what is open, what was paid of its charges, and what was
// owed on the days that are over, without the amount that comes to light.
struct ChargedItem {
  Owed open, paid;
  PrincipalHistory history;
};

// Letters without ground when the amount counts from the day: decided on or after it, or not yet
// out of the house, while the amount covers the principal that was open on the letter's own day,
// and the charges before it. What was paid since then tells nothing about a letter. Newest first.
std::vector<Correction> unfounded(std::vector<ChargedLetter> const& letters,
                                  ChargedItem const& item, model::Money amount,
                                  model::Date counts_from);

// Interest that the letters charged beyond what the history of the principal gives for their days,
// of a claim whose interest begins on the day; at most the interest within reach, open or paid.
// Newest first. Problem missing: a day without a rate.
model::Result<std::vector<Correction>> overcharged(std::vector<ChargedLetter> const& letters,
                                                   PrincipalHistory const& history,
                                                   model::Date begins, model::Money within_reach,
                                                   config::RateTable const& rates);

}  // namespace airut::ledger
