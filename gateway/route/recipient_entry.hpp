#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"

namespace airut::json {
class ObjectReader;
struct Node;
}  // namespace airut::json

namespace airut::gateway {

struct FinvoiceAddress {
  std::string address;       // OVT, IBAN or operator's own id
  std::string intermediary;  // operator or bank; never guessed
  // When it holds, both days included; none: from when it is said, and until something else is.
  std::optional<model::Date> valid_from{}, valid_to{};
};

// What a recipient said last of e-invoices at his bank (notification service).
enum class AtBank {
  nothing,
  ordered,         // they come to his bank
  direct_payment,  // his bank pays by a copy, he has the invoice on paper
  ended            // he wants paper
};

// One debtor in a client's register: where he can be reached and what he agreed to. The JSON shape
// is that of PUT /v1/recipients/by-ref/{external_ref}.
struct RecipientEntry {
  std::string client_ref;
  std::string name;
  model::PartyType type = model::PartyType::unknown;
  std::string language;             // fi, sv, nb, nn, en or ""
  std::string priority = "normal";  // normal, priority: dunning segments
  std::optional<FinvoiceAddress> finvoice;
  std::optional<model::Identifier> peppol;
  std::vector<std::string> email;
  std::string efaktura;       // eFaktura address
  std::string phone;          // as it was given; Norwegian mobile numbers are used
  std::string national_id;    // fødselsnummer or D-number; sensitive
  bool email_consent = true;  // false: the debtor took his permission back
  bool efaktura_consent = true, vipps_consent = true;
  // Since when the debtor takes payment demands electronically: the law wants that apart.
  std::optional<model::Date> electronic_demand_consent;
  std::optional<model::PostalAddress> print;
  bool portal = true;
  std::vector<std::string> preferred_channels;
  std::vector<std::string> never_channels;  // mandates ended, complaints, suppressed
  // From the dated addresses of the register, which go before `finvoice`; no members of the JSON.
  AtBank at_bank = AtBank::nothing;
  std::vector<std::string> ended_addresses;  // Finvoice addresses that held before and hold no more
};

// Unknown members, wrong types and duplicate keys are findings; all of them are reported.
tl::expected<RecipientEntry, model::Findings> read_recipient(std::string_view json);
std::string write_recipient(RecipientEntry const& entry);

// An address that a letter can go to: street line, postal code, city and country must be there.
model::PostalAddress read_postal_address(json::ObjectReader const& above, json::Node const& node,
                                         std::string_view name);

}  // namespace airut::gateway
