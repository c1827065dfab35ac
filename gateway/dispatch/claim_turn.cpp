#include "gateway/dispatch/claim_turn.hpp"

#include <stdexcept>

#include "gateway/commit.hpp"
#include "gateway/dispatch/debit_claim.hpp"
#include "gateway/dispatch/seal.hpp"
#include "gateway/kid/kid.hpp"
#include "ledger/store/debits.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

constexpr auto until_asked_again = std::chrono::hours{24};

Step waiting_step(std::string state, std::string event, model::Instant until) {
  Step step;
  step.to = std::move(state);
  step.event = std::move(event);
  step.next_at = until;
  return step;
}

// The claim alone in a file of its own: what the invoice's files show, and the proof that a
// transmission can hold it.
model::Result<channels::Parcel> claim_parcel(ledger::DebitClaimMade const& claim,
                                             std::string const& customer_unit) {
  netsgiro::ClaimTransmission alone{customer_unit, 1, {{1, claim.account, false, {}}}};
  alone.assignments.front().claims.push_back(claim_record(claim));
  auto written = netsgiro::write_claims(alone);
  if (!written) return tl::unexpected{written.error()};
  channels::Parcel parcel;
  parcel.files = {{"claim.txt", "text/plain; charset=iso-8859-1", std::move(written->bytes)}};
  return parcel;
}

class ClaimTurn {
 public:
  ClaimTurn(ledger::Transaction& tx, Dispatcher::House const& house,
            ledger::DeliveryRow const& delivery, StepContext const& context)
      : tx_(tx), house_(house), delivery_(delivery), context_(context) {}

  void run() {
    auto const claim = ledger::find_debit_claim(tx_, delivery_.tenant, delivery_.id);
    if (!claim || claim->state == "ended" || claim->state == "rejected") return make();
    if (claim->state != "waiting") {
      // Its transmission says what becomes of it.
      return apply(waiting_step(delivery_.state, "waits_for_transmission",
                                context_.now + until_asked_again));
    }
    if (context_.now < claim->latest)
      return apply(waiting_step("queued", "waits_for_transmission", claim->latest));
    tx_.append(delivery_.tenant, context_.actor, context_.now,
               ledger::DebitClaimChanged{delivery_.id, delivery_.invoice_id, "ended", "too-late"});
    refuse({"avtalegiro.notice_missed", "No transmission left before the claim had to be there."});
  }

 private:
  void apply(Step const& step, std::string excerpt = {}) {
    Seen seen;
    seen.trace.excerpt = std::move(excerpt);
    apply_step(tx_, delivery_, step, seen, context_);
  }

  void refuse(NoClaim const& why) {
    auto const rules = rules_of(tx_, delivery_, channels::Repeat::never, context_);
    apply(after_refusal(delivery_, why.code, rules, context_.now), why.text);
  }

  std::optional<ledger::MandateRow> mandate_of(model::Submission const& submission,
                                               config::Client const& client) {
    if (!submission.invoice.payment) return std::nullopt;
    return ledger::active_mandate(tx_, delivery_.tenant, "avtalegiro", delivery_.client,
                                  payer_of(client, submission.invoice.payment->reference));
  }

  std::optional<model::Money> open_of(std::string_view invoice_id) {
    auto const invoice = ledger::find_invoice(tx_, delivery_.tenant, invoice_id);
    if (!invoice) return std::nullopt;
    auto const item = ledger::find_receivable(tx_, delivery_.tenant, invoice->receivable_id);
    return item ? std::optional{item->principal} : std::nullopt;
  }

  void make() {
    auto const* client = house_.billers.client(delivery_.tenant, delivery_.client);
    auto const* settings = claims_settings(house_.billers, delivery_.channel);
    if (client == nullptr || settings == nullptr)
      return refuse({"route.channel_gone", "The billing client or the channel is gone."});
    auto const submission = stored_submission(tx_, delivery_.tenant, delivery_.invoice_id);
    auto const mandate = mandate_of(submission, *client);
    auto claim = make_claim({delivery_, submission, *client, *settings, mandate, house_.law,
                             context_.now, open_of(delivery_.invoice_id)});
    if (!claim) return refuse(claim.error());
    auto const parcel = claim_parcel(*claim, settings->customer_unit);
    if (!parcel) return refuse({"avtalegiro.not_possible", parcel.error().text});
    claim->payload_digest = keep_parcel(tx_, pack_parcel(*parcel));
    tx_.append(delivery_.tenant, context_.actor, context_.now, *claim);
    apply(waiting_step("queued", "claim_made", claim->latest));
  }

  ledger::Transaction& tx_;
  Dispatcher::House const& house_;
  ledger::DeliveryRow const& delivery_;
  StepContext const& context_;
};

}  // namespace

config::AvtaleGiroSettings const* claims_settings(Billers const& billers,
                                                  std::string_view channel) {
  auto const* known = billers.channel(channel);
  return known == nullptr ? nullptr : std::get_if<config::AvtaleGiroSettings>(&known->transport);
}

boost::asio::awaitable<TurnEnd> take_claim_turn(Dispatcher::House house,
                                                ledger::DeliveryRow delivery) {
  StepContext const context{house.billers, house.codes, "system", house.clock.now(), &house.law};
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    auto const row = ledger::find_delivery(tx, delivery.tenant, delivery.id);
    if (!row || row->version != delivery.version) return false;
    ClaimTurn{tx, house, *row, context}.run();
    return true;
  };
  co_await commit<bool>(house.store, job);
  co_return TurnEnd::nothing;
}

}  // namespace airut::gateway
