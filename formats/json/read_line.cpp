#include "formats/json/parts.hpp"
#include "formats/json/words.hpp"

namespace airut::json {

namespace {

model::AllowanceCharge read_adjustment(ObjectReader const& above, Node const& object,
                                       std::size_t index, model::Currency currency) {
  ObjectReader in{above, object, "adjustments", index};
  model::AllowanceCharge one;
  one.is_charge = in.one_of("type", {"allowance", "charge"}).value_or(0) == 1;
  if (!in.has("amount")) in.missing("amount", "BT-92/BT-99");
  one.amount = in.money("amount", currency, "BT-92/BT-99").value_or(model::Money{0, currency});
  one.base_amount = in.money("base_amount", currency, "BT-93/BT-100");
  in.take_decimal(one.percent, "percent", "BT-94/BT-101");
  in.take_text(one.reason, "reason", 1000, "BT-97/BT-104");
  in.take_text(one.reason_code, "reason_code", 3, "BT-98/BT-105");
  if (auto const* vat = in.object("vat")) one.vat = read_vat(in, *vat);
  in.finish();
  return one;
}

void read_classifications(ObjectReader& in, model::Line& line) {
  std::size_t index = 0;
  for (auto const* object : in.objects("classifications", 100, "BT-158")) {
    ObjectReader one{in, *object, "classifications", index++};
    auto code = one.needed_text("code", 100, "BT-158");
    auto list = one.text("list_id", 20, "BT-158");
    line.classifications.push_back({std::move(code), std::move(list), one.text("list_version")});
    one.finish();
  }
}

void read_item(ObjectReader& in, bool is_part, model::Line& line) {
  line.name = is_part ? in.text("name", 500, "BT-153") : in.needed_text("name", 500, "BT-153");
  in.take_text(line.description, "description", 2000, "BT-154");
  in.take_text(line.seller_item_id, "seller_item_id", 100, "BT-155");
  in.take_text(line.buyer_item_id, "buyer_item_id", 100, "BT-156");
  line.standard_item_id = read_identifier(in, "standard_item_id", "BT-157");
  read_classifications(in, line);
  in.take_text(line.origin_country, "origin_country", 2, "BT-159");
  std::size_t index = 0;
  for (auto const* object : in.objects("attributes", 100, "BG-32")) {
    ObjectReader attribute{in, *object, "attributes", index++};
    auto name = attribute.needed_text("name", 100, "BT-160");
    line.attributes.push_back({std::move(name), attribute.needed_text("value", 500, "BT-161")});
    attribute.finish();
  }
}

void read_price(ObjectReader& in, model::Line& line) {
  if (!in.has("quantity")) in.missing("quantity", "BT-129");
  line.quantity = in.decimal("quantity", "BT-129").value_or(model::Decimal{});
  if (auto unit = in.text("unit", 3, "BT-130"); !unit.empty() || (in.trusting() && in.has("unit")))
    line.unit = std::move(unit);
  if (!in.has("net_price")) in.missing("net_price", "BT-146");
  line.net_price = in.decimal("net_price", "BT-146").value_or(model::Decimal{});
  in.take_decimal(line.price_discount, "price_discount", "BT-147");
  in.take_decimal(line.gross_price, "gross_price", "BT-148");
  in.take_decimal(line.price_base_quantity, "price_base_quantity", "BT-149");
  in.take_text(line.price_base_unit, "price_base_unit", 3, "BT-150");
}

}  // namespace

model::VatCategory read_vat(ObjectReader const& above, Node const& object) {
  ObjectReader in{above, object, "vat"};
  model::VatCategory vat;
  if (!in.has("category")) in.missing("category", "BT-151");
  if (in.trusting())
    vat.code = in.text("category");
  else if (auto const category = in.one_of("category", words::vat_categories, "BT-151"))
    vat.code = words::vat_categories.at(*category);
  in.take_decimal(vat.rate, "rate", "BT-152");
  in.take_text(vat.exemption_code, "exemption_code", 30, "BT-121");
  in.take_text(vat.exemption_reason, "exemption_reason", 1000, "BT-120");
  in.finish();
  return vat;
}

std::vector<model::AllowanceCharge> read_adjustments(ObjectReader& in, model::Currency currency) {
  std::vector<model::AllowanceCharge> list;
  std::size_t index = 0;
  for (auto const* object : in.objects("adjustments", 100))
    list.push_back(read_adjustment(in, *object, index++, currency));
  return list;
}

std::optional<model::Period> read_period(ObjectReader& in) {
  auto const* object = in.object("period");
  if (object == nullptr) return std::nullopt;
  ObjectReader period{in, *object, "period"};
  auto const start = period.date("start", "BT-73/BT-134");
  auto const end = period.date("end", "BT-74/BT-135");
  period.finish();
  return model::Period{start, end};
}

void read_line(ObjectReader const& above, Node const& object, std::string_view name,
               std::size_t index, model::Currency currency, model::Line& line) {
  ObjectReader in{above, object, name, index};
  in.take_text(line.id, "id", 35, "BT-126");
  in.take_text(line.note, "note", 2000, "BT-127");
  line.object_id = read_identifier(in, "object_id", "BT-128");
  bool const is_part = name == "sub_lines";  // of a line that says the rest
  read_item(in, is_part, line);
  read_price(in, line);
  line.adjustments = read_adjustments(in, currency);
  line.net_amount = in.money("net_amount", currency, "BT-131");
  if (auto const* vat = in.object("vat", "BG-30"))
    line.vat = read_vat(in, *vat);
  else if (!in.has("vat") && !is_part)
    in.missing("vat", "BG-30");
  line.period = read_period(in);
  in.take_text(line.buyer_accounting_reference, "buyer_accounting_reference", 200, "BT-133");
  in.take_text(line.order_line_reference, "order_line_reference", 100, "BT-132");
  if (auto const* nordic = in.object("nordic"))
    line.nordic = read_nordic_line(in, *nordic, currency);
  in.finish();
}

}  // namespace airut::json
