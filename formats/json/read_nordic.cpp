#include "formats/json/parts.hpp"

namespace airut::json {

namespace {

std::vector<model::Instalment> read_instalments(ObjectReader& in, model::Currency currency) {
  std::vector<model::Instalment> list;
  std::size_t index = 0;
  for (auto const* object : in.objects("instalments", 100)) {
    ObjectReader one{in, *object, "instalments", index++};
    if (!one.has("amount")) one.missing("amount");
    model::Instalment part;
    part.amount = one.money("amount", currency).value_or(model::Money{0, currency});
    part.net_amount = one.money("net_amount", currency);
    part.due_date = one.date("due_date");
    part.reference = one.text("reference", 35);
    one.finish();
    list.push_back(std::move(part));
  }
  return list;
}

std::vector<model::CashDiscount> read_discounts(ObjectReader& in, model::Currency currency) {
  std::vector<model::CashDiscount> list;
  std::size_t index = 0;
  for (auto const* object : in.objects("cash_discounts", 10)) {
    ObjectReader one{in, *object, "cash_discounts", index++};
    model::CashDiscount discount;
    discount.until = one.date("until");
    discount.percent = one.decimal("percent");
    discount.base_amount = one.money("base_amount", currency);
    discount.amount = one.money("amount", currency);
    one.finish();
    list.push_back(discount);
  }
  return list;
}

std::optional<model::Factoring> read_factoring(ObjectReader& above) {
  auto const* object = above.object("factoring");
  if (object == nullptr) return std::nullopt;
  ObjectReader in{above, *object, "factoring"};
  model::Factoring sold;
  sold.agreement_id = in.text("agreement_id", 35);
  sold.transmission_list = in.text("transmission_list", 70);
  sold.clause_code = in.text("clause_code", 35);
  sold.type_code = in.text("type_code", 35);
  sold.notes = in.texts("notes", 20, 500);
  sold.party_id = read_identifier(in, "party_id");
  sold.party_name = in.text("party_name", 200);
  if (auto const* address = in.object("party_address"))
    sold.party_address = read_address(in, *address, "party_address", Country::optional);
  in.finish();
  return sold;
}

std::optional<model::Epi> read_epi(ObjectReader& above, model::Currency currency) {
  auto const* object = above.object("epi");
  if (object == nullptr) return std::nullopt;
  ObjectReader in{above, *object, "epi"};
  model::Epi epi;
  epi.date = in.date("date");
  epi.reference = in.text("reference", 35);
  epi.instruction_id = in.text("instruction_id", 35);
  epi.charge_option = in.text("charge_option", 4);
  epi.bank_bic = in.text("bank_bic", 11);
  epi.bank_name = in.text("bank_name", 35);
  epi.beneficiary = in.text("beneficiary", 70);
  epi.beneficiary_id = in.text("beneficiary_id", 35);
  epi.amount = in.money("amount", currency);
  in.finish();
  return epi;
}

std::optional<model::Transmission> read_transmission(ObjectReader& above) {
  auto const* object = above.object("transmission");
  if (object == nullptr) return std::nullopt;
  ObjectReader in{above, *object, "transmission"};
  model::Transmission one;
  one.sender = read_identifier(in, "sender").value_or(model::Identifier{});
  one.receiver = read_identifier(in, "receiver").value_or(model::Identifier{});
  one.sender_intermediary = in.text("sender_intermediary", 35);
  one.receiver_intermediary = in.text("receiver_intermediary", 35);
  one.message_id = in.text("message_id", 100);
  one.timestamp = in.text("timestamp", 40);
  in.finish();
  return one;
}

std::vector<model::Extra> read_extras(ObjectReader& in) {
  std::vector<model::Extra> list;
  std::size_t index = 0;
  for (auto const* object : in.objects("extras", 1000)) {
    ObjectReader one{in, *object, "extras", index++};
    auto path = one.needed_text("path", 500);
    list.push_back({std::move(path), one.text("value", 2000)});
    one.finish();
  }
  return list;
}

}  // namespace

model::NordicInvoice read_nordic(ObjectReader const& above, Node const& object,
                                 model::Currency currency) {
  ObjectReader in{above, object, "nordic"};
  model::NordicInvoice nordic;
  nordic.instalments = read_instalments(in, currency);
  nordic.cash_discounts = read_discounts(in, currency);
  nordic.factoring = read_factoring(in);
  nordic.epi = read_epi(in, currency);
  nordic.transmission = read_transmission(in);
  nordic.virtual_barcode = in.text("virtual_barcode", 54);
  nordic.specification = in.texts("specification", 10'000, 500);
  nordic.extras = read_extras(in);
  in.finish();
  return nordic;
}

model::NordicLine read_nordic_line(ObjectReader const& above, Node const& object,
                                   model::Currency currency) {
  ObjectReader in{above, object, "nordic"};
  model::NordicLine nordic;
  std::size_t index = 0;
  for (auto const* line : in.objects("sub_lines", 1000)) {
    auto const place = index++;
    read_line(in, *line, "sub_lines", place, currency, nordic.sub_lines.emplace_back());
  }
  nordic.specification = in.texts("specification", 1000, 500);
  nordic.extras = read_extras(in);
  in.finish();
  return nordic;
}

}  // namespace airut::json
