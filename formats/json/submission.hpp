#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"
#include "formats/model/submission.hpp"

// The API's JSON shape of an invoice: EN 16931 terms in snake_case, decimals as strings, the
// invoice apart from its distribution and its receivable. Members beyond the published schema that
// the reader takes too, so that nothing of the model is lost:
//   invoice      edition, specification (BT-24), business_process (BT-23), type_code (BT-3),
//   tax_point_code (BT-8), receiving_advice (BT-15),
//                despatch_advice (BT-16), tender (BT-17), object_id (BT-18), payee (BG-10),
//                tax_representative (BG-11), further_payments (BG-16 again); a note (BG-1) may be
//                an object with text and subject_code (BT-21)
//   party        tax_registration_id (BT-32), legal_form (BT-33)
//   line         object_id (BT-128), origin_country (BT-159), attributes (BG-32),
//                gross_price (BT-148), price_discount (BT-147), price_base_unit (BT-150),
//                classifications (BT-158: code, list_id, list_version)
//   nordic       in the invoice and in a line: what nordic.hpp holds beyond EN 16931
//   payment      means_code (BT-81), means_text (BT-82), creditor_id (BT-90),
//                debited_account (BT-91), card (BG-18)
//   totals       lines, allowances, charges (BT-106..108), vat_accounting (BT-111)
//   attachment   reference (BT-122), url (BT-124)
//   overdue      the rows of a reminder; of another document only where Airut itself stored it
// A vat_breakdown (BG-23) that a caller gives is checked to the cent, as totals are.
namespace airut::json {

enum class Source {
  caller,  // from outside
  stored,  // written by write_submission
};

// What could be read of a submission, and every finding, each with its JSON pointer. Members that
// have a finding are left empty.
struct PartlyRead {
  model::Submission submission;
  model::Findings findings;
};
PartlyRead read_as_far_as_it_goes(std::string_view bytes, Source source = Source::caller);

// Reads a submission without any finding; else the error holds them all.
tl::expected<model::Submission, model::Findings> read_submission(std::string_view bytes,
                                                                 Source source = Source::caller);

// Of what write_submission wrote, what a later letter about the invoice asks: who it is between,
// its days, how it is paid, and the wishes. Lines, sums, notes and attachments stay empty, and most
// of the time that they take is saved.
tl::expected<model::Submission, model::Findings> read_for_letter(std::string_view bytes);

// What a caller says beside an XML invoice: a submission without its invoice and attachments.
tl::expected<model::Submission, model::Findings> read_wishes_for(std::string_view bytes,
                                                                 model::Invoice invoice);

// Canonical bytes: the same submission always gives the same text, and reading it as stored gives
// the same submission.
std::string write_submission(model::Submission const& submission);

// The invoice object alone, without its attachments: for those who ask for nothing to send on.
std::string write_invoice(model::Invoice const& invoice);

}  // namespace airut::json
