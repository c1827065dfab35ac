#include "ledger/receivables/differ.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace airut::ledger {
namespace {

bool same_money(model::Money const& a, model::Money const& b) {
  return a.currency() == b.currency() && a.minor() == b.minor();
}

std::string told(model::Money const& money) {
  return fmt::format("{} {}", money.text(), money.currency().code());
}

// Why the sums differ, when they do.
std::optional<Cause> cause_of(TrueItem const& there, ShadowItem const& here,
                              std::vector<model::Money> const& waiting) {
  if (same_money(there.open, here.principal)) return std::nullopt;
  if (there.open.currency() != here.principal.currency()) return Cause::amount;
  if (there.open.is_zero()) return Cause::paid_there;
  auto const more_here = here.principal - there.open;
  // The other counts the charges in, which may be all that is left.
  if (same_money(-more_here, here.charges)) return Cause::charges;
  if (here.principal.is_zero()) return Cause::paid_here;
  bool const waits = std::any_of(waiting.begin(), waiting.end(),
                                 [&](auto const& one) { return same_money(one, more_here); });
  return waits ? Cause::payment_waiting : Cause::amount;
}

std::string proposal_of(Difference const& one, bool biller_wins) {
  switch (one.cause) {
    case Cause::paid_there:
    case Cause::unknown_there:
      return biller_wins ? "Ask for the payment or credit that closed it there, or feed it in."
                         : "Tell the client that it is open.";
    case Cause::paid_here:
      return "Tell the client of the payment: it is in the outbound feed.";
    case Cause::unknown_here:
      return "It was not billed through here; nothing to do.";
    case Cause::charges:
      return "Nothing: the other ledger counts the charges in.";
    case Cause::payment_waiting:
      return "Lay the payment that waits on it.";
    case Cause::due_date:
      return biller_wins ? fmt::format("Take over the due date {}.",
                                       one.due_there ? model::date_text(*one.due_there) : "")
                         : "Tell the client of the due date here.";
    case Cause::amount:
      break;
  }
  if (!one.there || !one.here) return {};
  return biller_wins
             ? fmt::format("Feed in what makes {} of {}.", told(*one.there), told(*one.here))
             : fmt::format("Tell the client that {} is open.", told(*one.here));
}

class Comparing {
 public:
  Comparing(std::vector<ShadowItem> const& ours, std::vector<model::Money> const& waiting,
            bool whole, bool biller_wins)
      : waiting_(waiting), whole_(whole), biller_wins_(biller_wins) {
    for (auto const& item : ours) ours_[item.invoice_number] = &item;
  }

  std::vector<Difference> run(std::vector<TrueItem> const& theirs) {
    std::map<std::string_view, TrueItem const*> there;
    for (auto const& item : theirs) there[item.invoice_number] = &item;
    for (auto const& [number, item] : there) compare(*item);
    if (whole_) {
      for (auto const& [number, item] : ours_) {
        if (!there.contains(number) && !item->principal.is_zero()) missing(*item);
      }
    }
    std::sort(found_.begin(), found_.end(),
              [](auto const& a, auto const& b) { return a.invoice_number < b.invoice_number; });
    return std::move(found_);
  }

 private:
  void add(Difference one) {
    one.proposal = proposal_of(one, biller_wins_);
    found_.push_back(std::move(one));
  }

  void compare(TrueItem const& there) {
    auto const known = ours_.find(there.invoice_number);
    if (known == ours_.end()) {
      if (there.open.is_zero()) return;
      return add(
          {there.invoice_number, "", Cause::unknown_here, there.open, {}, there.due_date, {}, ""});
    }
    auto const& here = *known->second;
    Difference one{there.invoice_number, here.receivable_id, Cause::amount, there.open,
                   here.principal,       there.due_date,     here.due_date, ""};
    if (auto const cause = cause_of(there, here, waiting_)) {
      one.cause = *cause;
      return add(std::move(one));
    }
    bool const other_day = there.due_date && *there.due_date != here.due_date;
    if (!other_day || here.principal.is_zero()) return;
    one.cause = Cause::due_date;
    add(std::move(one));
  }

  void missing(ShadowItem const& here) {
    add({here.invoice_number,
         here.receivable_id,
         Cause::unknown_there,
         {},
         here.principal,
         {},
         here.due_date,
         ""});
  }

  std::map<std::string_view, ShadowItem const*> ours_;
  std::vector<model::Money> const& waiting_;
  bool whole_, biller_wins_;
  std::vector<Difference> found_;
};

}  // namespace

std::string_view cause_text(Cause cause) {
  switch (cause) {
    case Cause::paid_there:
      return "paid_there";
    case Cause::paid_here:
      return "paid_here";
    case Cause::unknown_here:
      return "unknown_here";
    case Cause::unknown_there:
      return "unknown_there";
    case Cause::charges:
      return "charges";
    case Cause::payment_waiting:
      return "payment_waiting";
    case Cause::amount:
      return "amount";
    case Cause::due_date:
      return "due_date";
  }
  return "";
}

std::vector<Difference> differences(std::vector<TrueItem> const& theirs,
                                    std::vector<ShadowItem> const& ours,
                                    std::vector<model::Money> const& waiting, bool whole,
                                    bool biller_wins) {
  return Comparing{ours, waiting, whole, biller_wins}.run(theirs);
}

}  // namespace airut::ledger
