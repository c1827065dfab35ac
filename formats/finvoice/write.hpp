#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"

namespace airut::finvoice {

// MessageTransmissionDetails: from whom to whom this copy travels. Intermediators are the
// operators' or banks' ids; they are required and never guessed.
struct Transmission {
  model::Identifier from, to;
  std::string from_intermediator, to_intermediator;
  std::string message_id;  // 2-48 characters, the same on every attempt
  model::Instant time{};
};

struct Written {
  std::string bytes;
  std::vector<std::string> notes;  // what Finvoice has no place for, one sentence each
};

// Finvoice 3.0 (Finance Finland, schema 3.0) in ISO-8859-15, elements in the schema's order. The
// invoice must be completed (rules::complete). Credit notes are written as INV02 with negative
// amounts, reminders as INV08 with one RowOverDuePaymentDetails an overdue invoice.
// Problem out_of_range: a figure or identifier is longer than Finvoice allows; missing: Finvoice
// demands something that is not there (an account, a recipient's name).
model::Result<Written> write(model::Invoice const& invoice,
                             std::optional<Transmission> const& transmission);

}  // namespace airut::finvoice
