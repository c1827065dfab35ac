#pragma once

#include <optional>

#include "formats/model/invoice.hpp"
#include "formats/ubl/ehf.hpp"

namespace airut::ubl {

// One note (BT-22) of several: each text on a line of its own, behind its subject (BT-21) where
// they differ in it.
void join_notes(std::vector<model::Note>& notes);

// The invoice as Peppol BIS Billing 3.0 wants the same things said: one note except within Germany
// (PEPPOL-EN16931-R002), no accounting currency that is the invoice's own (R005), no percentage of
// an allowance or charge without its base amount and none of these without the other (R041, R042).
// nullopt where it says them so already.
std::optional<Fitted> mended_for_peppol(model::Invoice const& invoice);

}  // namespace airut::ubl
