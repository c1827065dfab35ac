#pragma once

#include "formats/model/invoice.hpp"

namespace airut::gateway {

// Whether a text of the invoice that pages show has letters beyond Latin and the usual signs
// (dashes, quotation marks, currencies), which a font may lack: emoji, other scripts. Quick, and
// sure of nothing: what is drawn decides.
bool has_unusual_letters(model::Invoice const& invoice);

}  // namespace airut::gateway
