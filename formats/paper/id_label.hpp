#pragma once

#include <string_view>

#include "formats/model/terms.hpp"
#include "formats/paper/words.hpp"

namespace airut::paper {

// What a party's business id (BT-30, BT-47) is called, by the register that gave it: the scheme's
// country (ISO 6523: 0212 and 0213 Finland, 0192 Norway, 0007 Sweden), or else the party's own.
std::string_view id_label(model::Party const& party, Words const& words);

}  // namespace airut::paper
