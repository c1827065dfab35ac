#pragma once

#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"

// How the payment groups of XML documents become the one BG-16 of EN 16931, and back.
namespace airut::model {

// Puts a BT-83 text into the payment. Its kind is guessed by the seller's country, as only Finnish
// and Norwegian banks know viitenumero and KID; an RF is one everywhere.
void set_reference(Payment& payment, std::string_view text, std::string_view country);

// UBL and CII repeat the group for every account: one that says nothing else than the group before
// adds its account there, another is a group of its own.
void add_group(std::vector<Payment>& groups, Payment&& one);

// The first group becomes the invoice's payment, unstated when there is none; the others follow it.
void set_groups(Invoice& invoice, std::vector<Payment>&& groups);

// A group as UBL and CII write it: one for each account, and what of the payment stands in it.
struct MeansGroup {
  Payment const* payment = nullptr;
  PaymentAccount const* account = nullptr;  // null where there is none
  bool text = false, card = false, mandate = false;
};

// The groups of an invoice in a syntax of EN 16931, which has one means of payment: one code, one
// reference, one text, one card and one mandate. What is over is named.
struct MeansGroups {
  std::vector<MeansGroup> groups;
  std::vector<std::string_view> left_out;
};
MeansGroups means_groups(Invoice const& invoice);

// BT-81 of a group: 1, no instrument defined, where none is stated (BR-49) and of a transfer that
// names no account, as credit notes have them (BR-61).
std::string_view means_code_of(MeansGroup const& group);

// False for a payment that says how to pay with nothing but terms, creditor and reference.
bool has_means(Payment const& payment);

}  // namespace airut::model
