#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/model/invoice.hpp"

namespace airut::model {

// A payee who is the seller by a name or an identifier, which EN 16931 has none for (BR-17).
bool payee_is_seller(Invoice const& invoice);

// An invoice without what EN 16931 forbids in UBL and CII, where other invoices may have it, and a
// sentence for each thing that was left out.
struct Permitted {
  Invoice invoice;
  std::vector<std::string> notes;
};

// Outside VAT (category O) nobody has a VAT id, and there is no tax representative (BR-O-02 to
// BR-O-04); a seller who is known by nothing else keeps the number as an identifier (BR-CO-26). A
// payee is another than the seller. nullopt where there is nothing to leave out.
std::optional<Permitted> permitted(Invoice const& invoice);

}  // namespace airut::model
