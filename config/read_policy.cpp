#include <algorithm>

#include "config/parts.hpp"
#include "config/table.hpp"

namespace airut::config {
namespace {

constexpr std::int64_t most_minor = 100'000'000;

void take_words(Section& in, std::string_view key, std::vector<std::string>& value,
                std::vector<std::string_view> const& words) {
  in.take(key, value);
  for (auto const& one : value)
    if (std::find(words.begin(), words.end(), one) == words.end())
      in.wrong(key, fmt::format("\"{}\" is none of {}", one, fmt::join(words, ", ")));
}

DunningStep read_step(toml::table const& table, Reading& reading) {
  Section at{table, reading, "tenant.policy.step"};
  DunningStep one;
  at.take_word("action", one.action,
               {"first_reminder", "second_reminder", "payment_demand", "collection_order"});
  if (one.action.empty()) at.wrong("action", "action must be given");
  at.take("after_days", one.after_days, 0, 365);
  at.take("deadline_days", one.deadline_days, 0, 90);
  at.take("fee", one.fee);
  at.take("interest", one.interest);
  if (at.has("fee_minor")) at.take("fee_minor", one.fee_minor.emplace(), 0, most_minor);
  at.take("minimum_minor", one.minimum_minor, 0, most_minor);
  take_words(at, "channels", one.channels,
             {"email", "print", "finvoice", "peppol", "portal", "efaktura", "vipps"});
  at.take_word("tone", one.tone, {"friendly", "neutral", "firm"});
  at.finish();
  return one;
}

PlanTerms read_plan_terms(toml::table const& table, Reading& reading) {
  Section at{table, reading, "tenant.policy.plan"};
  PlanTerms plan;
  take_words(at, "made_by", plan.made_by, {"operator", "client", "debtor"});
  at.take("instalments_max", plan.instalments_max, 1, 60);
  at.take("gap_days_max", plan.gap_days_max, 1, 366);
  at.take("instalment_minor", plan.instalment_minor, 1, most_minor);
  at.take_word("interest", plan.interest, {"stops", "runs"});
  at.take("fee", plan.fee);
  at.take("tolerance_minor", plan.tolerance_minor, 0, most_minor);
  at.take("tolerance_days", plan.tolerance_days, 0, 60);
  at.take("missed_max", plan.missed_max, 0, 60);
  at.finish();
  return plan;
}

}  // namespace

DunningPolicy read_policy(toml::table const& table, Reading& reading) {
  Section in{table, reading, "tenant.policy"};
  DunningPolicy policy;
  in.take_needed("name", policy.name);
  std::string from;
  in.take("valid_from", from);
  if (!from.empty()) {
    policy.valid_from = parse_day(from);
    if (!policy.valid_from) in.wrong("valid_from", "valid_from must be a day, \"YYYY-MM-DD\"");
  }
  in.take("minimum_minor", policy.minimum_minor, 0, most_minor);
  in.take("grace_days", policy.grace_days, 0, 30);
  in.take("bank_data_age_days", policy.bank_data_age_days, 0, 30);
  in.take("collection_automatic", policy.collection_automatic);
  in.take_word("delivery_proof", policy.delivery_proof, {"handed_over", "assumed", "delivered"});
  in.take("compensation", policy.compensation);
  in.take("one_letter", policy.one_letter);
  in.take("promise_days_max", policy.promise_days_max, 0, 366);
  in.take_word("interest_after_letter", policy.interest_after_letter, {"waive", "claim"});
  for (auto const* step : in.tables("step")) policy.steps.push_back(read_step(*step, reading));
  if (auto const* plan = in.table("plan")) policy.plan = read_plan_terms(*plan, reading);
  in.finish();
  return policy;
}

SegmentPolicy read_segment(toml::table const& table, Reading& reading) {
  Section in{table, reading, "tenant.client.segment"};
  SegmentPolicy one;
  in.take_word("segment", one.segment, {"private", "business", "public", "priority"});
  if (one.segment.empty()) in.wrong("segment", "segment must be given");
  in.take_needed("policy", one.policy);
  in.finish();
  return one;
}

}  // namespace airut::config
