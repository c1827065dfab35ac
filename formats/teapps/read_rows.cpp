#include <algorithm>

#include <fmt/format.h>

#include "formats/rules/units.hpp"
#include "formats/teapps/source.hpp"

namespace airut::teapps {
namespace {

std::string joined(xml::Element parent, std::string_view name) {
  std::string text;
  for (auto const& one : parent.children(name)) {
    auto const part = one.text();
    if (part.empty()) continue;
    if (!text.empty()) text += '\n';
    text += part;
  }
  return text;
}

void read_article(xml::Element row, model::Line& line, Source& source) {
  auto const article = row.child("ARTICLE");
  line.seller_item_id = article.text_of("ARTICLE_ID");
  line.name = article.text_of("ARTICLE_NAME");
  if (auto const second = article.text_of("ARTICLE_NAME2"); !second.empty()) {
    line.name += (line.name.empty() ? "" : " ") + second;
  }
  line.standard_item_id = source.identifier(article.child("EAN_CODE"));
  if (line.standard_item_id && line.standard_item_id->scheme.empty()) {
    line.standard_item_id->scheme = "0160";
  }
  line.description = joined(article, "FREE_TEXT");
  line.buyer_item_id = row.text_of("RECEIVER_PRODUCT_CODE");
  for (auto const& group : article.children("PRODUCT_GROUP")) {
    auto code = group.text();
    if (code.empty()) continue;
    line.classifications.push_back({std::move(code), group.attribute("SCHEME_ID").value_or(""),
                                    group.attribute("SCHEME_VERSION").value_or("")});
  }
  for (auto const& one : article.child("ARTICLE_DESCRIPTIONS").children("ARTICLE_DESCRIPTION")) {
    auto value = one.text_of("DESCRIPTION_VALUE");
    auto const unit = one.text_of("DESCRIPTION_UNIT");
    if (!unit.empty()) value += " " + unit;
    line.attributes.push_back({one.text_of("DESCRIPTION_TYPE"), std::move(value)});
  }
  line.origin_country = row.child("CN").text_of("COUNTRY_OF_ORIGIN_CODE");
}

// The sender's own word where there is no code.
void read_unit(xml::Element quantity, model::Line& line, Source& source) {
  auto unit = quantity.attribute("Q_UNIT_UNECE_CODE").value_or("");
  if (!unit.empty()) {
    line.unit = std::move(unit);
    return;
  }
  auto const word = quantity.attribute("Q_UNIT").value_or("");
  unit = rules::unit_of_word(word);
  if (!unit.empty()) {
    line.unit = std::move(unit);
  } else if (!word.empty()) {
    source.warn(quantity, "unit-word-unknown",
                fmt::format("The unit \"{}\" is none that Airut knows; the quantity was taken in "
                            "pieces (C62).",
                            word));
  }
}

void read_quantity(xml::Element row, model::Line& line, Source& source) {
  line.quantity = model::Decimal{1, 0};
  auto const group = row.child("QUANTITY");
  for (auto const name : {"CHARGED", "DELIVERED", "ORDERED"}) {
    auto const element = group.child(name);
    auto const value = source.decimal(element);
    if (!value) continue;
    line.quantity = source.negated ? -*value : *value;
    read_unit(element, line, source);
    return;
  }
}

void read_price(xml::Element row, model::Line& line, Source& source) {
  auto const price = row.child("PRICE_PER_UNIT");
  auto const gross = source.price(price, excluded);
  auto const net = source.price(row.child("PRICE_PER_UNIT_NET"), excluded);
  line.price_discount = source.price(row.child("DISCOUNT_FROM_PRICE_PER_UNIT"), excluded);
  auto const base = price.attribute("PR_QTY").value_or("");
  if (!base.empty()) {
    line.price_base_quantity = model::Decimal::parse(base);
    if (!line.price_base_quantity) {
      source.wrong(price, "number-format", "PR_QTY is not a number.");
    }
  }
  line.price_base_unit = price.attribute("PR_UNIT_UNECE_CODE").value_or("");
  if (net) {
    line.net_price = *net;
    line.gross_price = gross;
  } else if (gross) {
    line.net_price = *gross;
  }
}

void read_adjustments(xml::Element row, model::Line& line, Source& source) {
  for (auto const charge : {false, true}) {
    for (auto const& one : row.children(charge ? "ROW_CHARGE" : "DISCOUNT")) {
      model::AllowanceCharge adjustment;
      adjustment.is_charge = charge;
      auto const amount = source.amount(one.child(charge ? "CHARGE_AMOUNT" : "DISCOUNT_AMOUNT"));
      if (!amount) continue;
      adjustment.amount = *amount;
      adjustment.base_amount =
          source.amount(one.child(charge ? "CHARGE_FROM_AMOUNT" : "DISCOUNT_FROM_AMOUNT"));
      adjustment.percent = source.decimal(one.child("PER_CENT"));
      adjustment.reason = one.text_of(charge ? "CHARGE_NAME" : "DISCOUNT_NAME");
      adjustment.reason_code = one.attribute("TYPE").value_or("");
      line.adjustments.push_back(std::move(adjustment));
    }
  }
}

void read_vat(xml::Element row, model::Line& line, Source& source) {
  auto const vat = row.child("VAT");
  line.vat.rate = source.decimal(vat.child("RATE"));
  line.vat.code = vat.attribute("VAT_TYPE").value_or("");
  bool const taxed = line.vat.rate && !line.vat.rate->is_zero();
  if (line.vat.code.empty() || line.vat.code.size() > 2) line.vat.code = taxed ? "S" : "Z";
  if (!line.vat.rate && line.vat.code != "O") line.vat.rate = model::Decimal{0, 0};
}

void read_row_references(xml::Element row, model::Line& line, Source& source) {
  line.object_id = source.identifier(row.child("INVOICED_OBJECT"));
  for (auto const& order : row.children("ORDER_INFORMATION")) {
    if (order.attribute("ORDER_TYPE").value_or("CO") != "CO") continue;
    line.order_line_reference = order.text_of("ORDER_POSITION");
  }
  line.buyer_accounting_reference = row.child("DEFAULT_ROW_POSTING").text_of("ACCOUNT_REFERENCE");
  model::Period const period{source.date(row.child("START_PERIOD")),
                             source.date(row.child("END_PERIOD"))};
  if (period.start || period.end) line.period = period;
  line.note = joined(row, "FREE_TEXT");
}

model::Line read_row(xml::Element row, Source& source) {
  model::Line line;
  line.id = row.text_of("ROW_NUMBER");
  if (line.id.empty()) line.id = row.attribute("ROW_ID").value_or("");
  read_article(row, line, source);
  read_quantity(row, line, source);
  read_price(row, line, source);
  read_adjustments(row, line, source);
  read_vat(row, line, source);
  read_row_references(row, line, source);
  line.net_amount = source.amount(row.child("ROW_TOTAL"), excluded);
  bool const priced = !line.net_price.is_zero() || row.child("PRICE_PER_UNIT").first_child();
  if (!priced && line.net_amount) {  // a lump sum: its price is for the whole quantity
    line.net_price = *model::Decimal::parse(line.net_amount->text());
    if (line.quantity.is_zero() || line.quantity.is_negative()) {
      line.quantity = model::Decimal{1, 0};
    } else {
      line.price_base_quantity = line.quantity;
    }
    if (line.net_price.is_negative()) {  // no price is (BR-27): the quantity is taken back
      line.net_price = -line.net_price;
      line.quantity = -line.quantity;
    }
  }
  if (line.name.empty()) std::swap(line.name, line.note);
  return line;
}

model::OverdueRow read_overdue(xml::Element group, Source& source) {
  model::OverdueRow row;
  model::Money const nothing{0, source.currency};
  row.invoice_number = group.text_of("ORIGINAL_INVOICE_ID");
  row.issue_date = source.date(group.child("ORIGINAL_INVOICE_DATE"));
  row.due_date = source.date(group.child("ORIGINAL_DUE_DATE"));
  row.original = source.amount(group.child("ORIGINAL_INVOICE_TOTAL")).value_or(nothing);
  row.paid = source.amount(group.child("PAID_AMOUNT")).value_or(nothing);
  row.open = source.amount(group.child("UNPAID")).value_or(nothing);
  row.reference = group.text_of("ORIGINAL_PAYMENT_REFERENCE");
  auto const round = source.decimal(group.child("COLLECTION_TIMES"));
  if (round && round->scale() == 0 && round->coefficient() < 100 && !round->is_negative()) {
    row.reminder_round = static_cast<int>(round->coefficient());
  }
  row.reminder_fee = source.amount(group.child("COLLECTION_SURCHARGE_TOTAL")).value_or(nothing);
  row.interest_percent = source.decimal(group.child("INTEREST_RATE"));
  auto const period = group.child("INTEREST_PERIOD");
  row.interest_from = source.date(period.child("START_PERIOD"));
  row.interest_until = source.date(period.child("END_PERIOD"));
  row.interest = source.amount(group.child("INTEREST_CHARGE")).value_or(nothing);
  return row;
}

// Whether the amounts of the group are there and not nothing.
bool has_sum(xml::Element group) {
  auto const amounts = group.children("AMOUNT");
  return std::any_of(amounts.begin(), amounts.end(), [](xml::Element one) {
    return one.peek().find_first_not_of("0.,+- ") != std::string_view::npos;
  });
}

// Rows that only say something have no sum: INFO and SUBTOTAL rows, and headings; old senders give
// them a sum of nothing, without VAT. Their texts become notes.
bool counts(xml::Element row) {
  auto const type = row.attribute("ROW_TYPE").value_or("");
  if (type == "INFO" || type == "SUBTOTAL") return false;
  if (has_sum(row.child("ROW_TOTAL")) || has_sum(row.child("PRICE_PER_UNIT"))) return true;
  bool const taxed = !row.child("VAT").child("RATE").peek().empty();
  return taxed &&
         (row.child("ROW_TOTAL").first_child() || row.child("PRICE_PER_UNIT").first_child());
}

void add_notes(xml::Element row, model::Invoice& invoice) {
  auto const name = row.child("ARTICLE").text_of("ARTICLE_NAME");
  for (auto const& text : {name, joined(row, "FREE_TEXT")}) {
    if (!text.empty()) invoice.notes.push_back({text, ""});
  }
}

}  // namespace

void read_rows(xml::Element rows, model::Invoice& invoice, Source& source) {
  for (auto const& row : rows.children("ROW")) {
    auto const overdue = row.child("INFORMATION_OF_OVERDUE_PAYMENTS");
    if (!overdue.text_of("ORIGINAL_INVOICE_ID").empty()) {
      invoice.overdue.push_back(read_overdue(overdue, source));
    } else if (counts(row)) {
      invoice.lines.push_back(read_row(row, source));
    } else {
      add_notes(row, invoice);
    }
  }
}

}  // namespace airut::teapps
