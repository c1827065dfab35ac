#include <fmt/format.h>

#include "formats/finvoice/merge.hpp"
#include "formats/finvoice/sheet.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::finvoice {
namespace {

constexpr std::size_t name_longest = 100, row_text_longest = 512;

void write_name(Sheet& sheet, std::string_view element, std::string_view text) {
  if (xml::count_characters(text) <= name_longest) return sheet.text(element, text, name_longest);
  auto const line = xml::one_line(text);
  sheet.xml().leaf(element, xml::first_characters(line, name_longest));
  sheet.note(fmt::format("{} was cut after {} characters.", element, name_longest));
}

void write_article(Sheet& sheet, RowNames names, model::Line const& line) {
  auto& out = sheet.xml();
  if (line.object_id) sheet.scheme_id(names("SubInvoicedObjectID"), *line.object_id, 70);
  sheet.id(names("SubArticleIdentifier"), line.seller_item_id, 70);
  for (auto const& one : line.classifications) {
    sheet.id(names("SubArticleGroupIdentifier"), one.code, 70,
             {{"SchemeID", one.list_id}, {"SchemeVersion", one.list_version}});
  }
  write_name(sheet, names("SubArticleName"), line.name);
  sheet.text(names("SubArticleDescription"), line.description, row_text_longest);
  sheet.id(names("SubBuyerArticleIdentifier"), line.buyer_item_id, 70);
  if (line.standard_item_id) sheet.scheme_id(names("SubEanCode"), *line.standard_item_id, 35);
  for (auto const& attribute : line.attributes) {
    out.open(names("SubRowDefinitionDetails"));
    sheet.text(names("SubRowDefinitionHeaderText"), attribute.name, 70);
    sheet.text(names("SubRowDefinitionValue"), attribute.value, 70);
    out.close();
  }
}

void write_row_references(Sheet& sheet, RowNames names, model::Line const& line) {
  auto& out = sheet.xml();
  if (!names.is_sub()) {
    sheet.id("RowOrderPositionIdentifier", line.order_line_reference, 35);
    sheet.id("RowPositionIdentifier", line.id, 35);
  } else if (!line.order_line_reference.empty()) {
    sheet.note("The order line of a sub-line has no place in Finvoice.");
  }
  if (!line.origin_country.empty()) {
    out.open(names("SubRowDeliveryDetails"));
    out.open(names("SubRowCustomsInfo"));
    out.leaf("CNOriginCountryCode", line.origin_country);
    out.close();
    out.close();
  }
  sheet.text(names("SubRowAccountDimensionText"), line.buyer_accounting_reference, 35);
  sheet.text(names("SubRowFreeText"), line.note, row_text_longest, 9);
  if (!line.nordic) return;
  for (auto const& text : line.nordic->specification) {
    sheet.text(names("SubRowFreeText"), text, row_text_longest, 9);
  }
}

void write_row_discount(Sheet& sheet, RowNames names, model::AllowanceCharge const& one) {
  sheet.percent(names("SubRowDiscountPercent"), one.percent);
  sheet.amount(names("SubRowDiscountAmount"), one.amount);
  sheet.amount_if(names("SubRowDiscountBaseAmount"), one.base_amount);
  sheet.code(names("SubRowDiscountTypeCode"), one.reason_code, "BT-140");
  sheet.text(names("SubRowDiscountTypeText"), one.reason, 35);
}

// The first discount stands on the row, further ones in groups of their own.
void write_adjustments(Sheet& sheet, RowNames names, model::Line const& line) {
  auto& out = sheet.xml();
  bool first = true;
  for (auto const& one : line.adjustments) {
    if (one.is_charge) continue;
    if (!first) out.open(names("SubRowProgressiveDiscountDetails"));
    write_row_discount(sheet, names, one);
    if (!first) out.close();
    first = false;
  }
  for (auto const& one : line.adjustments) {
    if (!one.is_charge) continue;
    if (sheet.is_201() && !names.is_sub()) {
      sheet.fail(model::Fault::unsupported,
                 fmt::format("Finvoice 2.01 cannot say the charge on line {} (BG-28).", line.id));
    }
    out.open(names("SubRowChargeDetails"));
    sheet.text("ReasonText", one.reason, 70);
    sheet.code("ReasonCode", one.reason_code, "BT-145");
    sheet.percent("Percent", one.percent);
    sheet.amount("Amount", one.amount);
    sheet.amount_if("BaseAmount", one.base_amount);
    out.close();
  }
}

// A sub-row may be a heading, without quantity and price.
void write_row(Sheet& sheet, RowNames names, model::Line const& line) {
  if (names.is_sub()) sheet.id("SubRowPositionIdentifier", line.id, 35);
  write_article(sheet, names, line);
  if (!names.is_sub() || !line.quantity.is_zero()) {
    sheet.quantity(names("SubInvoicedQuantity"), sheet.negated() ? -line.quantity : line.quantity,
                   line.unit);
  }
  if (line.period) {
    sheet.date(names("SubStartDate"), line.period->start);
    sheet.date(names("SubEndDate"), line.period->end);
  }
  bool const priced = !line.net_price.is_zero() || line.gross_price;
  if (!names.is_sub() || priced) write_prices(sheet, names, line);
  write_row_references(sheet, names, line);
  write_adjustments(sheet, names, line);
  sheet.rate(names("SubRowVatRatePercent"), line.vat.rate);
  sheet.xml().leaf_if(names("SubRowVatCode"), line.vat.code);
  sheet.amount_if(names("SubRowVatExcludedAmount"), line.net_amount);
}

void write_sub_lines(Sheet& sheet, model::Line const& line) {
  auto const parts = sub_rows_of(line);
  if (parts.empty()) return;
  if (parts.size() != line.nordic->sub_lines.size()) {
    sheet.note("Finvoice has one level of sub-rows: all parts of a line stand on it.");
  }
  auto& out = sheet.xml();
  out.open("InvoiceRow");
  for (auto const* part : parts) {
    out.open("SubInvoiceRow");
    write_row(sheet, RowNames::of_sub_row(), *part);
    out.close();
  }
  out.close();
}

void add_sub_rows(std::vector<model::Line const*>& all, model::Line const& line) {
  if (!line.nordic) return;
  for (auto const& part : line.nordic->sub_lines) {
    all.push_back(&part);
    add_sub_rows(all, part);
  }
}

}  // namespace

