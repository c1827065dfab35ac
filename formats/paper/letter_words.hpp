#pragma once

#include <string_view>

#include "formats/model/letter.hpp"

namespace airut::paper {

// What letters say that are not told by words.hpp: a payment demand, letters of a payment plan, and
// the other tones of a reminder. {day} is the letter's last day to pay.
struct LetterWords {
  std::string_view language;
  // demand_notice: where a demand may not say what announces collection; "" where it does.
  std::string_view demand_title, demand_intro, demand_notice;
  std::string_view plan_title, plan_intro, plan_ends;
  std::string_view instalment_title, instalment_intro;
  std::string_view broken_title, broken_intro;
  std::string_view friendly_intro, firm_intro;
  std::string_view friendly_intros, firm_intros;  // of several invoices
  std::string_view each_own;                      // how a sheet of several invoices is paid
  std::string_view many_invoices;                 // {} how many, where their numbers have no room
  std::string_view pay_now;                       // what is asked now of a larger claim
  std::string_view fees;                          // of more kinds than reminders
  std::string_view instalments, instalment, unpaid;
  // {0} the sum, {1} the day it was paid, {2} the day it was returned, {3} the invoice.
  std::string_view returned, returned_ask;
  std::string_view credited, paid_interest, paid_charges;
  std::string_view interest_goes_on;  // in the place of Words::interest_runs
  std::string_view earlier_interest;  // {0} the invoice, {1} the sum, {2} its reference
  std::string_view payments, payment, credit_note, taken_back;  // of a collection order
};

// fi, sv, nb (also nn and no); anything else is English.
LetterWords const& letter_words_of(std::string_view language);

// "" where words.hpp has the letter's own.
std::string_view special_title(model::LetterKind kind, LetterWords const& words);
std::string_view special_intro(model::Letter const& letter, LetterWords const& words);

}  // namespace airut::paper
