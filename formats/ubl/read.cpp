#include "formats/ubl/read.hpp"

#include "formats/ubl/source.hpp"
#include "formats/xml/leftovers.hpp"

namespace airut::ubl {
namespace {

constexpr std::string_view name_space = "urn:oasis:names:specification:ubl:schema:xsd:";

// A reason at a line that the breakdown of its category gives too says nothing more (BT-120 and
// BT-121 belong to BG-23).
void drop_repeated_reasons(model::Invoice& invoice) {
  for (auto& line : invoice.lines) {
    if (line.vat.exemption_code.empty() && line.vat.exemption_reason.empty()) continue;
    for (auto const& row : invoice.vat_breakdown) {
      if (row.vat != line.vat) continue;
      line.vat.exemption_code.clear();
      line.vat.exemption_reason.clear();
      break;
    }
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
  auto& invoice = result.invoice;
  read_head(root, invoice, source);
  read_references(root, invoice, source);
  read_parties(root, invoice, source);
  read_delivery(root, invoice, source);
  read_payment(root, invoice, source);
  invoice.adjustments = read_adjustments(root, source);
  read_totals(root, invoice, source);
  auto const line_name = root.name() == "CreditNote" ? "CreditNoteLine" : "InvoiceLine";
  for (auto line = root.child(line_name); line; line = line.next_sibling(line_name)) {
    invoice.lines.push_back(read_line(line, source));
  }
  drop_repeated_reasons(invoice);
  if (!findings.empty()) return tl::unexpected(std::move(findings));
  result.notes = xml::leftovers(root);
  return result;
}

}  // namespace airut::ubl
