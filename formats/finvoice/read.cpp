#include "formats/finvoice/read.hpp"

#include "formats/finvoice/extras.hpp"
#include "formats/finvoice/source.hpp"

namespace airut::finvoice {

tl::expected<Read, model::Findings> read(xml::Element const& root) {
  Read result;
  model::Findings findings;
  Source source{findings, result.notes};
  auto& invoice = result.invoice;
  source.before_30 = root.attribute_view("Version").value_or("") < "3";
  read_details(root, invoice, source);
  read_parties(root, invoice, source);
  read_rows(root, invoice, source);
  give_vat_of_discounts(invoice);
  read_payment(root, invoice, source);
  read_epi(root, invoice, source);
  read_beyond(root, invoice, source);
  if (!findings.empty()) return tl::unexpected(std::move(findings));
  auto extras = std::move(source.kept());
  for (auto& one : collect_extras(root, "Finvoice", "", invoice.currency.code(), result.notes)) {
    extras.push_back(std::move(one));
  }
  if (!extras.empty()) invoice.nordic.made().extras = std::move(extras);
  return result;
}

}  // namespace airut::finvoice
