#include <algorithm>
#include <vector>

#include "formats/rules/report.hpp"

// BR-21 ... BR-30, BR-54, BR-64, BR-65, BR-CO-04: the lines.
namespace airut::rules {

namespace {

using model::Line;

bool negative(std::optional<model::Decimal> const& value) { return value && value->is_negative(); }

constexpr auto line_checks = table<Line>({
    {{"BR-21", "BT-126", "line-id-missing", "/id", "A line needs an id."},
     [](Line const& it) { return it.id.empty(); }},
    {{"BR-23", "BT-130", "unit-missing", "/unit", "A line needs the unit of its quantity."},
     [](Line const& it) { return it.unit.empty(); }},
    {{"BR-24", "BT-131", "net-amount-missing", "/net_amount", "A line needs its net amount.",
      Weight::document},
     [](Line const& it) { return !it.net_amount; }},
    {{"BR-25", "BT-153", "item-name-missing", "/name", "A line needs the name of the item."},
     [](Line const& it) { return it.name.empty(); }},
    {{"BR-27", "BT-146", "price-negative", "/net_price",
      "The price must not be negative; a negative quantity takes goods back."},
     [](Line const& it) { return it.net_price.is_negative(); },
     [](Line const& it) { return it.net_price.text(); }},
    {{"BR-28", "BT-148", "price-negative", "/gross_price", "The gross price must not be negative."},
     [](Line const& it) { return negative(it.gross_price); },
     [](Line const& it) { return it.gross_price->text(); }},
    {{"BR-30", "BT-135", "period-reversed", "/period/end",
      "The period of the line ends before it starts."},
     [](Line const& it) {
       return it.period && it.period->start && it.period->end &&
              *it.period->end < *it.period->start;
     }},
    {{"BR-64", "BT-157", "item-scheme-missing", "/standard_item_id/scheme",
      "The standard item id \"{}\" needs its scheme.", Weight::native},
     [](Line const& it) { return it.standard_item_id && it.standard_item_id->scheme.empty(); },
     [](Line const& it) { return it.standard_item_id->value; }},
    {{"BR-CO-04", "BT-151", "vat-category-missing", "/vat/category",
      "A line needs a VAT category."},
     [](Line const& it) { return it.vat.code.empty(); }},
});

bool base_not_positive(Line const& it) {
  return it.price_base_quantity &&
         (it.price_base_quantity->is_zero() || it.price_base_quantity->is_negative());
}

// A price for nothing cannot be computed with; Peppol has a rule for it.
void check_base(Scope const& scope, Line const& line, std::size_t index, Report& out) {
  if (!base_not_positive(line)) return;
  out.add({"PEPPOL-EN16931-R121", "BT-149", "base-quantity-not-positive", "/price_base_quantity",
           "The base quantity must be above zero.",
           scope.peppol == Ask::refuse ? Weight::peppol : Weight::house},
          {"/invoice/lines", index}, line.price_base_quantity->text());
}

constexpr Rule class_list{"BR-65",
                          "BT-158",
                          "class-list-missing",
                          "/list_id",
                          "The item class \"{}\" needs the list that it is of.",
                          Weight::native};
constexpr Rule attribute{"BR-54", "BG-32", "attribute-incomplete", "",
                         "An attribute of an item needs a name and a value."};
constexpr Rule id_twice{
    "", "BT-126", "line-id-twice", "/id", "The line id \"{}\" is used twice.", Weight::house};

void check_parts(Line const& line, std::size_t index, Report& out) {
  for (std::size_t i = 0; i < line.classifications.size(); ++i)
    if (line.classifications[i].list_id.empty())
      out.add(class_list, {"/invoice/lines", index, "/classifications", i},
              line.classifications[i].code);
  for (std::size_t i = 0; i < line.attributes.size(); ++i)
    if (line.attributes[i].name.empty() || line.attributes[i].value.empty())
      out.add(attribute, {"/invoice/lines", index, "/attributes", i});
}

// Ids that run 1, 2, 3 need no further look.
bool runs_up(std::vector<Line> const& lines) {
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto const& before = lines[i - 1].id;
    auto const& id = lines[i].id;
    bool const up = before.size() == id.size() ? before < id : before.size() < id.size();
    if (!up) return false;
  }
  return true;
}

void check_ids(std::vector<Line> const& lines, Report& out) {
  if (runs_up(lines)) return;
  std::vector<std::size_t> order(lines.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) {
    return lines[a].id == lines[b].id ? a < b : lines[a].id < lines[b].id;
  });
  for (std::size_t i = 1; i < order.size(); ++i) {
    auto const& id = lines[order[i]].id;
    if (!id.empty() && id == lines[order[i - 1]].id)
      out.add(id_twice, {"/invoice/lines", order[i]}, id);
  }
}

}  // namespace

void check_lines(Scope const& scope, Report& out) {
  auto const& lines = scope.invoice.lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    run(line_checks, lines[i], {"/invoice/lines", i}, out);
    check_base(scope, lines[i], i, out);
    check_parts(lines[i], i, out);
  }
  check_ids(lines, out);
}

}  // namespace airut::rules
