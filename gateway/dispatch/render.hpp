#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "channels/parcel.hpp"
#include "config/bank_profiles.hpp"
#include "config/settings.hpp"
#include "formats/model/letter.hpp"
#include "formats/model/result.hpp"
#include "formats/model/submission.hpp"
#include "gateway/dispatch/mail_text.hpp"
#include "ledger/store/deliveries.hpp"

namespace airut::paper {
class Designs;
struct Drawn;
}  // namespace airut::paper
namespace airut::pdf {
struct Picture;
}

namespace airut::gateway {

class OfficialRules;

// What rendering needs besides the document; loaded once at the start.
struct RenderTools {
  std::shared_ptr<paper::Designs const> designs;  // empty: nothing here makes PDF
  // By client ref.
  std::map<std::string, std::shared_ptr<pdf::Picture const>, std::less<>> logos;
  std::shared_ptr<OfficialRules const> official;      // checked before XML goes out
  std::shared_ptr<config::BankProfiles const> banks;  // what files of what kind go to
};

struct RenderQuestion {
  ledger::DeliveryRow const& delivery;
  model::Submission const& submission;
  config::Client const& client;
  config::Channel const& channel;
  std::string link;  // address of the invoice's page, "" when this gateway has no portal
  RenderTools const& tools;
  std::optional<model::Letter> letter;  // reminders and collection orders
  bool is_collected = false;            // a direct debit beside it collects the money
  std::string other_way{};              // address for no more mail, "" where there is none
  MailInstalments instalments{};        // of the invoice, where it has any
};

// What was made, and what the invoice says and the document does not: a sentence each.
struct Rendered {
  channels::Parcel parcel;
  std::vector<std::string> left_out;
};

// Makes the document that the delivery's channel carries, with attachments and the letter around it
// where the channel shows one. The same question gives the same bytes.
// Problem: the format cannot say what the invoice says, or lacks something that it demands.
model::Result<Rendered> make_parcel(RenderQuestion const& question);

// How a letter of the submission is printed by its own wishes, before the channel's rules.
// document_kind: invoice, reminder, collection_order.
channels::PrintJob letter_job(model::Submission const& submission, config::Client const& client,
                              std::string_view document_kind, paper::Drawn const& document);

// The invoice as its debtor sees it on paper and on its page: by the template that the submission
// or else the client names, with the e-invoice and the attachments inside where the client wants
// them. What the e-invoice leaves out is among the notes (not-carried-over).
model::Result<paper::Drawn> invoice_pdf(model::Submission const& submission,
                                        config::Client const& client, RenderTools const& tools);

}  // namespace airut::gateway
