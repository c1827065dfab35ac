#pragma once

#include <string>

#include "formats/paper/sheet.hpp"

// The forms that ask for the money; each draws at the bottom of the sheet's page.
namespace airut::paper {

std::string printed_reference(PaymentRequest const& request);
// Norwegians know their account by its eleven digits.
std::string printed_account(model::PaymentAccount const& account);
std::string printed_sum(Sheet const& sheet, PaymentRequest const& request);

inline constexpr double giro_height = 101.6 * pdf::mm;  // a third of A4, as banks' forms are

void draw_payment_box(Sheet& sheet, double top, PaymentRequest const& request);
void draw_giro_fi(Sheet& sheet, double top, PaymentRequest const& request);
void draw_giro_no(Sheet& sheet, double top, PaymentRequest const& request);

}  // namespace airut::paper
