#pragma once

#include <string>
#include <vector>

#include "formats/model/instalments.hpp"
#include "formats/paper/words.hpp"

namespace airut::paper {

// An instalment in one line, for pages and mails: "Instalment 1/3", and its sum, day, reference and
// what is paid of it.
struct InstalmentText {
  std::string label, text;
};

// Whether the payer sends money by himself, and so needs the references.
enum class References { shown, left_out };

// All these instalments of the invoice; standings: none where they are not known.
std::vector<InstalmentText> instalment_texts(
    model::Invoice const& invoice, std::vector<model::Instalment> const& parts,
    std::vector<model::InstalmentStanding> const& standings, References references,
    Words const& words);

}  // namespace airut::paper
