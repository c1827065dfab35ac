#include "formats/model/extras.hpp"
#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

class Notes {
 public:
  void add_if(bool lost, std::string_view what) {
    if (lost) list_.push_back(std::string{what} + " has no place of its own in UBL.");
  }
  std::vector<std::string> list() && { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

void note_parties(Notes& notes, model::Invoice const& invoice, bool extensions) {
  notes.add_if(!extensions && !invoice.buyer.customer_number.empty(), "The customer number");
  notes.add_if(invoice.payer.has_value(), "A payer who is not the buyer");
  notes.add_if(!invoice.buyer.national_id.empty() || invoice.buyer.birth_date.has_value(),
               "The personal identity of the buyer");
  if (!invoice.payee) return;
  model::Party carried;
  carried.name = invoice.payee->name;
  carried.identifiers = invoice.payee->identifiers;
  carried.legal_id = invoice.payee->legal_id;
  carried.type = invoice.payee->type;
  notes.add_if(*invoice.payee != carried, "More of the payee than its name and identifiers");
}

void note_payment(Notes& notes, model::Invoice const& invoice) {
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  notes.add_if(credit && invoice.due_date && !invoice.payment,
               "The due date of a credit note without a means of payment");
  notes.add_if(invoice.payment && invoice.payment->late_interest_percent,
               "The rate of late interest");
}

void note_nordic(Notes& notes, model::NordicInvoice const& nordic) {
  notes.add_if(!nordic.instalments.empty(), "The division into instalments");
  notes.add_if(!nordic.cash_discounts.empty(), "The cash discount");
  notes.add_if(nordic.factoring.has_value(), "The transfer of the claim to a finance company");
  notes.add_if(!nordic.specification.empty(), "The specification");
}

bool has_sub_lines(model::Invoice const& invoice) {
  for (auto const& line : invoice.lines) {
    if (line.nordic && !line.nordic->sub_lines.empty()) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> notes_of(model::Invoice const& invoice, bool extensions) {
  Notes notes;
  note_parties(notes, invoice, extensions);
  note_payment(notes, invoice);
  if (invoice.nordic) note_nordic(notes, *invoice.nordic);
  notes.add_if(!extensions && has_sub_lines(invoice), "The division of a line into sub-lines");
  notes.add_if(!invoice.overdue.empty(), "The table of overdue invoices");
  auto const extras = model::extras_left_behind(invoice);
  notes.add_if(!extras.empty(), extras);
  return std::move(notes).list();
}

}  // namespace airut::ubl
