#include "formats/cii/sheet.hpp"
#include "formats/model/extras.hpp"

namespace airut::cii {
namespace {

class Notes {
 public:
  void add_if(bool lost, std::string_view what) {
    if (lost) list_.push_back(std::string{what} + " has no place of its own in CII.");
  }
  std::vector<std::string> list() && { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

void note_parties(Notes& notes, model::Invoice const& invoice, bool extensions) {
  notes.add_if(!invoice.buyer.customer_number.empty(), "The customer number");
  notes.add_if(invoice.payer && !extensions, "A payer who is not the buyer");
  notes.add_if(!invoice.buyer.national_id.empty() || invoice.buyer.birth_date.has_value(),
               "The personal identity of the buyer");
}

// CII has one reference and one mandate a document.
void note_payment(Notes& notes, model::Invoice const& invoice) {
  if (!invoice.payment) return;
  notes.add_if(invoice.payment->late_interest_percent.has_value(), "The rate of late interest");
  bool references = false, mandates = false;
  for (auto const& one : invoice.further_payments) {
    references = references || one.reference != invoice.payment->reference;
    mandates = mandates || (!one.mandate_id.empty() && !invoice.payment->mandate_id.empty());
  }
  notes.add_if(references, "A payment reference for one of several means of payment");
  notes.add_if(mandates, "A second mandate");
}

void note_nordic(Notes& notes, model::NordicInvoice const& nordic, bool extensions) {
  notes.add_if(!extensions && !nordic.instalments.empty(), "The division into instalments");
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
  if (invoice.nordic) note_nordic(notes, *invoice.nordic, extensions);
  notes.add_if(!extensions && has_sub_lines(invoice), "The division of a line into sub-lines");
  auto const extras = model::extras_left_behind(invoice);
  notes.add_if(!extras.empty(), extras);
  // CII tells the tax point in the rows of the breakdown.
  notes.add_if(
      invoice.vat_breakdown.empty() && (invoice.tax_point_date || !invoice.tax_point_code.empty()),
      "The tax point of a document without a VAT breakdown");
  notes.add_if(invoice.preceding.size() > 1, "A second preceding invoice");
  notes.add_if(!invoice.overdue.empty(), "The table of overdue invoices");
  return std::move(notes).list();
}

}  // namespace airut::cii
