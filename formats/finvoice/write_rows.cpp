#include <fmt/format.h>

#include "formats/finvoice/merge.hpp"
#include "formats/finvoice/sheet.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::finvoice {
namespace {

constexpr std::size_t name_longest = 100, text_longest = 512;

void write_name(Sheet& sheet, std::string_view element, std::string_view text) {
  if (xml::count_characters(text) <= name_longest) return sheet.text(element, text, name_longest);
  auto const line = xml::one_line(text);
  sheet.xml().leaf(element, xml::first_characters(line, name_longest));
  sheet.note(fmt::format("{} was cut after {} characters.", element, name_longest));
}

void write_article(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  if (line.object_id) sheet.scheme_id("InvoicedObjectID", *line.object_id, 70);
  sheet.id("ArticleIdentifier", line.seller_item_id, 70);
  for (auto const& one : line.classifications) {
    sheet.id("ArticleGroupIdentifier", one.code, 70,
             {{"SchemeID", one.list_id}, {"SchemeVersion", one.list_version}});
  }
  write_name(sheet, "ArticleName", line.name);
  sheet.text("ArticleDescription", line.description, text_longest);
  sheet.id("BuyerArticleIdentifier", line.buyer_item_id, 70);
  if (line.standard_item_id) sheet.scheme_id("EanCode", *line.standard_item_id, 35);
  for (auto const& attribute : line.attributes) {
    out.open("RowDefinitionDetails");
    sheet.text("RowDefinitionHeaderText", attribute.name, 70);
    sheet.text("RowDefinitionValue", attribute.value, 70);
    out.close();
  }
}

void write_references(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  sheet.id("RowOrderPositionIdentifier", line.order_line_reference, 35);
  sheet.id("RowPositionIdentifier", line.id, 35);
  if (!line.origin_country.empty()) {
    out.open("RowDeliveryDetails");
    out.open("RowCustomsInfo");
    out.leaf("CNOriginCountryCode", line.origin_country);
    out.close();
    out.close();
  }
  sheet.text("RowAccountDimensionText", line.buyer_accounting_reference, 35);
  sheet.text("RowFreeText", line.note, text_longest, 9);
  if (!line.nordic) return;
  for (auto const& text : line.nordic->specification) {
    sheet.text("RowFreeText", text, text_longest, 9);
  }
}

void write_discount(Sheet& sheet, model::AllowanceCharge const& one) {
  sheet.percent("RowDiscountPercent", one.percent);
  sheet.amount("RowDiscountAmount", one.amount);
  sheet.amount_if("RowDiscountBaseAmount", one.base_amount);
  sheet.code("RowDiscountTypeCode", one.reason_code, "BT-140");
  sheet.text("RowDiscountTypeText", one.reason, 35);
}

// The first discount stands on the row, further ones in groups of their own.
void write_adjustments(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  bool first = true;
  for (auto const& one : line.adjustments) {
    if (one.is_charge) continue;
    if (!first) out.open("RowProgressiveDiscountDetails");
    write_discount(sheet, one);
    if (!first) out.close();
    first = false;
  }
  for (auto const& one : line.adjustments) {
    if (!one.is_charge) continue;
    if (sheet.is_201()) {
      sheet.fail(model::Fault::unsupported,
                 fmt::format("Finvoice 2.01 cannot say the charge on line {} (BG-28).", line.id));
    }
    out.open("RowChargeDetails");
    sheet.text("ReasonText", one.reason, 70);
    sheet.code("ReasonCode", one.reason_code, "BT-145");
    sheet.percent("Percent", one.percent);
    sheet.amount("Amount", one.amount);
    sheet.amount_if("BaseAmount", one.base_amount);
    out.close();
  }
}

void write_sub_lines(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  out.open("InvoiceRow");
  for (auto const& part : line.nordic->sub_lines) {
    out.open("SubInvoiceRow");
    write_sub_line(sheet, part);
    out.close();
  }
  out.close();
}

}  // namespace

void write_line(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  out.open("InvoiceRow");
  write_article(sheet, line);
  sheet.quantity("InvoicedQuantity", sheet.negated() ? -line.quantity : line.quantity, line.unit);
  if (line.period) {
    sheet.date("StartDate", line.period->start);
    sheet.date("EndDate", line.period->end);
  }
  write_prices(sheet, line);
  write_references(sheet, line);
  write_adjustments(sheet, line);
  sheet.rate("RowVatRatePercent", line.vat.rate);
  out.leaf_if("RowVatCode", line.vat.code);
  sheet.amount_if("RowVatExcludedAmount", line.net_amount);
  out.close();
}

void write_sub_line(Sheet& sheet, model::Line const& line) {
  sheet.id("SubRowPositionIdentifier", line.id, 35);
  sheet.id("SubArticleIdentifier", line.seller_item_id, 70);
  write_name(sheet, "SubArticleName", line.name);
  sheet.text("SubArticleDescription", line.description, text_longest);
  sheet.quantity("SubInvoicedQuantity", sheet.negated() ? -line.quantity : line.quantity,
                 line.unit);
  if (line.period) {
    sheet.date("SubStartDate", line.period->start);
    sheet.date("SubEndDate", line.period->end);
  }
  sheet.text("SubRowFreeText", line.note, text_longest, 9);
  sheet.rate("SubRowVatRatePercent", line.vat.rate);
  sheet.xml().leaf_if("SubRowVatCode", line.vat.code);
  sheet.amount_if("SubRowVatExcludedAmount", line.net_amount);
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
  for (auto const& line : invoice.lines) {
    write_line(sheet, line);
    if (line.nordic && !line.nordic->sub_lines.empty()) write_sub_lines(sheet, line);
  }
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
