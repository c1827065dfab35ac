#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "channels/parcel.hpp"
#include "config/settings.hpp"
#include "formats/print/letter.hpp"

namespace airut::channels {

// What a letter costs by the printer's price list, without VAT.
struct LetterPrice {
  std::string text;        // in the currency, "1.452"
  std::string currency;    // ISO 4217
  std::string valid_from;  // of the row that holds
};

// The price on the day ("2026-11-26"): of the rows that hold for the letter the first one of the
// youngest list that is in force. nullopt: no row tells.
std::optional<LetterPrice> price_of(config::PrintSettings const& settings, PrintJob const& job,
                                    print::Processing const& how, std::string_view day);

}  // namespace airut::channels
