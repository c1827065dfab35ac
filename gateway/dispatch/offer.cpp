#include "gateway/dispatch/offer.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "channels/print/rules.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/finvoice_parcel.hpp"
#include "gateway/dispatch/one_by_one.hpp"
#include "gateway/dispatch/open_rest.hpp"
#include "gateway/dispatch/page_link.hpp"
#include "gateway/dispatch/pair.hpp"
#include "gateway/dispatch/render.hpp"
#include "gateway/letters/collection_notice.hpp"
#include "gateway/letters/instalment_standings.hpp"
#include "gateway/letters/letter_document.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {
namespace {

// Whether a direct debit beside this delivery collects the money.
bool is_collected(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                  config::Channel const& channel) {
  bool const says_so = std::holds_alternative<config::EfakturaSettings>(channel.transport);
  if (!says_so || delivery.document_kind != "invoice") return false;
  auto const claim = claim_beside(view, delivery);
  return claim && half_of(*claim) != Half::refused;
}

// The invoice that the document is about: of a sheet the first that is still on it.
std::string invoice_of(ledger::Snapshot& view, ledger::DeliveryRow const& delivery) {
  if (is_of_invoice(delivery)) return delivery.invoice_id;
  return leading_letter(view, delivery.tenant, delivery.document_id).invoice_id;
}

// The submission, with the postal address that the route chose: the register's before the
// invoice's.
model::Submission addressed(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                            ledger::InvoiceRow const& row, config::Channel const& channel) {
  auto submission = stored_submission(view, row);
  auto& buyer = submission.invoice.buyer;
  bool const paper = std::holds_alternative<config::PrintSettings>(channel.transport);
  bool const order = delivery.document_kind == "collection_order";  // it tells both
  if (!paper || order || buyer.customer_number.empty()) return submission;
  auto const known =
      ledger::find_recipient(view, delivery.tenant, delivery.client, buyer.customer_number);
  if (!known) return submission;
  auto const entry = read_recipient(known->record);
  if (entry && entry->print) buyer.address = *entry->print;
  return submission;
}

// How the instalments stand of a document that asks for the whole sum whatever was paid.
std::vector<model::InstalmentStanding> standings(ledger::Snapshot& view,
                                                 ledger::DeliveryRow const& delivery,
                                                 ledger::InvoiceRow const& row,
                                                 model::Submission const& submission) {
  if (!is_of_invoice(delivery) || row.receivable_id.empty()) return {};
  auto const claim = ledger::find_receivable(view, row.tenant, row.receivable_id);
  if (!claim) return {};
  return instalment_standings(view, *claim, submission.invoice);
}

// What the document asks for when it leaves, and the instalments that it was made with.
struct Asked {
  model::Submission submission;
  MailInstalments instalments;
};

Asked asked_now(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                ledger::InvoiceRow const& row, std::string_view language,
                model::Submission submission) {
  Asked asked{std::move(submission), {}};
  auto& [parts, standing] = asked.instalments;
  if (asked.submission.invoice.nordic) parts = asked.submission.invoice.nordic->instalments;
  if (delivery.document_kind == "invoice") {
    standing = ask_for_rest(view, delivery, row, language, asked.submission);
  } else if (!parts.empty()) {
    standing = standings(view, delivery, row, asked.submission);
  }
  return asked;
}

// All that the store knows of one document, of one moment.
struct Known {
  std::string invoice_id;
  Asked asked;
  std::optional<model::Letter> letter;
  bool is_collected = false;
};

Known known_of(Dispatcher::House const& house, ledger::DeliveryRow const& delivery,
               config::Client const& client, config::Channel const& channel) {
  return house.store.look([&](ledger::Snapshot& view) {
    Known known;
    known.invoice_id = invoice_of(view, delivery);
    auto const row = ledger::find_invoice(view, delivery.tenant, known.invoice_id);
    if (!row) throw std::runtime_error{fmt::format("invoice {} is gone", known.invoice_id)};
    known.asked =
        asked_now(view, delivery, *row, client.language, addressed(view, delivery, *row, channel));
    if (!is_of_invoice(delivery))
      known.letter = letter_document(view, delivery, known.asked.submission, client, house.law);
    known.is_collected = is_collected(view, delivery, channel);
    return known;
  });
}

// A letter that cannot be posted as it is is not sealed: its address may be put right.
void look_at_letter(config::Channel const& channel, Offer& offer) {
  auto const* print = std::get_if<config::PrintSettings>(&channel.transport);
  if (print == nullptr) return;
  auto const wrong = channels::letter_refusal(*print, offer.parcel);
  if (!wrong) return;
  offer.problem = model::Problem{model::Fault::unsupported, wrong->text};
  offer.problem_code = wrong->code;
}

// What the network takes no attachments for is told before it leaves.
bool look_at_attachments(config::Channel const& channel, ledger::DeliveryRow const& delivery,
                         model::Submission const& submission, Offer& offer) {
  if (delivery.document_kind != "invoice") return true;
  offer.problem = attachments_refusal(channel, submission);
  if (offer.problem) offer.problem_code = "finvoice.attachment_refused";
  return !offer.problem;
}

std::string other_way_of_mail(Dispatcher::House const& house, ledger::DeliveryRow const& delivery,
                              config::Channel const& channel) {
  bool const mail = std::holds_alternative<config::EmailSettings>(channel.transport);
  return mail ? other_way_link(house.billers, delivery.id, delivery.created) : std::string{};
}

// A notice to a collection agency: JSON and nothing beside it.
Offer notice_offer(ledger::Snapshot& view, ledger::DeliveryRow const& delivery) {
  Offer offer;
  auto const notice = collection_notice_json(view, delivery);
  if (!notice) {
    offer.problem = model::Problem{model::Fault::missing, "What it tells of is not there."};
    return offer;
  }
  offer.parcel.delivery_id = delivery.id;
  offer.parcel.message_id = delivery.message_id;
  offer.parcel.created = delivery.created;
  offer.parcel.address = delivery.address;
  offer.parcel.files.push_back(
      {"collection-notice-" + delivery.id + ".json", "application/json", *notice});
  offer.packed = pack_parcel(offer.parcel);
  return offer;
}

Offer offer_of(Dispatcher::House const& house, ledger::DeliveryRow const& delivery) {
  Offer offer;
  if (!delivery.payload_digest.empty()) {
    offer.sealed = true;
    offer.parcel = house.store.look([&](ledger::Snapshot& view) {
      auto parcel = sealed_parcel(view, delivery);
      parcel.taken = count_files(view, house.billers, delivery).taken;
      return parcel;
    });
    return offer;
  }
  auto const* client = house.billers.client(delivery.tenant, delivery.client);
  auto const* channel = house.billers.channel(delivery.channel);
  if (client == nullptr || channel == nullptr) {
    offer.problem = model::Problem{model::Fault::missing,
                                   "The billing client or the channel is not configured any more."};
    return offer;
  }
  if (delivery.document_kind == notice_kind)
    return house.store.look([&](ledger::Snapshot& view) { return notice_offer(view, delivery); });
  auto known = known_of(house, delivery, *client, *channel);
  auto const& submission = known.asked.submission;
  if (!look_at_attachments(*channel, delivery, submission, offer)) return offer;
  auto const page = new_page_link(house.billers, known.invoice_id, *channel, house.clock.now());
  if (page) offer.link = page->issued;
  auto const link = page ? page->url : std::string{};
  auto made =
      make_parcel({delivery, submission, *client, *channel, link, house.render, known.letter,
                   known.is_collected, other_way_of_mail(house, delivery, *channel),
                   std::move(known.asked.instalments)});
  if (!made) {
    offer.problem = made.error();
  } else {
    offer.parcel = std::move(made->parcel);
    offer.left_out = std::move(made->left_out);
    look_at_letter(*channel, offer);
    offer.packed = pack_parcel(offer.parcel);
  }
  return offer;
}

// Attempts in which the mail server answered for an address, and told it to come later: in three of
// them greylisting passes. One that never got so far asked nobody.
bool has_waited_for_all(Dispatcher::House const& house, ledger::DeliveryRow const& delivery) {
  constexpr int waits_for_all = 3;
  if (delivery.attempt_count < waits_for_all) return false;
  auto const attempts = house.store.look([&](ledger::Snapshot& view) {
    return ledger::list_attempts(view, delivery.tenant, delivery.id);
  });
  return std::count_if(attempts.begin(), attempts.end(), [](auto const& one) {
           return one.code == "email.greylisted" || one.code == "email.mailbox_full";
         }) >= waits_for_all;
}

}  // namespace

Offer make_offer(Dispatcher::House const& house, ledger::DeliveryRow const& delivery) {
  auto offer = offer_of(house, delivery);
  offer.parcel.to_some = has_waited_for_all(house, delivery);
  return offer;
}

}  // namespace airut::gateway
