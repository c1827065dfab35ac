#include "gateway/dispatch/missed_cut_off.hpp"

#include <fmt/format.h>

#include "gateway/dispatch/new_deviation.hpp"
#include "gateway/postage/posting.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

constexpr auto missed_code = "transport.cutoff_missed";

config::PrintSettings const* printer_of(Billers const& billers, std::string_view channel) {
  auto const* known = billers.channel(channel);
  return known == nullptr ? nullptr : std::get_if<config::PrintSettings>(&known->transport);
}

// Since when nothing but the way to the printer kept the letter: the first of the attempts in a row
// that were put off, else the moment that it waited for.
model::Instant ready_since(ledger::Transaction& tx, ledger::DeliveryRow const& before) {
  auto since = before.next_at.value_or(before.created);
  if (before.attempt_count == 0) return since;
  auto const attempts = ledger::list_attempts(tx, before.tenant, before.id);
  for (auto one = attempts.rbegin(); one != attempts.rend(); ++one) {
    if (one->number > before.attempt_count) continue;
    if (one->outcome != "deferred") break;
    since = one->started;
  }
  return since;
}

bool was_group_told(ledger::Transaction& tx, std::string_view tenant,
                    std::string const& group_key) {
  ledger::DeviationFilter filter;
  filter.state.clear();
  filter.group_key = group_key;
  return !ledger::list_deviations(tx, tenant, filter, {1, {}}).rows.empty();
}

}  // namespace

void tell_missed_cut_off(ledger::Transaction& tx, ledger::DeliveryRow const& before,
                         StepContext const& context) {
  auto const* printer = printer_of(context.billers, before.channel);
  if (printer == nullptr || printer->cut_offs.empty() || context.law == nullptr) return;
  auto const posting = next_posting(*printer, *context.law, ready_since(tx, before));
  if (!posting || posting->cut_off >= context.now) return;
  auto const cut_off = model::instant_text(posting->cut_off);
  auto const about = fmt::format("{}|{}|{}", before.channel, before.client, cut_off);
  auto fact = new_deviation(context.codes.find(missed_code), about, context.now);
  if (was_group_told(tx, before.tenant, fact.group_key)) return;
  auto const invoice = ledger::find_invoice(tx, before.tenant, before.invoice_id);
  fact.client = before.client;
  fact.channel = before.channel;
  fact.personal_excerpt =
      fmt::format("{}: cut-off {}, there at {}", invoice ? invoice->number : before.id, cut_off,
                  model::instant_text(context.now));
  tx.append(before.tenant, context.actor, context.now, fact);
}

}  // namespace airut::gateway
