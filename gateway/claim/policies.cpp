#include "gateway/claim/policies.hpp"

#include <algorithm>

#include "formats/json/writer.hpp"
#include "ledger/store/recipients.hpp"
#include "ledger/store/terms.hpp"

namespace airut::gateway {
namespace {

void write_texts(json::Writer& out, std::string_view name, std::vector<std::string> const& texts) {
  out.key(name);
  out.begin_array();
  for (auto const& text : texts) out.string(text);
  out.end_array();
}

void write_number(json::Writer& out, std::string_view name, std::int64_t number) {
  out.member(name, number);
}

void write_step(json::Writer& out, config::DunningStep const& step) {
  out.begin_object();
  out.member("action", step.action);
  write_number(out, "after_days", step.after_days);
  write_number(out, "deadline_days", step.deadline_days);
  out.member("fee", step.fee);
  out.member("interest", step.interest);
  if (step.fee_minor) write_number(out, "fee_minor", *step.fee_minor);
  write_number(out, "minimum_minor", step.minimum_minor);
  write_texts(out, "channels", step.channels);
  out.member("tone", step.tone);
  out.end_object();
}

void write_plan(json::Writer& out, config::PlanTerms const& plan) {
  out.key("plan");
  out.begin_object();
  write_texts(out, "made_by", plan.made_by);
  write_number(out, "instalments_max", plan.instalments_max);
  write_number(out, "gap_days_max", plan.gap_days_max);
  write_number(out, "instalment_minor", plan.instalment_minor);
  out.member("interest", plan.interest);
  out.member("fee", plan.fee);
  write_number(out, "tolerance_minor", plan.tolerance_minor);
  write_number(out, "tolerance_days", plan.tolerance_days);
  write_number(out, "missed_max", plan.missed_max);
  out.end_object();
}

std::string segment_of(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  if (!row.customer_number.empty()) {
    auto const known = ledger::find_recipient(view, row.tenant, row.client, row.customer_number);
    if (known && known->priority == "priority") return "priority";
  }
  switch (config::debtor_of(row.buyer_type)) {
    case config::Debtor::business:
      return "business";
    case config::Debtor::public_body:
      return "public";
    case config::Debtor::consumer:
      break;
  }
  return "private";
}

}  // namespace

std::string definition_text(config::DunningPolicy const& policy) {
  json::Writer out;
  out.begin_object();
  write_number(out, "minimum_minor", policy.minimum_minor);
  write_number(out, "grace_days", policy.grace_days);
  write_number(out, "bank_data_age_days", policy.bank_data_age_days);
  out.member("collection_automatic", policy.collection_automatic);
  out.member("delivery_proof", policy.delivery_proof);
  out.member("compensation", policy.compensation);
  out.member("one_letter", policy.one_letter);
  write_number(out, "promise_days_max", policy.promise_days_max);
  // Written where it is not the usual: what older contents say stays what it was.
  if (policy.interest_after_letter != "waive")
    out.member("interest_after_letter", policy.interest_after_letter);
  out.key("steps");
  out.begin_array();
  for (auto const& step : policy.steps) write_step(out, step);
  out.end_array();
  write_plan(out, policy.plan);
  out.end_object();
  return std::move(out).text();
}

std::string policy_name_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                           config::Client const& client) {
  auto const customer = ledger::find_customer(view, row.tenant, row.client, row.customer_number);
  if (customer && !customer->policy.empty()) return customer->policy;
  if (!row.policy.empty() && row.policy != client.dunning_policy) return row.policy;
  if (client.segments.empty()) return row.policy;
  auto const segment = segment_of(view, row);
  auto const& all = client.segments;
  auto const found =
      std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.segment == segment; });
  return found == all.end() ? row.policy : found->policy;
}

std::int64_t record_policy(ledger::Transaction& tx, std::string_view tenant, std::string_view actor,
                           model::Instant now, config::DunningPolicy const& policy) {
  ledger::PolicyRecorded fact;
  fact.policy = policy.name;
  fact.definition = definition_text(policy);
  fact.valid_from = policy.valid_from;
  auto const newest = ledger::newest_policy(tx, tenant, policy.name);
  bool const same = newest.definition == fact.definition && newest.valid_from == fact.valid_from;
  if (newest.version > 0 && same) return newest.version;
  fact.version = newest.version + 1;
  tx.append(tenant, actor, now, fact);
  return fact.version;
}

}  // namespace airut::gateway
