#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "channels/parcel.hpp"
#include "config/settings.hpp"
#include "formats/model/letter.hpp"
#include "formats/model/result.hpp"
#include "formats/model/submission.hpp"
#include "formats/pdf/canvas.hpp"
#include "ledger/store/deliveries.hpp"

namespace airut::gateway {

// What rendering needs besides the document; loaded once at the start.
struct RenderTools {
  std::shared_ptr<pdf::Fonts const> fonts;                // empty: nothing here makes PDF
  std::map<std::string, std::string, std::less<>> logos;  // PNG bytes by client ref
};

struct RenderQuestion {
  ledger::DeliveryRow const& delivery;
  model::Submission const& submission;
  config::Client const& client;
  config::Channel const& channel;
  std::string link;  // address of the invoice's page, "" when this gateway has no portal
  RenderTools const& tools;
  std::optional<model::Letter> letter;  // reminders and collection orders
};

// Makes the document that the delivery's channel carries, with attachments and the letter around it
// where the channel shows one. The same question gives the same bytes.
// Problem: the format cannot say what the invoice says, or lacks something that it demands.
model::Result<channels::Parcel> make_parcel(RenderQuestion const& question);

// The invoice as its debtor sees it on paper and on its page.
model::Result<pdf::Rendered> invoice_pdf(model::Invoice const& invoice,
                                         config::Client const& client, RenderTools const& tools);

}  // namespace airut::gateway
