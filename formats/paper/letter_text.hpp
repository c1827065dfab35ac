#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/letter.hpp"
#include "formats/paper/words.hpp"

namespace airut::paper {

// What a letter is headed with: by its kind, and whether it announces collection.
std::string_view letter_title(model::Letter const& letter, Words const& words);

// A paragraph by the name that templates use for it ("ground", "interest_runs"), with its day and
// names filled in; empty where the letter has nothing to say of it.
std::string letter_paragraph(model::Letter const& letter, std::string_view name,
                             Words const& words);

// "Viivästyskorko 8 % 07.12.2026–21.12.2026"
std::string rate_text(model::InterestSpan const& span, Words const& words);

// Several invoices are paid one by one, each by its own reference, or all at once without one.
bool is_paid_row_by_row(model::Letter const& letter);

// How one of several is paid: "Viitenumero 1 23456 · Maksettava 205,00".
std::string row_payment_text(model::Letter const& letter, model::OverdueRow const& row,
                             Words const& words);

// What a reminder says beside its figures, in order: why it is sent, how several are paid, the
// ground of the claim, the rates of interest, the consequence, until when the sum holds, how and to
// whom one objects. The same in every format that carries it. fi, sv, nb; anything else is English.
std::vector<std::string> letter_sentences(model::Letter const& letter, std::string_view language);

}  // namespace airut::paper
