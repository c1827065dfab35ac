#pragma once

#include <optional>

#include "formats/model/invoice.hpp"

namespace airut::model {

// An invoice outside VAT (category O) as EN 16931 wants it in UBL and CII: nobody on it has a VAT
// id, and there is no tax representative (BR-O-02 to BR-O-04). A seller who is known by nothing
// else keeps the number as an identifier (BR-CO-26). nullopt where there is nothing to leave out.
std::optional<Invoice> without_vat_ids(Invoice const& invoice);

inline constexpr char vat_ids_left_out[] =
    "An invoice outside VAT (category O) names no VAT ids: they were left out.";

}  // namespace airut::model
