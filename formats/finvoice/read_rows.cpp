#include <algorithm>
#include <cstdlib>
#include <iterator>

#include <fmt/format.h>

#include "formats/finvoice/extras.hpp"
#include "formats/finvoice/source.hpp"
#include "formats/rules/units.hpp"

namespace airut::finvoice {
namespace {

// The unit code, else what the sender's word means; a word that says more is
// kept beside it.
void read_unit(xml::Element quantity, RowNames names, model::Line& line, Source& source) {
  auto unit = quantity.attribute("QuantityUnitCodeUN").value_or("");
  auto const word = quantity.attribute("QuantityUnitCode").value_or("");
  if (unit.empty()) unit = rules::unit_of_word(word);
  line.unit = unit.empty() ? "C62" : unit;
  if (unit.empty() && !word.empty()) {
    source.warn(quantity, "unit-word-unknown",
                fmt::format("The unit \"{}\" is none that Airut knows; in other formats the "
                            "quantity is in pieces (C62).",
                            word));
  }
  if (word.empty() || word == line.unit) return;
  std::string path{names("SubInvoicedQuantity")};
  line.nordic.made().extras.push_back({path + "/@QuantityUnitCode", word});
}

// A row without a quantity is one of what it says; a sub-row may be a heading.
void read_quantity(xml::Element row, RowNames names, model::Line& line, Source& source) {
  for (auto const name : {"SubInvoicedQuantity", "SubDeliveredQuantity", "SubOrderedQuantity"}) {
    auto const element = row.child(names(name));
    auto const quantity = source.decimal(element);
    if (!quantity) continue;
    line.quantity = source.negated ? -*quantity : *quantity;
    read_unit(element, names, line, source);
    return;
  }
  if (!names.is_sub()) line.quantity = model::Decimal{1, 0};
}

void read_article(xml::Element row, RowNames names, model::Line& line, Source& source) {
  line.object_id = source.identifier(row, names("SubInvoicedObjectID"));
  line.seller_item_id = row.text_of(names("SubArticleIdentifier"));
  line.name = row.text_of(names("SubArticleName"));
  line.description = row.text_of(names("SubArticleDescription"));
  line.buyer_item_id = row.text_of(names("SubBuyerArticleIdentifier"));
  line.standard_item_id = source.identifier(row, names("SubEanCode"));
  if (line.standard_item_id && line.standard_item_id->scheme.empty()) {
    line.standard_item_id->scheme = "0160";  // GTIN
  }
  for (auto const& group : row.children(names("SubArticleGroupIdentifier"))) {
    auto code = group.text();
    if (code.empty()) continue;
    line.classifications.push_back({std::move(code), group.attribute("SchemeID").value_or(""),
                                    group.attribute("SchemeVersion").value_or("")});
  }
  for (auto const& one : row.children(names("SubRowDefinitionDetails"))) {
    line.attributes.push_back({one.text_of(names("SubRowDefinitionHeaderText")),
                               one.text_of(names("SubRowDefinitionValue"))});
  }
  line.origin_country = row.child(names("SubRowDeliveryDetails"))
                            .child(names("SubRowCustomsInfo"))
                            .text_of("CNOriginCountryCode");
}

// The first text is the line's note (BT-127), or its name where it has none.
void read_texts(xml::Element row, RowNames names, model::Line& line) {
  for (auto const& one : row.children(names("SubRowFreeText"))) {
    auto text = one.text();
    if (text.empty()) continue;
    if (line.name.empty()) {
      line.name = std::move(text);
    } else if (line.note.empty()) {
      line.note = std::move(text);
    } else {
      line.nordic.made().specification.push_back(std::move(text));
    }
  }
}

// Whether that much VAT on the sum is this rate, give or take so many cents of rounding.
bool category_fits(model::VatCategory const& category, model::Money const& net,
                   model::Money const& vat, std::int64_t cents) {
  if (!category.rate) return false;
  auto const exact = model::percent_of(net, *category.rate);
  return exact && std::abs(exact->minor() - vat.minor()) <= cents;
}

// The VAT of a row that tells neither rate nor code: the invoice's where it has one, else the only
// one that the row's own sums fit.
std::optional<model::VatCategory> told_category(xml::Element row, model::Line const& line,
                                                Source const& source) {
  auto const& told = source.categories;
  if (told.size() == 1) return told.front();
  auto const vat = source.peeked_amount(row.child("RowVatAmount"));
  auto const gross = source.peeked_amount(row.child("RowAmount"));
  auto net = line.net_amount;
  if (!net && gross && vat) net = *gross - *vat;
  if (!vat || !net) return std::nullopt;
  for (auto const cents : {0, 1}) {
    auto const fitting = [&](auto const& one) { return category_fits(one, *net, *vat, cents); };
    auto const found = std::find_if(told.begin(), told.end(), fitting);
    if (found != told.end() && std::count_if(found, told.end(), fitting) == 1) return *found;
  }
  return std::nullopt;
}

void read_row_vat(xml::Element row, RowNames names, model::Line& line, Source& source) {
  line.vat.rate = source.decimal(row, names("SubRowVatRatePercent"));
  line.vat.code = row.text_of(names("SubRowVatCode"));
  bool const silent = !line.vat.rate && line.vat.code.empty();
  if (silent && names.is_sub()) return;
  if (silent) line.vat = told_category(row, line, source).value_or(model::VatCategory{});
  if (line.vat.code.empty() ||
      (line.vat.code == "S" && line.vat.rate && line.vat.rate->is_zero())) {
    line.vat.code = line.vat.rate && !line.vat.rate->is_zero() ? "S" : "Z";
  }
  if (!line.vat.rate && line.vat.code != "O") line.vat.rate = model::Decimal{0, 0};
}

// A sum for the whole row: its price is for the whole quantity, so that it
// comes out exactly.
void set_lump_sum(model::Line& line, model::Money const& net) {
  line.net_amount = net;
  line.net_price = *model::Decimal::parse(model::Decimal::parse(net.text())->text_shortest());
  line.price_base_quantity.reset();
  if (line.quantity.is_zero()) line.quantity = model::Decimal{1, 0};
  if (line.quantity.is_negative()) line.net_price = -line.net_price;
  if (line.net_price.is_negative()) {  // no price is (BR-27): the quantity is taken back
    line.net_price = -line.net_price;
    line.quantity = -line.quantity;
  }
  auto const whole = line.quantity.is_negative() ? -line.quantity : line.quantity;
  if (!(whole == model::Decimal{1, 0})) line.price_base_quantity = whole;
}

// What a sum with VAT is without: gross x 100 / (100 + rate), rounded half up.
model::Money without_vat(model::Money const& gross, model::Decimal const& rate) {
  model::Int128 hundred = 100;
  for (int i = 0; i < rate.scale(); ++i) hundred *= 10;
  auto const net =
      model::divide_half_up(model::Int128{gross.minor()} * hundred, hundred + rate.coefficient());
  return {static_cast<std::int64_t>(net), gross.currency()};
}

// Rows priced with VAT only: the net sum is worked out. True when that was done.
bool take_out_vat(model::Line& line, xml::Element row, Source& source) {
  if (!line.vat.rate || line.vat.rate->is_negative() || line.vat.rate->scale() > 6) return false;
  auto const gross = source.amount(row, "RowAmount");
  if (!gross) return false;
  set_lump_sum(line, without_vat(*gross, *line.vat.rate));
  return true;
}

struct ReadRow {
  model::Line line;
  bool from_gross = false;
};

// What a row and a sub-row have alike.
void read_common(xml::Element row, RowNames names, model::Line& line, Source& source) {
  line.id = row.text_of(names("SubRowPositionIdentifier"));
  read_article(row, names, line, source);
  read_texts(row, names, line);
  read_quantity(row, names, line, source);
  line.net_amount = source.amount(row, names("SubRowVatExcludedAmount"));
  read_price(row, names, line, source);
  read_adjustments(row, names, line, source);
  read_row_vat(row, names, line, source);
  model::Period const period{source.date(row, names("SubStartDate")),
                             source.date(row, names("SubEndDate"))};
  if (period.start || period.end) line.period = period;
  line.buyer_accounting_reference = row.text_of(names("SubRowAccountDimensionText"));
}

ReadRow read_row(xml::Element row, Source& source) {
  ReadRow read;
  auto& line = read.line;
  read_common(row, RowNames::of_row(), line, source);
  line.order_line_reference = row.text_of("RowOrderPositionIdentifier");
  bool const priced = row.child("UnitPriceAmount") || row.child("UnitPriceNetAmount");
  if (!priced && line.net_amount) {
    if (line.adjustments.empty()) set_lump_sum(line, *line.net_amount);
  } else if (!priced) {
    read.from_gross = take_out_vat(line, row, source);
  }
  return read;
}

// Rows that carry only text have neither a price nor a sum.
bool is_text_only(xml::Element row) {
  for (auto const name :
       {"UnitPriceAmount", "UnitPriceNetAmount", "RowVatExcludedAmount", "RowAmount"}) {
    if (row.child(name)) return false;
  }
  return true;
}

// Each row's net was rounded on its own; the cents by which they miss the
// document's total of rows are shared out among those rows.
void share_cents(model::Invoice& invoice, std::vector<std::size_t> const& from_gross) {
  auto const& totals = invoice.totals;
  auto wanted = totals.lines ? totals.lines : totals.net;
  if (!wanted || from_gross.empty()) return;
  if (!totals.lines && !invoice.adjustments.empty()) return;
  for (auto const& line : invoice.lines) {
    if (!line.net_amount || line.net_amount->currency() != wanted->currency()) return;
    *wanted -= *line.net_amount;
  }
  auto const missing = wanted->minor();
  auto const count = missing < 0 ? -missing : missing;
  if (count == 0 || count > static_cast<std::int64_t>(from_gross.size())) return;
  model::Money const cent{missing < 0 ? -1 : 1, wanted->currency()};
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    auto& line = invoice.lines[from_gross[i]];
    set_lump_sum(line, *line.net_amount + cent);
  }
}

std::string row_path(std::size_t position) { return fmt::format("InvoiceRow[{}]", position); }

// The row's sum with VAT is kept in its place also where the net sum was worked out of it.
void keep_line_extras(xml::Element row, RowNames names, std::string const& path, ReadRow& read,
                      Source& source) {
  std::string const sum{names("SubRowAmount")};
  auto const gross = read.from_gross ? row.text_of(sum) : std::string{};
  auto extras = collect_extras(row, names.is_sub() ? "SubInvoiceRow" : "InvoiceRow", path,
                               source.currency.code(), source.notes());
  if (read.from_gross) {
    auto const behind = std::find_if(extras.begin(), extras.end(), [&](auto const& one) {
      return one.path.starts_with(names("SubRowTransactionDetails"));
    });
    extras.insert(behind, {sum, gross});
  }
  if (extras.empty()) return;
  auto& all = read.line.nordic.made().extras;
  all.insert(all.end(), std::make_move_iterator(extras.begin()),
             std::make_move_iterator(extras.end()));
}

// What a row says beyond its typed part is kept under its place in the document.
void keep_row(xml::Element row, std::size_t position, Source& source) {
  auto const path = row_path(position);
  for (auto& one :
       collect_extras(row, "InvoiceRow", path, source.currency.code(), source.notes())) {
    source.keep(path + "/" + one.path, std::move(one.value));
  }
}

ReadRow read_sub_row(xml::Element row, Source& source) {
  ReadRow read;
  auto& line = read.line;
  read_common(row, RowNames::of_sub_row(), line, source);
  auto const& rate = line.vat.rate;
  if (line.net_amount || !rate || rate->is_negative() || rate->scale() > 6) return read;
  if (auto const gross = source.amount(row, "SubRowAmount")) {
    line.net_amount = without_vat(*gross, *rate);
    read.from_gross = true;
  }
  return read;
}

// Sub-rows divide the line before them; their sums count in no total.
void read_sub_rows(xml::Element row, std::string const& path, model::Line& line, Source& source) {
  std::size_t position = 0;
  for (auto const& one : row.children("SubInvoiceRow")) {
    auto read = read_sub_row(one, source);
    keep_line_extras(one, RowNames::of_sub_row(),
                     fmt::format("{}/SubInvoiceRow[{}]", path, ++position), read, source);
    line.nordic.made().sub_lines.push_back(std::move(read.line));
  }
}

bool has_sub_lines(model::Line const& line) {
  return line.nordic && !line.nordic->sub_lines.empty();
}

}  // namespace

