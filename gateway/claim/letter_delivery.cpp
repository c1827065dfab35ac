#include "gateway/claim/letter_delivery.hpp"

#include "formats/finvoice/write.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/months.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {
namespace {

// All but the page itself ask for one sum with one reference: a sheet of several invoices, each to
// be paid with its own, cannot be said in them (a plan's sheet is paid with the first one's). UBL
// has a reminder in Norway alone (EHF). A payment plan has no form but paper's and those of net
// banks.
bool carries_letters(Billers const& billers, std::string const& channel,
                     ledger::LetterDecided const& letter, model::Party const& buyer) {
  auto const* settings = billers.channel(channel);
  if (settings == nullptr) return false;
  if (settings->format == "pdf") return true;
  bool const is_plan = !letter.plan_id.empty();
  if (!is_plan && !letter.sheet_id.empty()) return false;
  if (settings->format == "efaktura" || settings->format == "vipps") return true;
  if (is_plan) return false;
  if (settings->format == "ubl") return buyer.address.country == "NO";
  return finvoice::style_of(settings->format).has_value();
}

// Without a row that asks for a consent a demand may go by any way.
bool takes_demands(ledger::LetterDecided const& letter, DayContext const& context) {
  auto const rules =
      context.law.reminders(letter.country, config::debtor_of(letter.debtor), letter.day);
  return rules && (rules->e_consent_months == 0 || letter.consent_on);
}

bool goes_by_post(ledger::LetterDecided const& letter, DayContext const& context) {
  return letter.kind == "payment_demand" && !takes_demands(letter, context);
}

bool route_reminder(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                    DayContext const& context, model::Submission const& submission,
                    LetterWay const& way) {
  Travelling document;
  document.tenant = context.tenant;
  document.actor = context.actor;
  document.invoice_id = letter.invoice_id;
  document.document_kind = "reminder";
  document.document_id = letter.letter_id;
  document.client = context.billers.client(context.tenant, letter.client);
  document.submission = &submission;
  document.only = way.channels;
  document.reason = way.reason;
  auto const choose = [&](std::vector<Leg> const& legs) {
    auto channels = letter_channels(legs, letter, context, submission.invoice.buyer);
    if (channels.empty()) channels = {"print"};  // so that its absence is told
    return channels;
  };
  auto const routed =
      route_by(tx, std::move(document), choose, context.billers, context.codes, context.now);
  return routed.state == "queued";
}

void open_no_partner(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                     DayContext const& context) {
  auto const& code = context.codes.find("route.no_channel");
  auto fact = new_deviation(code, "collection|" + letter.client, context.now);
  fact.invoice_id = letter.invoice_id;
  fact.client = letter.client;
  tx.append(context.tenant, context.actor, context.now, fact);
}

bool route_order(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                 DayContext const& context) {
  auto const* partner = order_channel(context.billers, context.tenant, letter.client);
  if (partner == nullptr) {
    open_no_partner(tx, letter, context);
    return false;
  }
  auto fact = route_to_agency(context, *partner,
                              {letter.invoice_id, letter.client, letter.kind, letter.letter_id});
  fact.give_up_at =
      give_up_at(context.now, letter.deadline, context.codes.timers("collection").transient_max);
  tx.append(context.tenant, context.actor, context.now, fact);
  return true;
}

}  // namespace

std::optional<model::Date> demand_consent(ledger::Snapshot& view, DayContext const& context,
                                          ledger::LetterDecided const& letter,
                                          std::string_view customer_number) {
  auto const rules =
      context.law.reminders(letter.country, config::debtor_of(letter.debtor), letter.day);
  if (letter.kind != "payment_demand" || !rules || rules->e_consent_months == 0) return {};
  if (customer_number.empty()) return std::nullopt;
  auto const row = ledger::find_recipient(view, context.tenant, letter.client, customer_number);
  auto const entry =
      row && !row->record.empty() ? std::optional{read_recipient(row->record)} : std::nullopt;
  if (!entry || !*entry) return std::nullopt;
  auto const given = (*entry)->electronic_demand_consent;
  if (!given) return std::nullopt;
  auto const last = model::months_after(*given, rules->e_consent_months);
  bool const holds = *given <= letter.day && letter.day <= last;
  return holds ? std::optional{*given} : std::nullopt;
}

std::vector<std::string> letter_channels(std::vector<Leg> const& legs,
                                         ledger::LetterDecided const& letter,
                                         DayContext const& context, model::Party const& buyer) {
  bool const on_paper = goes_by_post(letter, context);
  std::vector<std::string> channels;
  for (auto const& leg : legs) {
    bool const fits = carries_letters(context.billers, leg.channel, letter, buyer);
    if (fits && (!on_paper || leg.channel == "print")) channels.push_back(leg.channel);
  }
  return channels;
}

ledger::DeliveryRouted route_to_agency(DayContext const& context, config::Channel const& partner,
                                       ToAgency document) {
  ledger::DeliveryRouted fact;
  fact.delivery_id = model::new_id("dlv", context.now);
  fact.invoice_id = std::move(document.invoice_id);
  fact.document_kind = std::move(document.document_kind);
  fact.document_id = std::move(document.document_id);
  fact.client = std::move(document.client);
  fact.channel = partner.name;
  fact.format = partner.format;
  fact.reason = "collection-partner";
  fact.state = "queued";
  fact.handler = "system";
  fact.message_id = fact.delivery_id;
  fact.destination = destination_of(partner);
  fact.next_at = context.now;
  fact.give_up_at = context.now + context.codes.timers("collection").transient_max;
  fact.personal_address = partner.name;
  return fact;
}

config::Channel const* order_channel(Billers const& billers, std::string_view tenant,
                                     std::string_view client) {
  auto const* known = billers.client(tenant, client);
  return known != nullptr ? billers.channel(known->collection_partner) : nullptr;
}

bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context, model::Submission const& submission,
                  LetterWay const& way) {
  if (letter.kind == "collection_order") return route_order(tx, letter, context);
  return route_reminder(tx, letter, context, submission, way);
}

bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context) {
  return route_letter(tx, letter, context, stored_submission(tx, context.tenant, letter.invoice_id),
                      {});
}

}  // namespace airut::gateway
