#pragma once

#include "formats/model/invoice.hpp"

namespace airut::finvoice {

// EpiDetails as the terms of the invoice give them; nordic.epi holds what a
// document says else.
model::Epi epi_of_terms(model::Invoice const& invoice);

// Whether the reference is one that Finnish banks carry: a viitenumero or an RF
// reference. Another (a KID, free text) is told in EpiReference where it has no
// blanks, else in EpiOrderInfo.
bool is_bank_reference(model::Payment const& payment);
bool fits_epi_reference(std::string_view reference);

// The account that the EPI block and the bar code name: the first one; null
// when there is none.
model::PaymentAccount const* main_account(model::Invoice const& invoice);

// PaymentStatusCode of an invoice that is paid, in part or as a whole; "" of another.
std::string_view status_of_terms(model::Invoice const& invoice);

// The 54 digits that the terms of payment give; nullopt where there is no bar
// code.
std::optional<std::string> barcode_of_terms(model::Invoice const& invoice);

}  // namespace airut::finvoice
