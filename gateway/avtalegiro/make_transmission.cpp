#include "gateway/avtalegiro/make_transmission.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "formats/netsgiro/claims.hpp"
#include "gateway/avtalegiro/tell.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/dispatch/debit_claim.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

constexpr auto claim_lease = std::chrono::hours{24 * 365};  // its transmission says how it ended

netsgiro::Claim record_of(ledger::DebitClaimRow const& row) {
  ledger::DebitClaimMade claim;
  claim.kid = row.kid;
  claim.amount = row.amount;
  claim.due = row.due;
  claim.told_by = row.told_by;
  claim.personal_payer = row.payer;
  claim.personal_reference = row.payer_reference;
  claim.personal_text = row.text;
  return claim_record(claim);
}

// A claim with what its attempt needs to know of its delivery.
struct Going {
  ledger::DebitClaimRow claim;
  int attempts = 0;
};

class Maker {
 public:
  Maker(ledger::Transaction& tx, ClearingContext const& context) : tx_(tx), context_(context) {}

  std::optional<std::string> run() {
    choose_claims();
    choose_withdrawals();
    if (claims_.empty() && withdrawals_.empty()) return std::nullopt;
    id_ = model::new_id("trm", context_.now);
    auto const ends = ledger::series_ends(tx_, context_.tenant, context_.channel);
    file_.sender = context_.settings.customer_unit;
    file_.number = ends.transmission + 1;
    next_assignment_ = ends.assignment + 1;
    for (auto& [account, going] : claims_) assign(account, going, false);
    for (auto& [account, going] : withdrawals_) assign(account, going, true);
    append_transmission();
    return id_;
  }

 private:
  template <class F>
  void append(F const& fact) {
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }

  void end(ledger::DebitClaimRow const& claim, std::string state, std::string reason) {
    append(
        ledger::DebitClaimChanged{claim.id, claim.invoice_id, std::move(state), std::move(reason)});
  }

  bool asks_what_is_open(ledger::DebitClaimRow const& claim) {
    auto const invoice = ledger::find_invoice(tx_, context_.tenant, claim.invoice_id);
    if (!invoice) return true;
    auto const item = ledger::find_receivable(tx_, context_.tenant, invoice->receivable_id);
    return !item || item->principal == claim.amount;
  }

  // Its delivery's turn makes a new claim, of what is open then.
  void claim_again(ledger::DeliveryRow const& delivery) {
    Step step;
    step.to = "queued";
    step.event = "claim_ended";
    step.evidence = delivery.evidence;
    step.next_at = context_.now;
    apply_step(tx_, delivery, step, {}, context_.step());
  }

  // What is too late is left to its delivery, which is told the same.
  void choose_claims() {
    auto const most = context_.settings.claims_per_transmission;
    for (auto& claim : ledger::waiting_claims(tx_, context_.tenant, context_.channel, most)) {
      auto const delivery = ledger::find_delivery(tx_, context_.tenant, claim.id);
      if (!delivery || delivery->state != "queued") {
        end(claim, "ended", "delivery-changed");
        continue;
      }
      if (context_.now >= claim.latest) continue;
      if (!asks_what_is_open(claim)) {
        end(claim, "ended", "sum-changed");
        claim_again(*delivery);
        continue;
      }
      auto const account = claim.account;
      claims_[account].push_back({std::move(claim), delivery->attempt_count});
    }
  }

  // nullopt: it may not be withdrawn yet, today's file would come too soon after the claim's own.
  std::optional<bool> may_be_withdrawn(ledger::DebitClaimRow const& claim) {
    auto const today = civil_day("NO", context_.now);
    auto const& rules = context_.law.clearing();
    auto const deadline =
        rules.deadline(avtalegiro_scheme, "withdrawal", claim.due, today, context_.law);
    auto const gap = rules.rule(avtalegiro_scheme, "withdrawal_gap", today);
    if (!deadline || !gap) throw std::runtime_error{deadline ? gap.error() : deadline.error()};
    if (context_.now >= moment_of(*deadline)) return false;
    auto const sent = ledger::find_transmission(tx_, context_.tenant, claim.transmission_id);
    bool const too_soon = !sent || !sent->sent ||
                          today < civil_day("NO", *sent->sent) + std::chrono::days{gap->value};
    return too_soon ? std::nullopt : std::optional{true};
  }

