#include <fmt/format.h>

#include "config/parts.hpp"

namespace airut::config {
namespace {

Wording read_wording(Section& above, std::string_view key) {
  Wording wording;
  auto const* table = above.table(key);
  if (table == nullptr) return wording;
  Section in{*table, above.reading(), above.name() + "." + std::string{key}};
  for (auto const* language : {"fi", "sv", "en"}) {
    std::string text;
    in.take(language, text);
    if (!text.empty()) wording.emplace(language, std::move(text));
  }
  in.finish();
  return wording;
}

AskedIdentifier read_identifier(toml::table const& table, Section& above) {
  Section in{table, above.reading(), above.name() + ".identifier"};
  AskedIdentifier one;
  in.take_word("kind", one.kind, {"01", "02", "03", "04", "05", "06", "07", "08", "09", "99"});
  if (one.kind.empty()) in.wrong("kind", "kind must be given");
  one.name = read_wording(in, "name");
  if (one.name.empty()) in.wrong("name", "name must be given in fi, sv or en");
  in.finish();
  return one;
}

bool is_bic(std::string_view text) { return text.size() == 8 || text.size() == 11; }

void check(Section& in, EInvoiceSettings const& settings) {
  constexpr std::size_t longest = 35;
  if (settings.payment_instruction.size() > longest)
    in.wrong("payment_instruction", "payment_instruction has at most 35 characters");
  if (settings.invoice_type.empty())
    in.wrong("invoice_type", "invoice_type must be given in fi, sv or en");
  if (settings.identifiers.empty() || settings.identifiers.size() > 2)
    in.wrong("identifier", "one or two identifiers must be given");
  for (auto const& bank : settings.banks)
    if (!is_bic(bank)) in.wrong("banks", fmt::format("\"{}\" is no BIC", bank));
}

}  // namespace

EInvoiceSettings read_e_invoice(toml::table const& table, Section& above) {
  Section in{table, above.reading(), above.name() + ".e_invoice"};
  EInvoiceSettings settings;
  in.take_needed("payment_instruction", settings.payment_instruction);
  in.take("channel", settings.channel);
  in.take("banks", settings.banks);
  settings.invoice_type = read_wording(in, "invoice_type");
  settings.instruction = read_wording(in, "instruction");
  for (auto const* one : in.tables("identifier"))
    settings.identifiers.push_back(read_identifier(*one, in));
  in.take_word("direct_payment", settings.direct_payment, {"no", "yes", "no_new"});
  check(in, settings);
  in.finish();
  return settings;
}

}  // namespace airut::config
