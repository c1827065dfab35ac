#include "formats/json/parts.hpp"
#include "formats/json/words.hpp"

namespace airut::json {

namespace {

constexpr std::size_t lines_max = 10000;

model::Currency read_currency(ObjectReader& in, Key key, std::string_view term) {
  auto const code = in.text(key, 3, term);
  if (code.empty()) return {};
  if (auto const currency = model::Currency::parse(code)) return *currency;
  in.wrong(key.name(), "currency-unknown", "\"" + code + "\" is no currency of ISO 4217.", term);
  return {};
}

void read_head(ObjectReader& in, model::Invoice& invoice) {
  invoice.edition =
      static_cast<model::Edition>(in.one_of("edition", words::editions, "BT-24").value_or(0));
  in.take_text(invoice.specification, "specification", 500, "BT-24");
  in.take_text(invoice.business_process, "business_process", 200, "BT-23");
  invoice.type =
      static_cast<model::InvoiceType>(in.one_of("type", words::invoice_types, "BT-3").value_or(0));
  in.take_text(invoice.type_code, "type_code", 3, "BT-3");
  invoice.number = in.needed_text("number", 35, "BT-1");
  if (!in.has("issue_date")) in.missing("issue_date", "BT-2");
  invoice.issue_date = in.date("issue_date", "BT-2").value_or(model::Date{});
  invoice.due_date = in.date("due_date", "BT-9");
  invoice.tax_point_date = in.date("tax_point_date", "BT-7");
  in.take_text(invoice.tax_point_code, "tax_point_code", 3, "BT-8");
  if (!in.has("currency")) in.missing("currency", "BT-5");
  invoice.currency = read_currency(in, "currency", "BT-5");
  if (in.has("vat_currency")) invoice.vat_currency = read_currency(in, "vat_currency", "BT-6");
}

// A note is a text, or an object when it has a subject code.
void read_notes(ObjectReader& in, model::Invoice& invoice) {
  std::size_t index = 0;
  for (auto const* item : in.items("notes", 10, "BG-1")) {
    auto const place = index++;
    if (item->kind == Kind::object) {
      ObjectReader note{in, *item, "notes", place};
      auto text = note.needed_text("text", 2000, "BT-22");
      invoice.notes.push_back({std::move(text), note.text("subject_code", 3, "BT-21")});
      note.finish();
    } else if (item->kind == Kind::string) {
      if (item->text.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
      in.check_text("notes", item->text, 2000, "BT-22");
      invoice.notes.push_back({std::string{item->text}, ""});
    } else {
      in.wrong_item("notes", place, "wrong-type",
                    "A note is a text or an object with \"text\" and \"subject_code\".", "BT-22");
    }
  }
}

void read_references(ObjectReader& in, model::Invoice& invoice) {
  in.take_text(invoice.buyer_reference, "buyer_reference", 70, "BT-10");
  in.take_text(invoice.project, "project", 100, "BT-11");
  in.take_text(invoice.contract, "contract", 100, "BT-12");
  in.take_text(invoice.purchase_order, "purchase_order", 100, "BT-13");
  in.take_text(invoice.sales_order, "sales_order", 100, "BT-14");
  in.take_text(invoice.receiving_advice, "receiving_advice", 100, "BT-15");
  in.take_text(invoice.despatch_advice, "despatch_advice", 100, "BT-16");
  in.take_text(invoice.tender, "tender", 100, "BT-17");
  invoice.object_id = read_identifier(in, "object_id", "BT-18");
  in.take_text(invoice.buyer_accounting_reference, "buyer_accounting_reference", 200, "BT-19");
  read_notes(in, invoice);
  std::size_t index = 0;
  for (auto const* object : in.objects("preceding", 100, "BG-3")) {
    ObjectReader before{in, *object, "preceding", index++};
    auto number = before.needed_text("number", 35, "BT-25");
    invoice.preceding.push_back({std::move(number), before.date("issue_date", "BT-26")});
    before.finish();
  }
}

std::optional<model::Party> optional_party(ObjectReader& in, Key key) {
  auto const* object = in.object(key);
  if (object == nullptr) return std::nullopt;
  return read_party(in, *object, key.name());
}

void read_parties(ObjectReader& in, model::Invoice& invoice) {
  if (auto seller = optional_party(in, "seller")) invoice.seller = *std::move(seller);
  if (auto buyer = optional_party(in, "buyer"))
    invoice.buyer = *std::move(buyer);
  else if (!in.has("buyer"))
    in.missing("buyer", "BG-7");
  invoice.payee = optional_party(in, "payee");
  invoice.tax_representative = optional_party(in, "tax_representative");
  invoice.payer = optional_party(in, "payer");
}

std::optional<model::Delivery> read_delivery(ObjectReader& in) {
  auto const* object = in.object("delivery", "BG-13");
  if (object == nullptr) return std::nullopt;
  ObjectReader at{in, *object, "delivery"};
  model::Delivery delivery;
  delivery.date = at.date("date", "BT-72");
  delivery.name = at.text("name", 200, "BT-70");
  delivery.location = read_identifier(at, "location", "BT-71");
  if (auto const* address = at.object("address"))
    delivery.address = read_address(at, *address, "address");
  at.finish();
  return delivery;
}

model::Totals read_totals(ObjectReader const& above, Node const& object,
                          model::Invoice const& invoice) {
  ObjectReader in{above, object, "totals"};
  auto const currency = invoice.currency;
  model::Totals totals;
  totals.lines = in.money("lines", currency, "BT-106");
  totals.allowances = in.money("allowances", currency, "BT-107");
  totals.charges = in.money("charges", currency, "BT-108");
  totals.net = in.money("net", currency, "BT-109");
  totals.vat = in.money("vat", currency, "BT-110");
  totals.vat_accounting =
      in.money("vat_accounting", invoice.vat_currency.value_or(currency), "BT-111");
  totals.gross = in.money("gross", currency, "BT-112");
  totals.paid = in.money("paid", currency, "BT-113");
  totals.rounding = in.money("rounding", currency, "BT-114");
  totals.due = in.money("due", currency, "BT-115");
  in.finish();
  return totals;
}

void read_breakdown(ObjectReader& in, model::Invoice& invoice) {
  std::size_t index = 0;
  for (auto const* object : in.objects("vat_breakdown", 100, "BG-23")) {
    ObjectReader row{in, *object, "vat_breakdown", index++};
    model::VatBreakdown one;
    if (auto const* vat = row.object("vat", "BT-118"))
      one.vat = read_vat(row, *vat);
    else if (!row.has("vat"))
      row.missing("vat", "BT-118");
    if (!row.has("taxable")) row.missing("taxable", "BT-116");
    if (!row.has("tax")) row.missing("tax", "BT-117");
    one.taxable = row.money("taxable", invoice.currency, "BT-116")
                      .value_or(model::Money{0, invoice.currency});
    one.tax =
        row.money("tax", invoice.currency, "BT-117").value_or(model::Money{0, invoice.currency});
    row.finish();
    invoice.vat_breakdown.push_back(std::move(one));
  }
}

void read_means(ObjectReader& in, model::Invoice& invoice) {
  if (auto const* payment = in.object("payment", "BG-16"))
    invoice.payment = read_payment(in, *payment, "payment");
}

void read_overdue(ObjectReader& in, model::Invoice& invoice) {
  std::size_t index = 0;
  model::Money const none{0, invoice.currency};
  for (auto const* object : in.objects("overdue", 1000)) {
    ObjectReader row{in, *object, "overdue", index++};
    model::OverdueRow one;
    one.invoice_number = row.text("invoice_number");
    one.issue_date = row.date("issue_date");
    one.due_date = row.date("due_date");
    one.original = row.money("original", invoice.currency).value_or(none);
    one.paid = row.money("paid", invoice.currency).value_or(none);
    one.open = row.money("open", invoice.currency).value_or(none);
    one.interest = row.money("interest", invoice.currency).value_or(none);
    one.reminder_fee = row.money("reminder_fee", invoice.currency).value_or(none);
    one.interest_percent = row.decimal("interest_percent");
    one.interest_from = row.date("interest_from");
    one.interest_until = row.date("interest_until");
    one.reminder_round = static_cast<int>(row.whole_number("reminder_round").value_or(0));
    one.reference = row.text("reference");
    row.finish();
    invoice.overdue.push_back(std::move(one));
  }
}

}  // namespace

void read_invoice(ObjectReader const& above, Node const& object, Source source,
                  model::Invoice& invoice) {
  ObjectReader in{above, object, "invoice"};
  read_head(in, invoice);
  read_references(in, invoice);
  read_parties(in, invoice);
  invoice.delivery = read_delivery(in);
  invoice.period = read_period(in);
  read_means(in, invoice);
  std::size_t further = 0;
  for (auto const* payment : in.objects("further_payments", 10, "BG-16")) {
    auto const place = further++;
    invoice.further_payments.push_back(read_payment(in, *payment, "further_payments", place));
  }
  invoice.adjustments = read_adjustments(in, invoice.currency);
  auto const lines = in.objects("lines", lines_max, "BG-25");
  // A reminder may be the table of what is overdue alone.
  bool const overdue = source == Source::stored || invoice.type == model::InvoiceType::reminder;
  if (lines.empty() && source == Source::caller && !(overdue && in.has("overdue")))
    in.missing("lines", "BG-25");
  invoice.lines.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    read_line(in, *lines[i], "lines", i, invoice.currency, invoice.lines.emplace_back());
  if (auto const* totals = in.object("totals", "BG-22"))
    invoice.totals = read_totals(in, *totals, invoice);
  if (auto const* nordic = in.object("nordic"))
    invoice.nordic = read_nordic(in, *nordic, invoice.currency);
  read_breakdown(in, invoice);
  if (overdue) read_overdue(in, invoice);
  in.finish();
}

void read_terms(ObjectReader const& above, Node const& object, model::Invoice& invoice) {
  ObjectReader in{above, object, "invoice"};
  read_head(in, invoice);
  read_parties(in, invoice);
  read_means(in, invoice);
}

}  // namespace airut::json
