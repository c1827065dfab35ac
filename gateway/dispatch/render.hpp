#pragma once

#include <string>

#include "channels/parcel.hpp"
#include "config/settings.hpp"
#include "formats/model/result.hpp"
#include "formats/model/submission.hpp"
#include "ledger/store/deliveries.hpp"

namespace airut::gateway {

struct RenderQuestion {
  ledger::DeliveryRow const& delivery;
  model::Submission const& submission;
  config::Client const& client;
  config::Channel const& channel;
  std::string link;  // address of the invoice's page, "" when this gateway has no portal
};

// Makes the document that the delivery's channel carries, with attachments and the letter around it
// where the channel shows one. The same question gives the same bytes.
// Problem: the format cannot say what the invoice says, or lacks something that it demands.
model::Result<channels::Parcel> make_parcel(RenderQuestion const& question);

}  // namespace airut::gateway