  void choose_withdrawals() {
    auto const most = context_.settings.claims_per_transmission;
    for (auto& claim : ledger::unwanted_claims(tx_, context_.tenant, context_.channel, most)) {
      auto const allowed = may_be_withdrawn(claim);
      if (!allowed) continue;
      auto const account = claim.account;
      if (*allowed) {
        withdrawals_[account].push_back({std::move(claim), 0});
      } else if (claim.due < civil_day("NO", context_.now)) {
        end(claim, "ended", "settled-otherwise");
      } else {
        end(claim, "late", "withdrawal-missed");
        open_trouble(
            tx_, context_,
            {"avtalegiro.withdrawal_missed", claim.id, claim.kid, claim.client, claim.invoice_id});
      }
    }
  }

  void assign(std::string const& account, std::vector<Going> const& going, bool withdraws) {
    netsgiro::ClaimAssignment assignment{next_assignment_++, account, withdraws, {}};
    ledger::DebitAssignment told{assignment.number, account, withdraws, 0, 0};
    for (auto const& one : going) {
      assignment.claims.push_back(record_of(one.claim));
      ++told.claims;
      told.sum += one.claim.amount.minor();
    }
    file_.assignments.push_back(std::move(assignment));
    fact_.assignments.push_back(std::move(told));
  }

  void append_transmission() {
    auto const written = netsgiro::write_claims(file_);
    if (!written) throw std::logic_error{"a claim does not fit: " + written.error().text};
    fact_.transmission_id = id_;
    fact_.channel = context_.channel;
    fact_.number = file_.number;
    fact_.claims = written->transactions;
    fact_.sum = written->sum;
    fact_.digest = ledger::keep_document(tx_, "text/plain; charset=iso-8859-1", written->bytes);
    fact_.latest = latest();
    append(fact_);
    std::size_t at = 0;
    for (auto const& [account, going] : claims_) place(going, false, fact_.assignments.at(at++));
    for (auto const& [account, going] : withdrawals_)
      place(going, true, fact_.assignments.at(at++));
  }

  model::Instant latest() const {
    auto first = context_.now + claim_lease;
    for (auto const& [account, going] : claims_)
      for (auto const& one : going) first = std::min<model::Instant>(first, one.claim.latest);
    return first;
  }

  void place(std::vector<Going> const& going, bool withdraws,
             ledger::DebitAssignment const& assignment) {
    std::int64_t number = 0;
    for (auto const& one : going) {
      auto const& claim = one.claim;
      append(ledger::DebitClaimPlaced{claim.id, claim.invoice_id, id_, withdraws, assignment.number,
                                      ++number});
      if (withdraws) continue;
      append(ledger::AttemptStarted{claim.id, claim.invoice_id, attempt_of(id_), one.attempts + 1,
                                    claim.payload_digest, context_.now + claim_lease});
    }
  }

  ledger::Transaction& tx_;
  ClearingContext const& context_;
  std::string id_;
  std::int64_t next_assignment_ = 1;
  std::map<std::string, std::vector<Going>> claims_, withdrawals_;  // by account
  netsgiro::ClaimTransmission file_;
  ledger::TransmissionMade fact_;
};

}  // namespace

std::string attempt_of(std::string_view transmission_id) {
  return "att" + std::string{transmission_id.substr(transmission_id.find('_'))};
}

std::optional<std::string> make_transmission(ledger::Transaction& tx,
                                             ClearingContext const& context) {
  return Maker{tx, context}.run();
}

bool is_time_to_transmit(ledger::Snapshot& view, ClearingContext const& context) {
  auto const oldest = ledger::waiting_claims(view, context.tenant, context.channel, 1);
  if (oldest.empty())
    return !ledger::unwanted_claims(view, context.tenant, context.channel, 1).empty();
  if (context.now - oldest.front().made >= context.settings.batch_time) return true;
  return ledger::count_waiting_claims(view, context.tenant, context.channel) >=
         context.settings.claims_per_transmission;
}

}  // namespace airut::gateway
