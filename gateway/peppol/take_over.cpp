#include "gateway/peppol/take_over.hpp"

#include <algorithm>
#include <cctype>

#include "formats/model/ids.hpp"
#include "formats/model/uuid.hpp"
#include "formats/ubl/read.hpp"
#include "formats/xml/document.hpp"
#include "gateway/official/authority.hpp"
#include "gateway/peppol/news.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

namespace ar = application_response;

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

// The provider that has this access point: 0242 and the six digits of its id ("POP987654").
std::string provider_of(std::string const& access_point) {
  constexpr std::size_t digits = 6;
  if (access_point.size() < digits) return {};
  return "0242:" + access_point.substr(access_point.size() - digits);
}

bool is_provider_of(std::string const& provider, std::string const& access_point) {
  return provider.starts_with(provider_of(access_point));
}

// Why an invoice cannot be taken over, "" when it can.
std::string problem_of(std::string const& document, OfficialRules const* official,
                       std::string const& client, model::Instant now) {
  auto const parsed = xml::Document::parse(document);
  if (!parsed) return parsed.error().front().detail;
  auto const read = ubl::read(parsed->root());
  if (!read) return read.error().front().detail;
  if (official == nullptr) return {};
  for (auto const& one : official_findings(*official, document, now, client)) {
    if (one.severity == model::Severity::error) return one.rule + " " + one.detail;
  }
  return {};
}

void read_status(TakenOver& taken, std::string const& document) {
  taken.fact.kind = "message_status";
  auto const status = ar::read_mls(document);
  if (!status) {
    taken.fact.problem = status.error().front().detail;
    return;
  }
  if (!is_provider_of("0242:" + status->sender, taken.fact.access_point)) {
    taken.fact.problem = "The status is of another provider than the one that brought it.";
    return;
  }
  taken.news = news_of(*status);
  taken.instance_id = status->instance_id;
}

void read_response(TakenOver& taken, std::string const& document) {
  taken.fact.kind = "invoice_response";
  auto const response = ar::read_invoice_response(document);
  if (!response) {
    taken.fact.problem = response.error().front().detail;
    return;
  }
  taken.news = news_of(*response);
  taken.invoice_number = response->invoice_number;
  taken.buyer = taken.fact.sender;
}

// Who is to hear what became of the document, when it is one of which that is said.
void note_wish(TakenOver& taken, sbdh::Header const& header, config::PeppolSettings const& own) {
  if (taken.fact.kind == "message_status" || own.mls_to.empty()) return;
  taken.fact.status_to =
      header.mls_to ? header.mls_to->value : provider_of(taken.fact.access_point);
  taken.fact.status_always = header.mls_type == "ALWAYS_SEND";
}

ledger::DocumentReceived fact_of(channels::PeppolMail const& mail, Addressee const& whom,
                                 model::Instant now) {
  ledger::DocumentReceived fact;
  fact.document_id = model::new_id("rcd", now);
  fact.client = whom.client;
  fact.message_id = mail.message.message_id;
  fact.instance_id = mail.header.instance_id;
  fact.sender = mail.header.sender.value;
  fact.receiver = mail.header.receiver.value;
  fact.access_point = mail.message.from;
  fact.document_type = joined(mail.header.document_type);
  fact.process = joined(mail.header.process);
  fact.country = mail.header.country_c1;
  fact.kind = "other";
  return fact;
}

}  // namespace

std::optional<Addressee> addressee_of(Billers const& billers, config::PeppolSettings const& own,
                                      sbdh::ParticipantId const& receiver) {
  for (auto const& tenant : billers.tenants()) {
    for (auto const& client : tenant.clients) {
      auto const& seller = client.seller;
      if (seller.electronic_address.empty()) continue;
      auto const id = seller.electronic_address_scheme + ":" + seller.electronic_address;
      if (same(id, receiver.value)) return Addressee{tenant.id, client.ref};
    }
  }
  if (own.mls_to.empty() || !same(own.mls_to, receiver.value)) return std::nullopt;
  return Addressee{billers.tenants().front().id, {}};
}

TakenOver take_over(channels::PeppolMail const& mail, Addressee const& whom,
                    config::PeppolSettings const& own, OfficialRules const* official,
                    model::Instant now) {
  TakenOver taken;
  taken.fact = fact_of(mail, whom, now);
  auto const document = sbdh::document_in(mail.payload);
  auto const parts = sbdh::parts_of(mail.header.document_type.value);
  if (!document || !parts) {
    taken.fact.problem = "The document in the envelope is no XML.";
  } else if (parts->customization == ar::mls_customization) {
    read_status(taken, *document);
  } else if (parts->customization == ar::invoice_response_customization) {
    read_response(taken, *document);
  } else if (parts->root_name == "Invoice" || parts->root_name == "CreditNote") {
    taken.fact.kind = "invoice";
    taken.fact.problem = problem_of(*document, official, whom.client, now);
  }
  note_wish(taken, mail.header, own);
  return taken;
}

std::optional<ledger::DeliveryRow> delivery_about(ledger::Snapshot& view, Billers const& billers,
                                                  Addressee const& whom, TakenOver const& taken) {
  if (auto const id = model::id_of_uuid("dlv", taken.instance_id)) {
    for (auto const& tenant : billers.tenants()) {
      if (auto row = ledger::find_delivery(view, tenant.id, *id)) return row;
    }
  }
  if (taken.invoice_number.empty()) return std::nullopt;
  ledger::InvoiceFilter filter;
  filter.number = taken.invoice_number;
  filter.client = whom.client;
  auto const invoices = ledger::list_invoices(view, whom.tenant, filter, {10, ""});
  for (auto const& invoice : invoices.rows) {
    ledger::DeliveryFilter of_invoice;
    of_invoice.invoice_id = invoice.id;
    auto const deliveries = ledger::list_deliveries(view, whom.tenant, of_invoice, {50, ""});
    for (auto const& row : deliveries.rows) {
      // Only the buyer to whom it went may answer for it.
      if (row.document_kind == "invoice" && same(row.address, taken.buyer)) return row;
    }
  }
  return std::nullopt;
}

}  // namespace airut::gateway
