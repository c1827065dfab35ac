#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

// Invoice Response 3 of Peppol (BIS 63): what the buyer says about an invoice, as a UBL
// ApplicationResponse.
namespace airut::application_response {

inline constexpr std::string_view invoice_response_customization =
    "urn:fdc:peppol.eu:poacc:trns:invoice_response:3";

// UNCL4343 as BIS 63 restricts it.
enum class BuyerSays {
  acknowledged,            // AB
  in_process,              // IP
  under_query,             // UQ
  conditionally_accepted,  // CA
  rejected,                // RE
  accepted,                // AP
  paid,                    // PD
};

struct BuyerReason {
  std::string list;  // OPStatusReason or OPStatusAction
  std::string code;  // NON, REF, LEG ... or NOA, PIN, NIN ...
  std::string text;
};

struct InvoiceResponse {
  std::string id;
  std::string sender, receiver;  // "scheme:value": the buyer and the seller
  BuyerSays says = BuyerSays::acknowledged;
  std::vector<BuyerReason> reasons;
  std::string invoice_number;
};

tl::expected<InvoiceResponse, model::Findings> read_invoice_response(std::string_view bytes);

// The reasons as one line for people: "REF: Purchase order unknown; PIN".
std::string reasons_text(InvoiceResponse const& response);

}  // namespace airut::application_response
