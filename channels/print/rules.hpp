#pragma once

#include "channels/parcel.hpp"
#include "config/settings.hpp"
#include "formats/print/letter.hpp"

namespace airut::channels {

// How a letter is printed and posted by the channel's rules: the invoice's own wishes, then every
// rule that holds, in order; the smallest envelope that takes its sheets and inserts.
// Problem out_of_range: no envelope takes so many.
model::Result<print::Processing> processing_of(config::PrintSettings const& settings,
                                               PrintJob const& job);

// Why a letter cannot be posted as it is: a code of the deviation table and a sentence.
struct LetterRefusal {
  std::string code, text;
};
// print.address_incomplete, print.address_outside_window or print.too_many_sheets.
std::optional<LetterRefusal> letter_refusal(config::PrintSettings const& settings,
                                            Parcel const& parcel);

}  // namespace airut::channels
