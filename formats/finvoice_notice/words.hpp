#pragma once

#include <optional>
#include <string>
#include <string_view>

// Words that the messages of the notification service share (Finance Finland, Notification service
// guidelines 5.12.2012).
namespace airut::finvoice_notice {

enum class Action { add, change, remove };

std::string_view action_text(Action action);  // ADD, CHANGE, DELETE
std::optional<Action> parse_action(std::string_view text);

// What the customer gives in his bank so that the biller knows him (SellerInvoiceIdentifierType).
enum class IdentifierKind {
  national_reference,   // 01
  rf_reference,         // 02
  national_id,          // 03, henkilötunnus
  business_id,          // 04
  phone,                // 05
  international_phone,  // 06
  iban_checked,         // 07
  numeric,              // 08
  alphanumeric,         // 09
  other                 // 99, or none given
};

std::string_view kind_code(IdentifierKind kind);
std::optional<IdentifierKind> parse_kind(std::string_view code);

// A text in one of the service's languages, with the service's code for it: FI, SV, EN.
struct Said {
  std::string language, text;
  friend bool operator==(Said const&, Said const&) = default;
};

}  // namespace airut::finvoice_notice
