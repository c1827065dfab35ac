#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// How a client reminds, as its own dated data. Amounts are minor units of the claim's currency.
// What the law allows less is what holds.
namespace airut::config {

struct DunningStep {
  std::string action;      // first_reminder, second_reminder, payment_demand, collection_order
  int after_days = 14;     // since the due date, or since the step before it
  int deadline_days = 14;  // minimum payment time that the letter gives
  bool fee = true;         // charge what the law allows on that day, else nothing
  bool interest = true;    // claim interest to the letter's day
  std::optional<std::int64_t> fee_minor{};  // charge no more than this
  std::int64_t minimum_minor = 0;           // open principal below this ends the steps here
  std::vector<std::string> channels{};      // in this order; empty: the recipient's own
  std::string tone = "neutral";             // friendly, neutral, firm: how the letter begins
  friend bool operator==(DunningStep const&, DunningStep const&) = default;
};

// What a payment plan may be, and who may make one.
struct PlanTerms {
  std::vector<std::string> made_by = {"operator", "client"};  // and "debtor"
  int instalments_max = 12;
  int gap_days_max = 31;                 // between two instalments, and to the first
  std::int64_t instalment_minor = 1000;  // the least of one, but the last
  std::string interest = "stops";        // stops, runs
  bool fee = true;                       // charge what the law allows for a plan
  std::int64_t tolerance_minor = 100;    // too little by this is paid
  int tolerance_days = 3;                // too late by this is in time
  int missed_max = 1;                    // more missed than this: the plan is broken
  friend bool operator==(PlanTerms const&, PlanTerms const&) = default;
};

struct DunningPolicy {
  std::string name;
  // Policies of one name are versions: that with the latest day not after today holds. None: since
  // ever.
  std::optional<std::chrono::sys_days> valid_from;
  std::vector<DunningStep> steps;
  std::int64_t minimum_minor = 500;  // open principal below this is not reminded
  int grace_days = 3;                // for payments on their way
  int bank_data_age_days = 1;        // banking days the newest bank file may lag
  bool collection_automatic = false;
  // What counts as delivered: "handed_over" (it left with a receipt), "assumed" (and no bad news
  // came for the channel's time), "delivered" (the other side said so).
  std::string delivery_proof = "handed_over";
  bool compensation = false;  // charge businesses the standard compensation, which covers the fees
  bool one_letter = false;    // a debtor's letters of one day and kind leave as one
  int promise_days_max = 30;  // how far ahead a promise to pay may lie
  // Interest that ran between the last letter and a payment of just what it asked, in its time:
  // "waive" gives it up by name, "claim" leaves it open.
  std::string interest_after_letter = "waive";
  PlanTerms plan;
  friend bool operator==(DunningPolicy const&, DunningPolicy const&) = default;
};

// The policy of a kind of customer. "priority" is who the register calls so, whatever else he is.
struct SegmentPolicy {
  std::string segment;  // private, business, public, priority
  std::string policy;
};

}  // namespace airut::config
