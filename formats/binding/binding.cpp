#include "formats/binding/binding.hpp"

#include "formats/binding/sheet.hpp"
#include "formats/rules/exceptions.hpp"

namespace airut::binding {

model::Findings check_ubl(xml::Element root, rules::Ask peppol) {
  auto const specification = root.child("CustomizationID").peek();
  if (rules::is_no_invoice(specification)) return {};
  Sheet sheet{peppol, specification};
  Step const top{nullptr, root};
  check_ubl_occurrences(top, sheet);
  check_ubl_values(top, sheet);
  check_leaves(top, Syntax::ubl, sheet);
  return std::move(sheet).take();
}

model::Findings check_cii(xml::Element root) {
  Sheet sheet{rules::Ask::no, {}};
  Step const top{nullptr, root};
  check_cii_occurrences(top, sheet);
  check_cii_values(top, sheet);
  check_leaves(top, Syntax::cii, sheet);
  return std::move(sheet).take();
}

}  // namespace airut::binding
