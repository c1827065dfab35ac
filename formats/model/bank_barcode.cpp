#include "formats/model/bank_barcode.hpp"

#include <fmt/format.h>

#include "formats/model/ascii.hpp"
#include "formats/model/party_id.hpp"

namespace airut::model {
namespace {

constexpr std::int64_t cents_max = 99'999'999;  // 999 999,99

// Version digit and the 23 digits of the reference field; empty when it does not fit.
struct ReferenceField {
  char version;
  std::string digits;
};

std::optional<ReferenceField> reference_field(Reference const& reference) {
  std::string_view const text = reference.text();
  if (reference.kind() == ReferenceKind::fi_viite) {
    return ReferenceField{'4', fmt::format("{:0>23}", text)};
  }
  if (reference.kind() != ReferenceKind::rf || !all_digits(text.substr(2))) return std::nullopt;
  return ReferenceField{'5', fmt::format("{}{:0>21}", text.substr(2, 2), text.substr(4))};
}

}  // namespace

std::optional<std::string> bank_barcode(std::string_view iban, Money const& due,
                                        Reference const& reference, std::optional<Date> due_date) {
  if (iban.substr(0, 2) != "FI" || !is_iban(iban)) return std::nullopt;
  if (due.currency().code() != "EUR" || due.is_negative()) return std::nullopt;
  auto const field = reference_field(reference);
  if (!field || field->digits.size() != 23) return std::nullopt;
  auto const cents = due.minor() > cents_max ? 0 : due.minor();
  auto const day = due_date ? date_text_compact(*due_date).substr(2) : "000000";
  return fmt::format("{}{}{:08}{}{}", field->version, iban.substr(2), cents, field->digits, day);
}

}  // namespace airut::model
