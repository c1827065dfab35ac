#include "gateway/avtalegiro/tell.hpp"

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {
namespace {

std::string group_of(ClearingContext const& context, std::string_view code,
                     std::string const& subject) {
  return fmt::format("{}|{}|{}", code, context.channel, subject);
}

std::vector<ledger::DeviationRow> open_ones(ledger::Transaction& tx, ClearingContext const& context,
                                            std::string group) {
  ledger::DeviationFilter filter;
  filter.group_key = std::move(group);
  return ledger::list_deviations(tx, context.tenant, filter, {50, ""}).rows;
}

}  // namespace

void open_trouble(ledger::Transaction& tx, ClearingContext const& context, Trouble const& trouble) {
  auto const group = group_of(context, trouble.code, trouble.subject);
  if (!open_ones(tx, context, group).empty()) return;
  auto const& code = context.codes.find(trouble.code);
  auto fact = new_deviation(code, {}, context.now);
  fact.invoice_id = trouble.invoice_id;
  fact.client = trouble.client;
  fact.channel = context.channel;
  fact.group_key = group;
  fact.personal_excerpt = trouble.excerpt;
  tx.append(context.tenant, context.actor, context.now, fact);
}

void close_trouble(ledger::Transaction& tx, ClearingContext const& context, std::string_view code,
                   std::string const& subject) {
  for (auto const& open : open_ones(tx, context, group_of(context, code, subject))) {
    tx.append(context.tenant, context.actor, context.now,
              ledger::DeviationResolved{open.id, "", open.invoice_id, "passed", ""});
  }
}

}  // namespace airut::gateway
