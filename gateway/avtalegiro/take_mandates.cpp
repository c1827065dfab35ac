#include "gateway/avtalegiro/take_mandates.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/avtalegiro/change_claims.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/kid/kid.hpp"
#include "ledger/receivables/open_item.hpp"
#include "ledger/store/debits.hpp"

namespace airut::gateway {
namespace {

using MandateKind = netsgiro::Mandate::Kind;

// Of several clients that share the account, the one whose KIDs are built like this.
config::Client const* owner_of(ClearingContext const& context, std::string_view account,
                               std::string_view kid) {
  auto const* tenant = context.billers.tenant(context.tenant);
  config::Client const* first = nullptr;
  if (tenant == nullptr) return nullptr;
  for (auto const& client : tenant->clients) {
    bool const has_it =
        std::any_of(client.accounts.begin(), client.accounts.end(),
                    [&](auto const& own) { return ledger::same_account(own.iban, account); });
    if (!has_it) continue;
    if (first == nullptr) first = &client;
    if (payer_of(client, kid) != kid) return &client;
  }
  return first;
}

class MandateTaker {
 public:
  MandateTaker(ledger::Transaction& tx, ClearingContext const& context, std::string const& file_id)
      : tx_(tx), context_(context), file_id_(file_id) {}

  tl::expected<void, MandateHold> look_at(std::vector<netsgiro::Mandate> const& mandates) {
    for (auto const& one : mandates) {
      if (owner_of(context_, one.account, one.kid) == nullptr) {
        return tl::unexpected{MandateHold{
            false,
            fmt::format("Line {}: the account \"{}\" belongs to none of the billing clients.",
                        one.line, one.account)}};
      }
      if (one.kind == MandateKind::listed) listed_[one.account].insert(one.kid);
    }
    return {};
  }

  // Whether a full list has lost so much that it is rather a wrong list.
  tl::expected<void, MandateHold> weigh() {
    auto const rule =
        context_.law.clearing().rule(avtalegiro_scheme, "full_list", civil_day("NO", context_.now));
    if (!rule) return tl::unexpected{MandateHold{false, rule.error()}};
    for (auto const& [account, kids] : listed_) {
      std::size_t kept = 0;
      auto const known =
          ledger::active_mandates_of(tx_, context_.tenant, avtalegiro_scheme, account);
      for (auto const& one : known) kept += kids.count(one.kid);
      if (kept * 100 >= known.size() * static_cast<std::size_t>(rule->value)) continue;
      return tl::unexpected{MandateHold{
          true, fmt::format("Of {} mandates on account {} the list has {}; {} % are wanted.",
                            known.size(), account, kept, rule->value)}};
    }
    return {};
  }

  MandateTake run(std::vector<netsgiro::Mandate> const& mandates) {
    for (auto const& [account, kids] : listed_) {
      for (auto const& one :
           ledger::active_mandates_of(tx_, context_.tenant, avtalegiro_scheme, account)) {
        if (kids.contains(one.kid)) continue;
        taken_.queued |= end_mandate(tx_, context_, one, file_id_);
        ++taken_.changes;
      }
    }
    // A payer who changes his bank ends a mandate and gives it again: the last word counts.
    std::map<std::pair<std::string_view, std::string_view>, netsgiro::Mandate const*> last;
    for (auto const& one : mandates) last[{one.account, one.kid}] = &one;
    for (auto const& one : mandates) {
      if (last.at({one.account, one.kid}) == &one) take(one);
    }
    return taken_;
  }

 private:
  void take(netsgiro::Mandate const& one) {
    auto const known =
        ledger::mandate_by_kid(tx_, context_.tenant, avtalegiro_scheme, one.account, one.kid);
    bool const active = known && known->state == "active";
    if (one.kind == MandateKind::ended) {
      if (!active) return;
      taken_.queued |= end_mandate(tx_, context_, *known, file_id_);
      ++taken_.changes;
      return;
    }
    if (active && known->wants_notice == one.wants_notice) return;
    auto const* client = owner_of(context_, one.account, one.kid);
    ledger::MandateChanged fact;
    fact.mandate_id = known ? known->id : model::new_id("mnd", context_.now);
    fact.client = client->ref;
    fact.scheme = avtalegiro_scheme;
    fact.account = one.account;
    fact.kid = one.kid;
    fact.payer = payer_of(*client, one.kid);
    fact.action = active ? "change" : "begin";
    fact.wants_notice = one.wants_notice;
    if (active) fact.limit = known->limit;
    fact.file_id = file_id_;
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
    ++taken_.changes;
  }

  ledger::Transaction& tx_;
  ClearingContext const& context_;
  std::string const& file_id_;
  std::map<std::string, std::set<std::string>> listed_;  // KIDs of full lists by account
  MandateTake taken_;
};

}  // namespace

bool end_mandate(ledger::Transaction& tx, ClearingContext const& context,
                 ledger::MandateRow const& mandate, std::string const& file_id) {
  ledger::MandateChanged fact;
  fact.mandate_id = mandate.id;
  fact.client = mandate.client;
  fact.scheme = mandate.scheme;
  fact.account = mandate.account;
  fact.kid = mandate.kid;
  fact.payer = mandate.payer;
  fact.action = "end";
  fact.wants_notice = mandate.wants_notice;
  fact.limit = mandate.limit;
  fact.file_id = file_id;
  tx.append(context.tenant, context.actor, context.now, fact);
  bool queued = false;
  auto const step_context = context.step();
  for (auto const& claim : ledger::claims_by_mandate(tx, context.tenant, mandate.id, "waiting")) {
    auto const delivery = ledger::find_delivery(tx, context.tenant, claim.id);
    if (!delivery || !is_unsent(*delivery)) continue;
    tx.append(context.tenant, context.actor, context.now,
              ledger::DebitClaimChanged{claim.id, claim.invoice_id, "ended", "mandate-ended"});
    auto const rules = rules_of(tx, *delivery, channels::Repeat::never, step_context);
    auto const step = after_refusal(*delivery, "avtalegiro.mandate_missing", rules, context.now);
    queued |= apply_step(tx, *delivery, step, {}, step_context);
  }
  for (auto const& claim : ledger::claims_by_mandate(tx, context.tenant, mandate.id, "sent"))
    queued |= lose_mandate(tx, context, claim);
  return queued;
}

tl::expected<MandateTake, MandateHold> take_mandates(ledger::Transaction& tx,
                                                     ClearingContext const& context,
                                                     std::vector<netsgiro::Mandate> const& mandates,
                                                     std::string const& file_id, bool confirmed) {
  MandateTaker take{tx, context, file_id};
  if (auto known = take.look_at(mandates); !known) return tl::unexpected{known.error()};
  if (!confirmed) {
    if (auto plausible = take.weigh(); !plausible) return tl::unexpected{plausible.error()};
  }
  return take.run(mandates);
}

}  // namespace airut::gateway
