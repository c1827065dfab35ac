#pragma once

#include "formats/paper/sheet.hpp"

// What Nordic invoices say of paying beyond EN 16931.
namespace airut::paper {

// What the form on the invoice asks for: all of it, or the first instalment with its own day and
// reference.
PaymentRequest first_request(Sheet const& sheet, model::Invoice const& invoice,
                             std::string document);

// Instalments, cash discounts, the transfer of the claim to a finance company, and the overdue
// invoices of a reminder. Instalments that do not make up the sum to pay are a note.
void draw_nordic_terms(Sheet& sheet, model::Invoice const& invoice, bool has_form);

}  // namespace airut::paper
