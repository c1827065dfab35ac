#pragma once

#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"

// How the payment groups of XML documents become the one BG-16 of EN 16931, and back.
namespace airut::model {

// Puts a BT-83 text into the payment. Its kind is guessed by the seller's country, as only Finnish
// and Norwegian banks know viitenumero and KID; an RF is one everywhere.
void set_reference(Payment& payment, std::string_view text, std::string_view country);

// UBL and CII repeat a whole group for every account: one that differs from the group before in
// nothing else adds its account there, another is a group of its own.
void add_group(std::vector<Payment>& groups, Payment&& one);

// The first group becomes the invoice's payment, unstated when there is none; the others follow it.
void set_groups(Invoice& invoice, std::vector<Payment>&& groups);

// False for a payment that says how to pay with nothing but terms, creditor and reference.
bool has_means(Payment const& payment);

}  // namespace airut::model
