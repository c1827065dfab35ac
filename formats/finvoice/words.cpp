#include "formats/finvoice/words.hpp"

namespace airut::finvoice {

TypeWords type_words(model::Invoice const& invoice) {
  using model::InvoiceType;
  switch (invoice.type) {
    case InvoiceType::invoice:
      if (invoice.type_code == "389") return {"INV07", "389", "ITSELASKUTUS"};
      if (invoice.type_code == "325") return {"INV06", "325", "PROFORMA-LASKU"};
      return {"INV01", "380", "LASKU"};
    case InvoiceType::corrected:
      return {"INV01", "384", "KORJATTU LASKU"};
    case InvoiceType::credit_note:
      return {"INV02", "381", "HYVITYSLASKU"};
    case InvoiceType::reminder:
      return {"INV08", "380", "MAKSUMUISTUTUS"};
    case InvoiceType::payment_request:
      return {"INV01", "380", "MAKSUPYYNTÖ"};
  }
  return {};
}

TypeWords copy_words(model::Invoice const& invoice) {
  auto words = type_words(invoice);
  words.code = "INV09";
  words.text = "SUORAMAKSUN KOPIO";
  return words;
}

std::string_view usual_scheme(std::string_view address) {
  return address.starts_with("0037") ? "0216" : "";
}

}  // namespace airut::finvoice
