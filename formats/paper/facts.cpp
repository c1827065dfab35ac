#include "formats/paper/facts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/paper/line_text.hpp"
#include "formats/paper/settlement.hpp"

namespace airut::paper {
namespace {

std::string optional_day(std::optional<model::Date> const& day, Words const& words) {
  return day ? day_text(*day, words) : std::string{};
}

// Where there is nothing to pay any more there is no day for it and no interest.
bool is_settled(model::Invoice const& invoice) {
  auto const settlement = settlement_of(invoice);
  return settlement == Settlement::prepaid || settlement == Settlement::nothing_due;
}

std::string late_interest(model::Invoice const& invoice, Words const& words) {
  bool const credits = invoice.type == model::InvoiceType::credit_note;
  if (credits || is_settled(invoice) || !invoice.payment || !invoice.payment->late_interest_percent)
    return {};
  return number_text(*invoice.payment->late_interest_percent, words, 1) + " %";
}

// When VAT falls due, by the code of UNTDID 2005 (BT-8).
std::string tax_point(model::Invoice const& invoice, Words const& words) {
  if (invoice.tax_point_date) return day_text(*invoice.tax_point_date, words);
  auto const& code = invoice.tax_point_code;
  if (code == "3") return std::string{words.date};
  if (code == "35") return std::string{words.delivery_date};
  if (code == "432") return std::string{words.payment_date};
  return code;
}

std::string scheme_text(std::optional<model::Identifier> const& id) {
  return id ? with_scheme(id->value, id->scheme) : std::string{};
}

class FactList {
 public:
  void add(std::string_view name, std::string_view label, std::string value) {
    if (!value.empty()) all_.push_back({name, label, std::move(value)});
  }
  std::vector<Fact> list() && { return std::move(all_); }

 private:
  std::vector<Fact> all_;
};

void add_references(FactList& all, model::Invoice const& invoice, Words const& words) {
  all.add("reference", words.reference, invoice.buyer_reference);
  all.add("order", words.order, invoice.purchase_order);
  all.add("sales_order", words.sales_order, invoice.sales_order);
  all.add("contract", words.contract, invoice.contract);
  all.add("project", words.project, invoice.project);
  all.add("receiving_advice", words.receiving_advice, invoice.receiving_advice);
  all.add("despatch_advice", words.despatch_advice, invoice.despatch_advice);
  all.add("tender", words.tender, invoice.tender);
  all.add("object", words.object, scheme_text(invoice.object_id));
  all.add("accounting", words.accounting, invoice.buyer_accounting_reference);
}

void add_preceding(FactList& all, model::Invoice const& invoice, Words const& words) {
  bool const credits = invoice.type == model::InvoiceType::credit_note;
  for (auto const& one : invoice.preceding) {
    auto const day = one.issue_date ? fmt::format(" ({})", day_text(*one.issue_date, words)) : "";
    all.add("preceding", credits ? words.preceding : words.earlier, one.number + day);
  }
}

}  // namespace

std::vector<Fact> invoice_facts(model::Invoice const& invoice, Words const& words) {
  FactList all;
  auto const& buyer = invoice.buyer;
  all.add("number", words.number, invoice.number);
  all.add("date", words.date, day_text(invoice.issue_date, words));
  if (!is_settled(invoice)) {
    all.add("due_date", words.due_date, optional_day(invoice.due_date, words));
  }
  all.add("customer_number", words.customer_number, buyer.customer_number);
  all.add("business_id", words.buyer_business_id, buyer.legal_id ? buyer.legal_id->value : "");
  all.add("vat_id", words.buyer_vat_id, buyer.vat_id);
  add_references(all, invoice, words);
  if (invoice.period) all.add("period", words.period, period_text(*invoice.period, words));
  if (invoice.delivery) {
    all.add("delivery_date", words.delivery_date, optional_day(invoice.delivery->date, words));
  }
  all.add("tax_point", words.tax_point, tax_point(invoice, words));
  if (model::is_self_billed(invoice)) {
    all.add("self_billing", words.self_billing, std::string{words.made_by_buyer});
  }
  add_preceding(all, invoice, words);
  if (invoice.payment) all.add("terms", words.terms, invoice.payment->terms_text);
  all.add("late_interest", words.late_interest, late_interest(invoice, words));
  return std::move(all).list();
}

std::vector<FactRow> facts_in_rows(std::vector<Fact> const& facts, Template const& layout) {
  std::vector<FactRow> rows;
  if (!layout.facts) return rows;
  for (auto const& row : layout.facts->rows) {
    for (auto const& fact : facts) {
      if (fact.name == row) rows.emplace_back(fact.label, fact.value);
    }
  }
  return rows;
}

std::vector<Fact> facts_left(std::vector<Fact> const& facts, Template const& layout) {
  std::vector<Fact> left;
  for (auto const& fact : facts) {
    bool const shown = layout.facts &&
                       std::find(layout.facts->rows.begin(), layout.facts->rows.end(), fact.name) !=
                           layout.facts->rows.end();
    if (!shown) left.push_back(fact);
  }
  return left;
}

}  // namespace airut::paper
