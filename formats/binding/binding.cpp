#include "formats/binding/binding.hpp"

#include "formats/binding/sheet.hpp"

namespace airut::binding {

model::Findings check_ubl(xml::Element root, rules::Ask peppol) {
  Sheet sheet{peppol};
  Step const top{nullptr, root};
  check_ubl_occurrences(top, sheet);
  check_ubl_values(top, sheet);
  check_leaves(top, Syntax::ubl, sheet);
  return std::move(sheet).take();
}

model::Findings check_cii(xml::Element root) {
  Sheet sheet{rules::Ask::no};
  Step const top{nullptr, root};
  check_cii_occurrences(top, sheet);
  check_cii_values(top, sheet);
  check_leaves(top, Syntax::cii, sheet);
  return std::move(sheet).take();
}

}  // namespace airut::binding
