#pragma once

#include "formats/model/invoice.hpp"

namespace airut::fuzz {

// Completes and checks an invoice that was read from bytes by chance, and writes it in every
// format: each may refuse, but what it writes is well-formed, and the journal's JSON reads back.
// Aborts otherwise.
void write_everywhere(model::Invoice const& read);

}  // namespace airut::fuzz
