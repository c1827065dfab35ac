#pragma once

#include "formats/paper/sheet.hpp"

// The blocks that flow down the pages of a letter.
namespace airut::paper {

// The overdue invoices, each with what is open of it, and its own reference where there are more;
// the heads of the columns on every page.
void draw_overdue(Sheet& sheet, model::Letter const& letter);

// Principal, interest, fees and costs apart, what they come to and what of it is asked now; beside
// it the instalments of a plan that stands.
void draw_claim(Sheet& sheet, model::Letter const& letter);

// The letters that went before, each with what it asked for, and what was paid or credited.
void draw_earlier(Sheet& sheet, model::Letter const& letter);

// Of a collection order, whose window shows the agency: who owes, and the creditor's accounts.
void draw_debtor(Sheet& sheet, model::Letter const& letter);
void draw_creditor_accounts(Sheet& sheet, model::Letter const& letter);

}  // namespace airut::paper