void read_rows(xml::Element root, model::Invoice& invoice, Source& source) {
  std::vector<std::size_t> from_gross;
  std::size_t position = 0;  // among the rows as a writer puts them
  for (auto const& row : root.children("InvoiceRow")) {
    ++position;
    bool const divides = static_cast<bool>(row.child("SubInvoiceRow"));
    if (row.child("RowOverDuePaymentDetails")) {
      invoice.overdue.push_back(read_overdue(row, source));
      keep_row(row, position, source);
    } else if (!is_text_only(row)) {
      auto read = read_row(row, source);
      if (divides) read_sub_rows(row, row_path(position), read.line, source);
      keep_line_extras(row, RowNames::of_row(), row_path(position), read, source);
      if (read.from_gross) from_gross.push_back(invoice.lines.size());
      invoice.lines.push_back(std::move(read.line));
      if (divides) ++position;
    } else if (divides && !invoice.lines.empty()) {
      auto& line = invoice.lines.back();
      if (has_sub_lines(line)) --position;  // one row for all that divide a line
      read_sub_rows(row, row_path(position), line, source);
      keep_row(row, position, source);
    } else {
      source.keep_row_place(row_path(position));
      keep_row(row, position, source);
    }
    row.set_read();
  }
  share_cents(invoice, from_gross);
}

}  // namespace airut::finvoice
