#pragma once

#include <string>
#include <string_view>

#include "formats/model/terms.hpp"

namespace airut::paper {

// config/tables/vat_texts.tsv, compiled in as it stands.
std::string_view vat_text_table();

// What the page says of a category at which no VAT is charged: the words that the law asks for in
// the language of the page, the code and the seller's own reason; empty for ordinary VAT.
std::string vat_text(model::VatCategory const& vat, std::string_view language);

}  // namespace airut::paper
