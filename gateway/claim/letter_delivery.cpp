#include "gateway/claim/letter_delivery.hpp"

#include "formats/finvoice/write.hpp"
#include "formats/model/ids.hpp"
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

// The channels of the step, or else the recipient's own, that carry such a letter.
std::vector<std::string> letter_channels(ledger::Snapshot& view, Travelling const& document,
                                         ledger::LetterDecided const& letter,
                                         DayContext const& context,
                                         config::DunningStep const& step) {
  auto const& buyer = document.submission->invoice.buyer;
  bool const on_paper = letter.kind == "payment_demand" && !takes_demands(letter, context);
  auto asked = document;
  asked.only = step.channels;
  std::vector<std::string> channels;
  for (auto const& leg : preview(view, asked, context.billers, context.now).legs) {
    bool const fits = carries_letters(context.billers, leg.channel, letter, buyer);
    if (fits && (!on_paper || leg.channel == "print")) channels.push_back(leg.channel);
  }
  if (channels.empty()) channels = {"print"};  // asked for, so that its absence is told
  return channels;
}

bool route_reminder(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                    DayContext const& context, model::Submission const& submission,
                    config::DunningStep const& step) {
  Travelling document;
  document.tenant = context.tenant;
  document.actor = context.actor;
  document.invoice_id = letter.invoice_id;
  document.document_kind = "reminder";
  document.document_id = letter.letter_id;
  document.client = context.billers.client(context.tenant, letter.client);
  document.submission = &submission;
  document.only = letter_channels(tx, document, letter, context, step);
  document.reason = "policy-step";
  return route(tx, document, context.billers, context.codes, context.now).state == "queued";
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
  auto const* client = context.billers.client(context.tenant, letter.client);
  auto const* partner = client ? context.billers.channel(client->collection_partner) : nullptr;
  if (partner == nullptr) {
    open_no_partner(tx, letter, context);
    return false;
  }
  ledger::DeliveryRouted fact;
  fact.delivery_id = model::new_id("dlv", context.now);
  fact.invoice_id = letter.invoice_id;
  fact.document_kind = "collection_order";
  fact.document_id = letter.letter_id;
  fact.client = letter.client;
  fact.channel = partner->name;
  fact.format = partner->format;
  fact.reason = "collection-partner";
  fact.state = "queued";
  fact.handler = "system";
  fact.message_id = fact.delivery_id;
  fact.destination = destination_of(*partner);
  fact.next_at = context.now;
  fact.give_up_at =
      give_up_at(context.now, letter.deadline, context.codes.timers("collection").transient_max);
  fact.personal_address = partner->name;
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
  std::chrono::year_month_day end{*given};
  end += std::chrono::months{rules->e_consent_months};
  auto const last =
      end.ok() ? model::Date{end} : model::Date{end.year() / end.month() / std::chrono::last};
  bool const holds = *given <= letter.day && letter.day <= last;
  return holds ? std::optional{*given} : std::nullopt;
}

model::Submission invoice_of_letter(ledger::Snapshot& view, std::string_view tenant,
                                    std::string_view invoice_id) {
  auto submission = stored_submission(view, tenant, invoice_id);
  submission.distribution.hold = false;
  submission.distribution.not_before.reset();
  submission.distribution.give_up_after.reset();
  return submission;
}

bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context, model::Submission const& submission,
                  config::DunningStep const& step) {
  if (letter.kind == "collection_order") return route_order(tx, letter, context);
  return route_reminder(tx, letter, context, submission, step);
}

bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context) {
  return route_letter(tx, letter, context, stored_submission(tx, context.tenant, letter.invoice_id),
                      {});
}

}  // namespace airut::gateway
