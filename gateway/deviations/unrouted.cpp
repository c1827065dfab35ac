#include "gateway/deviations/unrouted.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/today.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

constexpr int all_events = 100'000;

// Follows the events of the invoice until the deviation opens. It opens right after its document
// was found to have no channel; a collection order without a partner is the letter before it.
class Story {
 public:
  explicit Story(std::string const& deviation_id) : deviation_id_(deviation_id) {}

  // Whether it opened.
  bool take(ledger::Fact const& fact) {
    if (auto const* letter = std::get_if<ledger::LetterDecided>(&fact)) {
      letters_[letter->letter_id] = *letter;
      if (letter->kind == "collection_order") last_ = Unrouted{letter->kind, letter->letter_id, {}};
    } else if (auto const* missing = std::get_if<ledger::RouteMissing>(&fact)) {
      last_ = Unrouted{missing->document_kind, missing->document_id, {}};
    }
    auto const* opened = std::get_if<ledger::DeviationOpened>(&fact);
    return opened != nullptr && opened->deviation_id == deviation_id_;
  }

  std::optional<Unrouted> document() && {
    if (!last_) return std::nullopt;
    auto const letter = letters_.find(last_->document_id);
    if (letter != letters_.end()) last_->letter = std::move(letter->second);
    return std::move(last_);
  }

 private:
  std::string const& deviation_id_;
  std::map<std::string, ledger::LetterDecided, std::less<>> letters_;
  std::optional<Unrouted> last_;
};

std::string why_no_letter(ledger::Snapshot& view, std::string_view tenant,
                          ledger::LetterDecided const& letter) {
  for (auto const& one : ledger::letters_of_sheet(view, tenant, letter.letter_id)) {
    if (one.handed_back) return "The collection case of the order has ended.";
    if (!one.withdrawn) return {};
  }
  return "The letter was taken back.";
}

bool is_under_way(ledger::DeliveryRow const& delivery, Unrouted const& document) {
  return delivery.document_kind == document.document_kind &&
         delivery.document_id == document.document_id &&
         !(is_terminal(delivery.state) && delivery.handler == "nobody");
}

}  // namespace

std::optional<Unrouted> unrouted_document(ledger::Snapshot& view,
                                          ledger::DeviationRow const& deviation) {
  bool const tells = deviation.code == "route.no_channel" && deviation.delivery_id.empty() &&
                     !deviation.invoice_id.empty();
  if (!tells) return std::nullopt;
  Story story{deviation.id};
  for (auto const& stored :
       ledger::events_of_invoice(view, deviation.tenant, deviation.invoice_id, 0, all_events)) {
    auto const fact = ledger::decode(stored.kind, stored.event.body, stored.event.personal);
    if (fact && story.take(*fact)) return std::move(story).document();
  }
  return std::nullopt;
}

std::optional<ledger::LetterDecided> decided_letter(ledger::Snapshot& view, std::string_view tenant,
                                                    std::string_view invoice_id,
                                                    std::string_view letter_id) {
  auto const kind = ledger::fact_kind(ledger::LetterDecided{});
  for (auto const& stored : ledger::events_of_invoice(view, tenant, invoice_id, 0, all_events)) {
    if (stored.kind != kind) continue;
    auto fact = ledger::decode(stored.kind, stored.event.body, "");
    auto* letter = fact ? std::get_if<ledger::LetterDecided>(&*fact) : nullptr;
    if (letter != nullptr && letter->letter_id == letter_id) return std::move(*letter);
  }
  return std::nullopt;
}

std::string why_not_sent(ledger::Snapshot& view, ledger::DeviationRow const& deviation,
                         Unrouted const& document) {
  bool const is_invoice = document.document_kind == "invoice";
  if (!is_invoice && !document.letter) return "It goes with another document.";
  auto const invoice = ledger::find_invoice(view, deviation.tenant, deviation.invoice_id);
  if (invoice && invoice->status == "cancelled") return "The invoice is cancelled.";
  ledger::DeliveryFilter filter;
  filter.invoice_id = deviation.invoice_id;
  for (auto const& row : ledger::list_deliveries(view, deviation.tenant, filter, {1000, ""}).rows) {
    if (is_under_way(row, document)) return "The document is on its way already.";
  }
  return is_invoice ? std::string{} : why_no_letter(view, deviation.tenant, *document.letter);
}

DayContext letter_context(std::string_view tenant, StepContext const& context) {
  if (context.law == nullptr) throw std::logic_error{"a letter without the tables of the law"};
  return {context.billers,
          context.codes,
          *context.law,
          std::string{tenant},
          std::string{context.actor},
          today_of(context.billers, tenant, context.now),
          context.now};
}

std::vector<std::string> step_channels(ledger::LetterDecided const& letter,
                                       DayContext const& context) {
  auto const* policy = context.billers.policy(context.tenant, letter.policy, letter.day);
  if (policy == nullptr) return {};
  auto const step = std::find_if(policy->steps.begin(), policy->steps.end(),
                                 [&](auto const& one) { return one.action == letter.kind; });
  return step == policy->steps.end() ? std::vector<std::string>{} : step->channels;
}

}  // namespace airut::gateway
