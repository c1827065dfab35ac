#include "formats/finvoice/read.hpp"

#include <fmt/format.h>

#include "formats/finvoice/source.hpp"

namespace airut::finvoice {
namespace {

void warn(model::Findings& notes, xml::Element element, std::string detail) {
  model::Finding finding;
  finding.code = "not-carried-over";
  finding.severity = model::Severity::warning;
  finding.detail = std::move(detail);
  finding.line = element.line();
  notes.push_back(std::move(finding));
}

// Groups of Finvoice that the invoice model has no place for yet.
void note_what_is_left(xml::Element root, model::Findings& notes) {
  for (auto const name : {"SpecificationDetails", "AnyPartyDetails", "PartialPaymentDetails",
                          "FactoringAgreementDetails", "AttachmentMessageDetails"}) {
    if (auto const group = root.child(name)) {
      warn(notes, group, fmt::format("{} stays in the original file only.", name));
    }
  }
  for (auto const& row : root.children("InvoiceRow")) {
    if (!row.child("SubInvoiceRow")) continue;
    warn(notes, row, "SubInvoiceRow stays in the original file only.");
    break;
  }
}

}  // namespace

tl::expected<Read, model::Findings> read(xml::Element const& root) {
  Read result;
  model::Findings findings;
  Source source{findings};
  read_parties(root, result.invoice, source);
  read_details(root, result.invoice, source);
  read_rows(root, result.invoice, source);
  read_payment(root, result.invoice, source);
  note_what_is_left(root, result.notes);
  if (!findings.empty()) return tl::unexpected(std::move(findings));
  return result;
}

}  // namespace airut::finvoice
