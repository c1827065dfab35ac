#pragma once

#include <optional>
#include <string>
#include <vector>

#include "channels/parcel.hpp"
#include "formats/model/result.hpp"
#include "gateway/dispatch/dispatcher.hpp"
#include "gateway/dispatch/seal.hpp"
#include "ledger/journal/invoice_facts.hpp"

namespace airut::gateway {

// What is offered: sealed before, or made now.
struct Offer {
  channels::Parcel parcel;
  PackedParcel packed;  // unless it was sealed before
  bool sealed = false;
  std::optional<ledger::LinkIssued> link;
  std::vector<std::string> left_out;  // by the document that was made now, a sentence each
  std::optional<model::Problem> problem;
  std::string problem_code;  // of the deviation, where the problem has one of its own
};

// Before anything of a delivery was sealed the same document is made at every call, with another
// link to its page.
Offer make_offer(Dispatcher::House const& house, ledger::DeliveryRow const& delivery);

}  // namespace airut::gateway
