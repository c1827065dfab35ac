#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"
#include "formats/ubl/write.hpp"

namespace airut::ubl {

// What a customization (BT-24) makes of the document; billing for one that is not of EHF.
Kind kind_of(std::string_view customization);

struct Fitted {
  model::Invoice invoice;
  std::vector<std::string> notes;  // what the kind has no place for, one sentence each
};

// The invoice with the terms that the kind has (EHF Reminder 3.0, Forward Billing 3.0 and Payment
// Request 3.0, DFØ). Problem missing or unsupported: what the kind demands or cannot say at all.
model::Result<Fitted> fit(model::Invoice invoice, Kind kind);

}  // namespace airut::ubl
