#include "gateway/intake/unusual.hpp"

#include <algorithm>
#include <string_view>

namespace airut::gateway {
namespace {

// By the first bytes of UTF-8: two-byte letters up to U+036F are Latin and its marks, E2 80 ... E2
// 82 general punctuation and currencies.
bool is_unusual(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const lead = static_cast<unsigned char>(text[i]);
    if (lead < 0xCE) continue;
    if (lead != 0xE2) return true;
    auto const next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (next > 0x82) return true;
    i += 2;
  }
  return false;
}

bool any_unusual(std::initializer_list<std::string_view> texts) {
  return std::any_of(texts.begin(), texts.end(), is_unusual);
}

bool is_unusual(model::Party const& it) {
  auto const& at = it.address;
  return any_unusual({it.name, it.trading_name, it.legal_form, at.line1, at.line2, at.line3,
                      at.city, at.subdivision, it.contact.name});
}

bool is_unusual(model::Line const& it) {
  bool const said =
      any_unusual({it.name, it.description, it.note, it.seller_item_id, it.buyer_item_id,
                   it.buyer_accounting_reference, it.vat.exemption_reason});
  auto const odd = [](auto const& one) { return any_unusual({one.name, one.value}); };
  auto const reason = [](auto const& one) { return is_unusual(one.reason); };
  if (said || std::any_of(it.attributes.begin(), it.attributes.end(), odd) ||
      std::any_of(it.adjustments.begin(), it.adjustments.end(), reason))
    return true;
  if (!it.nordic) return false;
  auto const& more = it.nordic->specification;
  auto const& parts = it.nordic->sub_lines;
  return std::any_of(more.begin(), more.end(), [](auto const& text) { return is_unusual(text); }) ||
         std::any_of(parts.begin(), parts.end(), [](auto const& part) { return is_unusual(part); });
}

}  // namespace

bool has_unusual_letters(model::Invoice const& it) {
  auto const any = [](auto const& list, auto const& odd) {
    return std::any_of(list.begin(), list.end(), odd);
  };
  auto const odd_party = [](auto const& party) { return party && is_unusual(*party); };
  return is_unusual(it.seller) || is_unusual(it.buyer) || odd_party(it.payee) ||
         odd_party(it.tax_representative) || odd_party(it.payer) ||
         any_unusual({it.number, it.buyer_reference, it.project, it.contract, it.purchase_order}) ||
         (it.payment && any_unusual({it.payment->terms_text, it.payment->means_text})) ||
         (it.delivery && is_unusual(it.delivery->name)) ||
         any(it.notes, [](auto const& one) { return is_unusual(one.text); }) ||
         any(it.adjustments, [](auto const& one) { return is_unusual(one.reason); }) ||
         any(it.lines, [](auto const& one) { return is_unusual(one); }) ||
         any(it.attachments, [](auto const& one) {
           return any_unusual({one.description, one.filename, one.reference});
         });
}

}  // namespace airut::gateway
