#include "gateway/api/case_writers.hpp"

#include "gateway/api/reply.hpp"
#include "ledger/receivables/collection.hpp"

namespace airut::gateway::api {
namespace {

void write_owed(json::Writer& out, std::string_view name, ledger::Owed const& owed) {
  out.key(name);
  out.begin_object();
  write_money(out, "principal", owed.principal);
  write_money(out, "interest", owed.interest);
  write_money(out, "fee", owed.fee);
  write_money(out, "cost", owed.cost);
  out.end_object();
}

void write_components(json::Writer& out, std::string_view name, ledger::Components const& sums) {
  write_owed(out, name, {sums.principal, sums.interest, sums.fee, sums.cost});
}

model::Money left_over(ledger::CaseRow const& row, model::Money ledger::Components::* one) {
  return row.claimed.*one + row.added.*one - row.paid.*one - row.credited.*one -
         row.corrected.*one - row.written_off.*one - row.left.*one;
}

}  // namespace

void write_offer(json::Writer& out, ledger::plan::Offer const& offer) {
  out.begin_object();
  out.member("object", "payment_plan_offer");
  out.member("currency", offer.total.currency().code());
  write_money(out, "fee", offer.fee);
  write_money(out, "interest", offer.interest);
  write_day(out, "interest_from", offer.charges.front().interest_from);
  write_day(out, "interest_until", offer.charges.front().interest_until);
  write_money(out, "total", offer.total);
  out.key("instalments");
  out.begin_array();
  for (auto const& share : offer.shares) {
    out.begin_object();
    write_day(out, "due", share.instalment.due);
    write_money(out, "amount", share.instalment.amount);
    write_owed(out, "pays", share.parts);
    write_money(out, "principal_left", share.principal_left);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

void write_plan(json::Writer& out, ledger::PlanRow const& row,
                ledger::plan::Standing const* standing) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "payment_plan");
  out.member("receivable_id", row.receivable_id);
  out.member("invoice_id", row.invoice_id);
  out.member("state", row.outcome.empty() ? "in_force" : row.outcome);
  out.member_if("reason", row.reason);
  out.member("made_by", row.made_by);
  out.member("interest", row.interest);
  out.member("letter_id", row.letter_id);
  out.key("claims");
  out.begin_array();
  for (auto const& claim : row.claims) {
    out.begin_object();
    out.member("receivable_id", claim.receivable_id);
    out.member("invoice_id", claim.invoice_id);
    out.member("letter_id", claim.letter_id);
    out.end_object();
  }
  out.end_array();
  out.member("currency", row.paid.currency().code());
  write_money(out, "paid", row.paid);
  write_money(out, "tolerance", row.tolerance);
  out.member("tolerance_days", row.tolerance_days);
  out.member("missed_max", row.missed_max);
  if (standing != nullptr) {
    write_money(out, "left", standing->left);
    out.member("missed", standing->missed);
  }
  out.key("instalments");
  out.begin_array();
  for (std::size_t i = 0; i < row.instalments.size(); ++i) {
    out.begin_object();
    auto const& one =
        standing != nullptr ? standing->instalments[i].instalment : row.instalments[i];
    write_day(out, "due", one.due);
    write_money(out, "amount", one.amount);
    if (standing != nullptr) {
      write_money(out, "open", standing->instalments[i].open);
      out.member("missed", standing->instalments[i].is_missed);
    }
    out.end_object();
  }
  out.end_array();
  write_instant(out, "made_at", row.made);
  write_day(out, "ended_on", row.ended);
  out.end_object();
}

void write_promise(json::Writer& out, ledger::PromiseRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "promise");
  out.member("receivable_id", row.receivable_id);
  out.member("invoice_id", row.invoice_id);
  out.member("state", row.outcome.empty() ? "open" : row.outcome);
  out.member("made_by", row.made_by);
  out.member("currency", row.amount.currency().code());
  write_money(out, "amount", row.amount);
  write_money(out, "paid", row.paid);
  write_day(out, "day", row.day);
  write_instant(out, "made_at", row.made);
  write_day(out, "ended_on", row.ended);
  out.end_object();
}

void write_case(json::Writer& out, ledger::CaseRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "collection_case");
  out.member("receivable_id", row.receivable_id);
  out.member("invoice_id", row.invoice_id);
  out.member_if("client_ref", row.client);
  out.member_if("partner", row.partner);
  out.member("state", row.state);
  write_day(out, "since", row.entered);
  out.member_if("reason", row.reason);
  out.member_if("agency_reference", row.agency_reference);
  write_day(out, "ban_until", row.ban_until);
  out.member("currency", row.open.principal.currency().code());
  if (row.is_ordered) write_components(out, "claimed", row.claimed);
  write_components(out, "open", row.open);
  out.member("version", row.version);
  out.end_object();
}

// Every component: what was claimed and added is what was paid, credited, taken back, given up, and
// what is still open or went back to the client. The difference is zero, or something is wrong.
void write_statement(json::Writer& out, ledger::CaseRow const& row) {
  bool const recalled = row.state == "closed_recalled";
  out.begin_object();
  out.member("object", "collection_statement");
  out.member("case_id", row.id);
  out.member("state", row.state);
  out.member("closed", ledger::collection::is_closed(row.state));
  out.member("currency", row.open.principal.currency().code());
  write_components(out, "claimed", row.claimed);
  write_components(out, "added", row.added);
  write_components(out, "paid", row.paid);
  write_components(out, "credited", row.credited);
  write_components(out, "taken_back", row.corrected);
  write_components(out, "written_off", row.written_off);
  write_components(out, recalled ? "recalled" : "open", row.left);
  using ledger::Components;
  write_owed(out, "difference",
             {left_over(row, &Components::principal), left_over(row, &Components::interest),
              left_over(row, &Components::fee), left_over(row, &Components::cost)});
  out.end_object();
}

void write_message(json::Writer& out, ledger::MessageRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "message");
  out.member("invoice_id", row.invoice_id);
  out.member("invoice_number", row.invoice_number);
  out.member_if("client_ref", row.client);
  out.member("author", row.author);
  out.member("recipient", row.recipient);
  out.member("about", row.about);
  out.member_if("answers", row.answers);
  out.member("text", row.text);
  out.member("needs_answer", row.needs_answer);
  out.member("answered", row.is_answered);
  out.key("read_by");
  out.begin_array();
  for (auto const& reader : row.read_by) out.string(reader);
  out.end_array();
  out.member("written_by", row.written_by);
  write_instant(out, "written_at", row.written);
  out.end_object();
}

void write_customer(json::Writer& out, ledger::CustomerRow const& row, model::Money const& open) {
  out.begin_object();
  out.member("object", "customer");
  out.member("client_ref", row.client);
  out.member("customer_number", row.customer_number);
  out.member_if("policy", row.policy);
  out.member("currency", open.currency().code());
  if (row.credit_limit) write_money(out, "credit_limit", *row.credit_limit);
  write_money(out, "open", open);
  out.member_if("risk_class", row.risk_class);
  out.member("payment_terms_days", row.payment_terms_days);
  out.member("blocked", row.blocked);
  out.member_if("hold_reason", row.hold_reason);
  write_day(out, "hold_until", row.hold_until);
  out.member_if("stopped", row.stopped);
  out.member("set_by", row.set_by);
  out.member("version", row.version);
  out.end_object();
}

}  // namespace airut::gateway::api
