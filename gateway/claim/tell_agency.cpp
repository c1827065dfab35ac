#include "gateway/claim/tell_agency.hpp"

#include <map>

#include <fmt/format.h>

#include "gateway/claim/letter_delivery.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "gateway/letters/collection_notice.hpp"
#include "ledger/receivables/agency_news.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

constexpr int events_most = 10'000;
constexpr auto* by_hand = "collection.tell_by_hand";

struct Told {
  ledger::StoredEvent event;
  ledger::collection::AgencyNews news;
};

// Follows the events of an invoice: from the order of the case on, which tells all before it was
// sealed, to what happened since and was not told yet.
class Untold {
 public:
  Untold(ledger::Snapshot& view, std::string_view tenant, ledger::CaseRow const& row)
      : view_(view), tenant_(tenant), row_(row) {}

  void take(ledger::StoredEvent&& stored) {
    auto const fact = ledger::decode(stored.kind, stored.event.body, stored.event.personal);
    if (!fact) return;
    follow_order(*fact);
    if (!sealed_) return;
    auto const told = told_by(*fact);
    std::erase_if(news_, [&](Told const& one) { return one.event.event.id == told; });
    auto news = ledger::collection::agency_news(*fact, row_.receivable_id);
    if (news && !is_known(*fact, *news)) news_.push_back({std::move(stored), *std::move(news)});
  }

  // Nothing before the order is with the agency.
  std::vector<Told> news() && { return left_ ? std::move(news_) : std::vector<Told>{}; }

 private:
  void follow_order(ledger::Fact const& fact) {
    if (auto const* moved = std::get_if<ledger::CollectionMoved>(&fact)) {
      if (moved->case_id != row_.id || moved->event != "order") return;
      letter_ = moved->reason;
      sealed_ = left_ = false;
      news_.clear();
    } else if (auto const* routed = std::get_if<ledger::DeliveryRouted>(&fact)) {
      if (routed->document_kind == "collection_order")
        deliveries_[routed->document_id] = routed->delivery_id;
    } else if (auto const* begun = std::get_if<ledger::AttemptStarted>(&fact)) {
      sealed_ = sealed_ || is_order(begun->delivery_id);
    } else if (auto const* change = std::get_if<ledger::DeliveryChanged>(&fact)) {
      bool const is_out = change->to == "sent" || change->to == "delivered";
      left_ = left_ || (is_out && is_order(change->delivery_id));
      sealed_ = sealed_ || left_;
    }
  }

  bool is_order(std::string const& delivery) const {
    auto const found = deliveries_.find(letter_);
    return !letter_.empty() && found != deliveries_.end() && found->second == delivery;
  }

  // What the agency was paid itself it knows since it reported it, also what of it is laid later;
  // that a person took some of it off the claim it hears, and when that is laid again.
  bool is_known(ledger::Fact const& fact, ledger::collection::AgencyNews const& news) {
    auto const* laid = std::get_if<ledger::PaymentAllocated>(&fact);
    if (laid == nullptr || laid->funds != "agency") return false;
    auto const payment = ledger::find_payment(view_, tenant_, laid->payment_id);
    if (!payment || !payment->fingerprint.starts_with(fmt::format("agency {} ", row_.id)))
      return false;
    std::int64_t sum = 0;
    for (auto const& part : news.parts) sum += part.amount.minor();
    auto& off = taken_off_[laid->payment_id];
    if (sum > off) return true;
    off -= sum;
    return false;
  }

  // The event that a notice to the agency, or the wish that a person tells it, is about.
  static std::string told_by(ledger::Fact const& fact) {
    auto const* notice = std::get_if<ledger::DeliveryRouted>(&fact);
    if (notice != nullptr && notice->document_kind == notice_kind) return notice->document_id;
    auto const* wish = std::get_if<ledger::DeviationOpened>(&fact);
    return wish != nullptr && wish->code == by_hand ? wish->native_code : std::string{};
  }

  ledger::Snapshot& view_;
  std::string_view tenant_;
  ledger::CaseRow const& row_;
  std::map<std::string, std::int64_t> taken_off_;  // of reports, in minor units
  std::string letter_;                             // the order of the case
  std::map<std::string, std::string> deliveries_;  // of orders, by letter
  bool sealed_ = false, left_ = false;
  std::vector<Told> news_;
};

void ask_person(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row,
                Told const& told) {
  auto const& code = context.codes.find(by_hand);
  auto fact = new_deviation(code, row.partner, context.now);
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.channel = row.partner;
  fact.native_code = told.event.event.id;
  fact.personal_excerpt = fmt::format("{} {}", told.news.event, told.news.reason);
  tx.append(context.tenant, context.actor, context.now, fact);
}

}  // namespace

void tell_agency(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row) {
  Untold untold{tx, context.tenant, row};
  for (auto& stored : ledger::events_of_invoice(tx, context.tenant, row.invoice_id, 0, events_most))
    untold.take(std::move(stored));
  auto const* partner = context.billers.channel(row.partner);
  for (auto const& one : std::move(untold).news()) {
    if (partner != nullptr && partner->format == "json") {
      tx.append(context.tenant, context.actor, context.now,
                route_to_agency(
                    context, *partner,
                    {row.invoice_id, row.client, std::string{notice_kind}, one.event.event.id}));
    } else {
      ask_person(tx, context, row, one);
    }
  }
}

}  // namespace airut::gateway
