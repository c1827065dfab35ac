#include "gateway/erasure/survey.hpp"

#include <algorithm>
#include <set>

#include "gateway/claim/civil_day.hpp"
#include "gateway/erasure/standing.hpp"
#include "ledger/journal/event.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/erasure.hpp"
#include "ledger/store/links.hpp"

namespace airut::gateway {
namespace {

bool is_of_delivery(std::string_view kind) {
  return kind == "delivery_routed" || kind == "delivery_changed" || kind == "deviation_opened";
}

class Surveyor {
 public:
  Surveyor(ledger::Snapshot& view, ErasureContext const& context,
           ledger::RecipientRow const& recipient)
      : view_(view), context_(context), recipient_(recipient) {}

  Survey run() {
    invoices_ = ledger::invoices_of_customer(view_, context_.tenant, recipient_.client,
                                             recipient_.external_ref);
    for (auto const& id : invoices_) look_at_invoice(id);
    look_at_payments();
    look_at_register();
    std::sort(found_.events.begin(), found_.events.end());
    return std::move(found_);
  }

 private:
  void count(std::string_view name, std::int64_t more = 1) {
    auto const there = std::find_if(found_.classes.begin(), found_.classes.end(),
                                    [&](auto const& one) { return one.first == name; });
    if (there != found_.classes.end())
      there->second += more;
    else
      found_.classes.emplace_back(name, more);
  }

  void take(ledger::PersonalEvent const& event, std::string_view name) {
    if (!taken_.insert(event.seq).second) return;
    found_.events.push_back(event.seq);
    count(name);
  }

  void take_document(std::string const& digest, std::string_view name) {
    auto const& known = found_.documents;
    if (std::find(known.begin(), known.end(), digest) != known.end()) return;
    if (!ledger::find_document(view_, digest)) return;
    found_.documents.push_back(digest);
    count(name);
  }

  void look_at_invoice(std::string const& id) {
    auto const invoice = ledger::find_invoice(view_, context_.tenant, id);
    if (!invoice) return;
    if (auto why = open_because(view_, *invoice); !why.empty()) {
      any_open_ = true;
      found_.kept.push_back({"invoice", id, invoice->number, std::move(why), ""});
      return;
    }
    auto const events = ledger::personal_events_of_invoice(view_, context_.tenant, id);
    for (auto const& one : events)
      if (is_of_delivery(one.kind)) take(one, "delivery");
    for (auto const& link : ledger::list_links(view_, context_.tenant, id)) {
      if (link.revoked) continue;
      found_.links.emplace_back(id, link.id);
      count("link");
    }
    look_at_files(*invoice, false);
    if (!is_over(*invoice)) return;
    over_.push_back(id);
    for (auto const& one : events) take(one, "invoice");
    look_at_files(*invoice, true);
  }

  // Returned mails name their addressee; all else is the voucher and its proof.
  void look_at_files(ledger::InvoiceRow const& invoice, bool all) {
    for (auto const& file : ledger::list_files(view_, context_.tenant, invoice.id)) {
      bool const returned = file.role == "receipt" && went_by_mail(file.delivery_id);
      bool const shared =
          file.role == "original" && ledger::is_shared(view_, file.digest, invoices_);
      if (returned) take_document(file.digest, "mailbox");
      if (all && !returned && !shared) take_document(file.digest, "document");
    }
  }

  bool went_by_mail(std::string const& delivery_id) {
    auto const delivery = ledger::find_delivery(view_, context_.tenant, delivery_id);
    auto const* channel = delivery ? context_.billers.channel(delivery->channel) : nullptr;
    return channel != nullptr && std::holds_alternative<config::EmailSettings>(channel->transport);
  }

  // Whether no bookkeeping law asks for it any more; else it is told that it stays.
  bool is_over(ledger::InvoiceRow const& invoice) {
    auto const country = country_of(invoice.client);
    auto last = invoice.issue_date;
    if (auto const posted = ledger::last_posting(view_, context_.tenant, invoice.receivable_id))
      last = std::max(last, *posted);
    auto const duty = context_.retention.duty(country, "invoice", last);
    if (!duty) {
      found_.kept.push_back(
          {"invoice", invoice.id, invoice.number, "retention-unknown", duty.error()});
      return false;
    }
    if (civil_day(country, context_.now) > duty->until) return true;
    found_.kept.push_back({"invoice", invoice.id, invoice.number, "bookkeeping", duty->law,
                           duty->until + std::chrono::days{1}});
    return false;
  }

  std::string country_of(std::string const& client) const {
    auto const* known = context_.billers.client(context_.tenant, client);
    if (known != nullptr) return known->seller.address.country;
    auto const* tenant = context_.billers.tenant(context_.tenant);
    return tenant == nullptr ? std::string{} : tenant->country;
  }

  // A payment of several invoices goes with the last of them.
  void look_at_payments() {
    if (over_.empty()) return;
    for (auto const& one : ledger::personal_events(view_, context_.tenant, "payment_received")) {
      auto const fact = ledger::decode(one.kind, one.body, one.personal);
      auto const* payment = fact ? std::get_if<ledger::PaymentReceived>(&*fact) : nullptr;
      if (payment == nullptr || payment->parts.empty()) continue;
      bool const all =
          std::all_of(payment->parts.begin(), payment->parts.end(), [&](auto const& p) {
            return std::find(over_.begin(), over_.end(), p.invoice_id) != over_.end();
          });
      if (all && payment->unallocated.is_zero()) take(one, "invoice");
    }
  }

  // An open claim is told to the debtor, and collected where he is.
  void look_at_register() {
    if (any_open_) {
      found_.kept.push_back({"register", recipient_.id, "", "needed-for-open", ""});
      return;
    }
    look_at_suppressions();
    for (auto const& one : ledger::personal_events(view_, context_.tenant, "recipient_updated"))
      if (one.subject == recipient_.id) take(one, "register");
    for (auto const& one : ledger::personal_events(view_, context_.tenant, "recipient_addressed"))
      if (one.subject == recipient_.id) take(one, "address");
    for (auto const& one : ledger::personal_events(view_, context_.tenant, "customer_terms_set")) {
      if (one.subject != recipient_.external_ref) continue;
      auto const fact = ledger::decode(one.kind, one.body, one.personal);
      auto const* terms = fact ? std::get_if<ledger::CustomerTermsSet>(&*fact) : nullptr;
      if (terms != nullptr && terms->client == recipient_.client) take(one, "register");
    }
  }

  // Those that came to light by his invoices.
  void look_at_suppressions() {
    for (auto const& one : ledger::personal_events(view_, context_.tenant, "address_suppressed")) {
      auto const fact = ledger::decode(one.kind, one.body, one.personal);
      auto const* known = fact ? std::get_if<ledger::AddressSuppressed>(&*fact) : nullptr;
      if (known == nullptr) continue;
      bool const his =
          std::find(invoices_.begin(), invoices_.end(), known->invoice_id) != invoices_.end();
      if (his) take(one, "suppression");
    }
  }

  ledger::Snapshot& view_;
  ErasureContext const& context_;
  ledger::RecipientRow const& recipient_;
  std::vector<std::string> invoices_, over_;
  std::set<std::int64_t> taken_;
  bool any_open_ = false;
  Survey found_;
};

}  // namespace

Survey survey(ledger::Snapshot& view, ErasureContext const& context,
              ledger::RecipientRow const& recipient) {
  return Surveyor{view, context, recipient}.run();
}

}  // namespace airut::gateway
