#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/letter.hpp"

namespace airut::paper {

// What a reminder says beside its figures, in order: why it is sent, the ground of the claim, the
// rates of interest, the consequence, until when the sum holds, how and to whom one objects. The
// same in every format that carries it. fi, sv, nb; anything else is English.
std::vector<std::string> letter_sentences(model::Letter const& letter, std::string_view language);

}  // namespace airut::paper
