#pragma once

#include <string_view>

#include "formats/model/invoice.hpp"

namespace airut::finvoice {

// How a kind of invoice is named in Finvoice: InvoiceTypeCode (Finance
// Finland), InvoiceTypeCodeUN (UNTDID 1001) and InvoiceTypeText.
struct TypeWords {
  std::string_view code, un, text;
};

TypeWords type_words(model::Invoice const& invoice);
// Of the copy for the recipient's bank (suoramaksu).
TypeWords copy_words(model::Invoice const& invoice);

// The scheme of an electronic address that stands without one: 0216 for an OVT, else none.
std::string_view usual_scheme(std::string_view address);

// AnyPartyCode (UNTDID 3035) of the payee (BG-10) and of the seller's tax
// representative (BG-11).
constexpr std::string_view payee_code = "PE", tax_representative_code = "LC";

// Stands where the schema demands a text and none is known.
constexpr std::string_view not_given = "--";

}  // namespace airut::finvoice
