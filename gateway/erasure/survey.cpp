#include "gateway/erasure/survey.hpp"

#include <algorithm>
#include <set>

#include "gateway/claim/civil_day.hpp"
#include "gateway/dispatch/seal.hpp"
#include "gateway/erasure/postal_use.hpp"
#include "gateway/erasure/standing.hpp"
#include "gateway/today.hpp"
#include "ledger/journal/event.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/erasure.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/idempotency.hpp"
#include "ledger/store/links.hpp"
#include "ledger/store/other_uses.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view suppressed_kind = "address_suppressed";
constexpr std::string_view paper_channel = "print";

bool is_of_delivery(std::string_view kind) {
  return kind == "delivery_routed" || kind == "delivery_changed" || kind == "deviation_opened";
}

class Surveyor {
 public:
  Surveyor(ledger::Snapshot& view, ErasureContext const& context,
           ledger::RecipientRow const& recipient)
      : view_(view), context_(context), recipient_(recipient) {}

  Survey run() {
    found_.last_event = ledger::newest_seq(view_, context_.tenant);
    found_.ends = ledger::journal_ends(view_);
    found_.last_document = ledger::last_document(view_);
    found_.answers = ledger::answers_about(view_, context_.tenant, recipient_.id);
    found_.version = recipient_.version;
    found_.invoices = ledger::invoices_of_customer(view_, context_.tenant, recipient_.client,
                                                   recipient_.external_ref);
    for (auto const& id : found_.invoices) look_at_invoice(id);
    look_at_mails();
    look_at_documents();
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

  void keep(std::string_view name, std::string const& id, std::string_view reason) {
    found_.kept.push_back({std::string{name}, id, "", std::string{reason}, ""});
  }

  void look_at_invoice(std::string const& id) {
    auto const invoice = ledger::find_invoice(view_, context_.tenant, id);
    if (!invoice) return;
    if (auto why = open_because(view_, *invoice); !why.empty()) {
      any_open_ = true;
      found_.kept.push_back({"invoice", id, invoice->number, std::move(why), ""});
      return;
    }
    settled_.insert(id);
    auto const events = ledger::personal_events_of_invoice(view_, context_.tenant, id);
    for (auto const& one : events) {
      if (is_of_delivery(one.kind)) take(one, "delivery");
      if (one.kind == suppressed_kind) suppressions_.push_back(one);
    }
    for (auto const& link : ledger::list_links(view_, context_.tenant, id)) {
      if (link.revoked) continue;
      found_.links.emplace_back(id, link.id);
      count("link");
    }
    if (!is_over(*invoice)) return;
    over_.insert(id);
    for (auto const& one : events)
      if (one.kind != suppressed_kind) take(one, "invoice");
  }

  // Whether every invoice that the delivery is about is among them: a letter may be about several.
  bool goes_with(ledger::DeliveryRow const& delivery, ledger::Ids const& invoices) {
    if (delivery.document_kind == "invoice") return invoices.contains(delivery.invoice_id);
    auto const sheet = ledger::letters_of_sheet(view_, context_.tenant, delivery.document_id);
    return invoices.contains(delivery.invoice_id) &&
           std::all_of(sheet.begin(), sheet.end(),
                       [&](auto const& letter) { return invoices.contains(letter.invoice_id); });
  }

  // What goes with these invoices, without its documents yet.
  ledger::Leaving leaving_with(ledger::Ids const& invoices) {
    ledger::Leaving leaving;
    leaving.invoices = invoices;
    ledger::DeliveryFilter filter;
    for (auto const& id : invoices) {
      filter.invoice_id = id;
      for (ledger::Page page{200, ""};;) {
        auto const listed = ledger::list_deliveries(view_, context_.tenant, filter, page);
        for (auto const& one : listed.rows)
          if (goes_with(one, invoices)) leaving.deliveries.insert(one.id);
        if (!listed.has_more) break;
        page.cursor = listed.next_cursor;
      }
    }
    return leaving;
  }

  void take_documents(ledger::Leaving const& leaving, std::string_view name) {
    auto const needed = ledger::needed_elsewhere(view_, leaving, files_of_parcel, context_.go_on);
    for (auto const& digest : leaving.documents) {
      if (needed.contains(digest)) {
        keep(name, digest, "document-of-others");
      } else if (documents_.insert(digest).second) {
        found_.documents.push_back(digest);
        count(name);
      }
    }
  }

  // Returned mails name their addressee; all else is the voucher and its proof.
  void look_at_mails() {
    auto leaving = leaving_with(settled_);
    for (auto const& id : settled_) {
      for (auto const& file : ledger::list_files(view_, context_.tenant, id)) {
        bool const goes = file.role == "receipt" && leaving.deliveries.contains(file.delivery_id);
        if (goes && went_by_mail(file.delivery_id)) leaving.documents.insert(file.digest);
      }
    }
    take_documents(leaving, "mailbox");
  }

  void look_at_documents() {
    if (over_.empty()) return;
    auto leaving = leaving_with(over_);
    for (auto const& id : over_) {
      for (auto const& named : ledger::documents_of_invoice(view_, context_.tenant, id)) {
        auto const& delivery = named.delivery_id;
        if (delivery.empty() || leaving.deliveries.contains(delivery)) add(named.digest, leaving);
      }
    }
    take_documents(leaving, "document");
  }

  // The document, and the files of a parcel.
  void add(std::string const& digest, ledger::Leaving& leaving) {
    if (documents_.contains(digest) || leaving.documents.contains(digest)) return;
    auto const document = ledger::find_document(view_, digest);
    if (!document) return;
    leaving.documents.insert(digest);
    for (auto const& file : files_of_parcel(*document)) {
      if (documents_.contains(file) || !ledger::find_document(view_, file)) continue;
      leaving.documents.insert(file);
      leaving.files.insert(file);
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
    for (auto const& id : over_) {
      for (auto const& one : ledger::shared_payments(view_, context_.tenant, id)) {
        auto const fact = ledger::decode(one.kind, one.body, one.personal);
        auto const* payment = fact ? std::get_if<ledger::PaymentReceived>(&*fact) : nullptr;
        if (payment == nullptr || !payment->unallocated.is_zero()) continue;
        bool const all =
            std::all_of(payment->parts.begin(), payment->parts.end(),
                        [&](auto const& part) { return over_.contains(part.invoice_id); });
        if (all) take(one, "invoice");
      }
    }
  }

  // An open claim is told to the debtor, and collected where he is.
  void look_at_register() {
    if (any_open_) {
      keep("register", recipient_.id, "needed-for-open");
      return;
    }
    look_at_suppressions();
    for (auto const& one : said("recipient_updated", recipient_.id)) take(one, "register");
    for (auto const& one : said("recipient_addressed", recipient_.id)) take(one, "address");
    for (auto const& one : said("customer_terms_set", recipient_.external_ref)) {
      auto const fact = ledger::decode(one.kind, one.body, one.personal);
      auto const* terms = fact ? std::get_if<ledger::CustomerTermsSet>(&*fact) : nullptr;
      if (terms != nullptr && terms->client == recipient_.client) take(one, "register");
    }
  }

  std::vector<ledger::PersonalEvent> said(std::string_view kind, std::string_view subject) {
    return ledger::personal_events_about(view_, context_.tenant, kind, subject);
  }

  // Those that came to light by his invoices, and are of nobody else's address.
  void look_at_suppressions() {
    for (auto const& one : suppressions_) {
      auto const fact = ledger::decode(one.kind, one.body, one.personal);
      auto const* known = fact ? std::get_if<ledger::AddressSuppressed>(&*fact) : nullptr;
      if (known == nullptr) continue;
      bool const shared = is_of_others({known->client, known->channel, known->personal_address});
      if (shared)
        keep("suppression", known->suppression_id, "address-of-others");
      else
        take(one, "suppression");
    }
  }

  bool is_of_others(ledger::AddressUse const& use) {
    if (use.channel == paper_channel)
      return ledger::is_postal_address_of_others(
          view_, recipient_, found_.invoices,
          postal_use(view_, context_.tenant,
                     today_of(context_.billers, context_.tenant, context_.now), use),
          context_.go_on);
    return ledger::is_address_of_others(view_, recipient_, found_.invoices, use, context_.go_on);
  }

  ledger::Snapshot& view_;
  ErasureContext const& context_;
  ledger::RecipientRow const& recipient_;
  ledger::Ids settled_, over_;  // invoices: over ones need not be kept by law either
  std::vector<ledger::PersonalEvent> suppressions_;
  ledger::Ids documents_;
  std::set<std::int64_t> taken_;
  bool any_open_ = false;
  Survey found_;
};

}  // namespace

Survey survey(ledger::Snapshot& view, ErasureContext const& context,
              ledger::RecipientRow const& recipient) {
  return Surveyor{view, context, recipient}.run();
}

bool is_nobodys(ledger::Snapshot& view, Survey& found) {
  if (found.documents.empty()) return true;
  ledger::Ids const documents(found.documents.begin(), found.documents.end());
  return !ledger::are_named_since(view, found.ends, documents, files_of_parcel);
}

}  // namespace airut::gateway
