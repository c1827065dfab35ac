#pragma once

#include <optional>
#include <string>

#include "formats/paper/sheet.hpp"

// What machines read on paper.
namespace airut::paper {

// The digits of the Finnish bank bar code; nullopt where the request has none.
std::optional<std::string> barcode_digits(PaymentRequest const& request);
// As Code 128 C, 105 mm wide and 12 mm high (Finance Finland), with its digits below.
void draw_barcode(Sheet& sheet, pdf::At top_left, std::string const& digits);

// The text of an EPC QR code (EPC069-12): SEPA credit transfers in euros only, to an IBAN. Version
// 001 with the BIC where it is known, else 002; a viitenumero as the RF reference that holds it.
std::optional<std::string> epc_text(PaymentRequest const& request);
// A square with four modules of quiet zone inside the given side.
void draw_qr(Sheet& sheet, pdf::At top_left, double side, std::string const& text);

}  // namespace airut::paper
