#pragma once

#include <string>
#include <vector>

#include "formats/model/letter.hpp"
#include "formats/paper/words.hpp"

namespace airut::paper {

// How a letter begins: by its kind and tone. Where a payment was returned it says so first, and a
// reminder then does not ask whether the invoice is paid already.
std::string letter_intro(model::Letter const& letter, Words const& words);

// What of each invoice was credited, and what of its payments paid charges: a line for each that
// has any. "2026-100: Hyvitetty 50,00"
std::vector<std::string> settled_texts(model::Letter const& letter, Words const& words);

// A sentence for each other invoice of the debtor of which interest is open.
std::vector<std::string> earlier_interest_texts(model::Letter const& letter, Words const& words);

}  // namespace airut::paper