std::vector<model::Line const*> sub_rows_of(model::Line const& line) {
  std::vector<model::Line const*> all;
  add_sub_rows(all, line);
  return all;
}

void write_line(Sheet& sheet, model::Line const& line) {
  sheet.xml().open("InvoiceRow");
  write_row(sheet, RowNames::of_row(), line);
  sheet.xml().close();
  write_sub_lines(sheet, line);
}

void write_overdue_row(Sheet& sheet, model::OverdueRow const& row) {
  auto& out = sheet.xml();
  out.open("InvoiceRow");
  sheet.text("ArticleName", fmt::format("Lasku {}", row.invoice_number), name_longest);
  out.open("RowOverDuePaymentDetails");
  sheet.id("RowOriginalInvoiceIdentifier", row.invoice_number, 35);
  sheet.date("RowOriginalInvoiceDate", row.issue_date);
  sheet.date("RowOriginalDueDate", row.due_date);
  sheet.amount("RowOriginalInvoiceTotalAmount", row.original);
  sheet.id("RowOriginalEpiRemittanceInfoIdentifier", row.reference, 35);
  sheet.amount("RowPaidVatIncludedAmount", row.paid);
  sheet.amount("RowUnPaidVatIncludedAmount", row.open);
  if (row.reminder_round > 0) {
    out.leaf("RowCollectionQuantity", std::to_string(row.reminder_round));
  }
  sheet.amount("RowCollectionChargeAmount", row.reminder_fee);
  sheet.percent("RowInterestRate", row.interest_percent);
  sheet.date("RowInterestStartDate", row.interest_from);
  sheet.date("RowInterestEndDate", row.interest_until);
  sheet.amount("RowInterestChargeAmount", row.interest);
  out.close();
  out.close();
}

void write_rows(Sheet& sheet, model::Invoice const& invoice) {
  for (auto const& line : invoice.lines) write_line(sheet, line);
  for (auto const& row : invoice.overdue) write_overdue_row(sheet, row);
  if (invoice.lines.empty() && invoice.overdue.empty() && !has_row_places(invoice)) {
    sheet.fail(model::Fault::missing, "Finvoice wants at least one row (BG-25).");
  }
  if (!invoice.nordic || invoice.nordic->specification.empty()) return;
  auto& out = sheet.xml();
  out.open("SpecificationDetails");
  for (auto const& text : invoice.nordic->specification) {
    auto const fits = xml::count_characters(text) <= 80;
    out.leaf("SpecificationFreeText", fits ? text : xml::first_characters(text, 80));
    if (!fits) sheet.note("SpecificationFreeText was cut after 80 characters.");
  }
  out.close();
}

}  // namespace airut::finvoice
