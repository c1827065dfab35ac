#pragma once

#include <string_view>

#include "formats/model/invoice.hpp"

// What the codes of the United Nations' lists mean here, for every format that carries them.
namespace airut::model {

// UNTDID 1001 (BT-3). Codes that reduce a claim: 381, 261 self-billed, 396, 83 ...
bool is_credit_code(std::string_view code);
InvoiceType invoice_type_of(std::string_view code);
// The code as read, or the usual one of the type: 380, 381, 384.
std::string_view type_code_of(Invoice const& invoice);
// Whether the type says the code already, so that it need not be kept.
bool type_says(InvoiceType type, std::string_view code);

// UNTDID 4461 (BT-81); unstated for no code.
PaymentMeans payment_means_of(std::string_view code);
// The code as read, or the usual one of the means: 30, 49, 48, 57, 1.
std::string_view means_code_of(Payment const& payment);
bool means_say(PaymentMeans means, std::string_view code);

// BT-8: the model and UBL use UNTDID 2005 (3, 35, 432), CII uses UNTDID 2475 (5, 29, 72). A code
// of neither list passes unchanged.
std::string_view point_code_2475(std::string_view code_2005);
std::string_view point_code_2005(std::string_view code_2475);

}  // namespace airut::model
