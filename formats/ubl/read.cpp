#include "formats/ubl/read.hpp"

#include <fmt/format.h>

#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

constexpr std::string_view name_space = "urn:oasis:names:specification:ubl:schema:xsd:";

// Item classifications (BT-158) have no place in the model yet.
void note_what_is_left(xml::Element root, model::Findings& notes) {
  for (auto line = root.first_child(); line; line = line.next_sibling()) {
    auto const classification = line.child("Item").child("CommodityClassification");
    if (!classification) continue;
    model::Finding finding;
    finding.code = "not-carried-over";
    finding.term = "BT-158";
    finding.severity = model::Severity::warning;
    finding.detail = "Item classifications stay in the original file only.";
    finding.line = classification.line();
    notes.push_back(finding);
    return;
  }
}

}  // namespace

tl::expected<Read, model::Findings> read(xml::Element const& root) {
  Read result;
  model::Findings findings;
  Source source{findings};
  if (root.name_space().substr(0, name_space.size()) != name_space) {
    source.wrong(root, "format-unknown", "The root is not in the namespace of UBL 2.");
    return tl::unexpected(std::move(findings));
  }
  read_head(root, result.invoice, source);
  read_parties(root, result.invoice, source);
  read_payment(root, result.invoice, source);
  result.invoice.adjustments = read_adjustments(root, source);
  read_totals(root, result.invoice, source);
  auto const line_name = root.name() == "CreditNote" ? "CreditNoteLine" : "InvoiceLine";
  for (auto const& line : root.children(line_name)) {
    result.invoice.lines.push_back(read_line(line, source));
  }
  note_what_is_left(root, result.notes);
  if (!findings.empty()) return tl::unexpected(std::move(findings));
  return result;
}

}  // namespace airut::ubl
