#include "ledger/receivables/agency_news.hpp"

#include <algorithm>
#include <array>

namespace airut::ledger::collection {
namespace {

using News = std::optional<AgencyNews>;

// What the client or the house does to a case; the agency's own steps it knows.
constexpr std::array<std::string_view, 6> steps_of_others{"recall",   "credit_loss", "time_bar",
                                                          "pay_full", "ban",         "lift_ban"};

struct Look {
  std::string_view receivable_id;

  News moved(std::vector<AllocatedPart> const& parts, std::string word) const {
    AgencyNews news;
    std::int64_t sum = 0;
    for (auto const& part : parts) {
      if (part.receivable_id != receivable_id) continue;
      news.parts.push_back(part);
      sum += part.amount.minor();
    }
    if (news.parts.empty()) return std::nullopt;
    news.event = word.empty() ? (sum < 0 ? "payment_taken_back" : "payment") : std::move(word);
    return news;
  }

  News operator()(PaymentReceived const& f) const {
    if (f.rule == "collection-agency") return std::nullopt;
    auto news = moved(f.parts, {});
    if (news) news->day = f.value_date ? f.value_date : f.booked;
    return news;
  }

  News operator()(PaymentAllocated const& f) const {
    auto news = moved(f.parts, {});
    if (news) news->day = f.paid_on;
    return news;
  }

  News operator()(CreditLaid const& f) const { return moved(f.parts, {}); }

  News operator()(ReceivableCredited const& f) const {
    if (f.amount.is_zero()) return std::nullopt;
    return moved({{f.receivable_id, f.invoice_id, "principal", f.amount}}, "credit_note");
  }

  News operator()(ReceivableAdjusted const& f) const {
    auto news = moved(f.parts, f.kind);
    if (news) {
      news->day = f.effective;
      news->reason = f.reason;
    }
    return news;
  }

  News operator()(ReceivablePaused const& f) const {
    if (f.receivable_id != receivable_id || f.action == "approve") return std::nullopt;
    return AgencyNews{f.action, {}, std::nullopt, f.until, f.reason};
  }

  News operator()(DueDateChanged const& f) const {
    if (f.receivable_id != receivable_id) return std::nullopt;
    return AgencyNews{"due_date_changed", {}, f.due_date, std::nullopt, f.reason};
  }

  // What the agency told has an id of its own.
  News operator()(CollectionMoved const& f) const {
    bool const by_others =
        std::find(steps_of_others.begin(), steps_of_others.end(), f.event) != steps_of_others.end();
    if (f.receivable_id != receivable_id || !by_others || !f.report_id.empty()) return std::nullopt;
    return AgencyNews{f.event, {}, f.day, f.until, f.reason};
  }

  template <class Other>
  News operator()(Other const&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<AgencyNews> agency_news(Fact const& fact, std::string_view receivable_id) {
  return FactView{fact}.visit(Look{receivable_id});
}

}  // namespace airut::ledger::collection
