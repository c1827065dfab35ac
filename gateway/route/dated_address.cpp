#include "gateway/route/dated_address.hpp"

#include <algorithm>

#include "formats/model/ids.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view at_bank = "receiver-notice";

bool is_pair(ledger::AddressRow const& row, FinvoiceAddress const& pair) {
  return row.address == pair.address && row.intermediary == pair.intermediary;
}

AtBank said_at_bank(std::vector<ledger::AddressRow> const& rows, ledger::AddressRow const* holds) {
  if (holds != nullptr) {
    if (holds->source != at_bank) return AtBank::nothing;
    return holds->direct_payment ? AtBank::direct_payment : AtBank::ordered;
  }
  bool const ended = std::any_of(rows.begin(), rows.end(),
                                 [](auto const& row) { return row.ended_by == at_bank; });
  return ended && rows.back().source == at_bank ? AtBank::ended : AtBank::nothing;
}

// The latest moment at which the debtor ordered at any bank; and at which he ended this pair.
model::Instant last_order(std::vector<ledger::AddressRow> const& rows) {
  model::Instant last{};
  for (auto const& row : rows)
    if (row.source == at_bank) last = std::max(last, row.stated);
  return last;
}

model::Instant last_end(std::vector<ledger::AddressRow> const& rows,
                        FinvoiceAddress const* pair = nullptr) {
  model::Instant last{};
  for (auto const& row : rows) {
    bool const counts = row.ended_by == at_bank && row.end_stated;
    if (counts && (pair == nullptr || is_pair(row, *pair))) last = std::max(last, *row.end_stated);
  }
  return last;
}

// What begins before the debtor spoke last at his bank.
bool is_older(std::vector<ledger::AddressRow> const& rows, model::Date begins) {
  auto const last = std::max(last_order(rows), last_end(rows));
  return last != model::Instant{} && begins < model::day_of(last);
}

// Who repeats himself after somebody else has spoken says nothing new: a billing system sends its
// register again every night.
bool says_again(std::vector<ledger::AddressRow> const& rows, AddressWord const& word) {
  if (word.source != "client" && word.source != "import") return false;
  auto const last = std::find_if(rows.rbegin(), rows.rend(),
                                 [&](auto const& row) { return row.source == word.source; });
  return last != rows.rend() && is_pair(*last, word.pair) &&
         (!word.pair.valid_from || last->valid_from == *word.pair.valid_from) &&
         (!word.pair.valid_to || last->valid_to == word.pair.valid_to);
}

bool holds_already(std::vector<ledger::AddressRow> const& rows, AddressWord const& word,
                   model::Date begins) {
  auto const* row = ledger::address_on(rows, begins);
  return row != nullptr && is_pair(*row, word.pair) && row->valid_to == word.pair.valid_to;
}

ledger::RecipientAddressed fact_of(Debtor const& who, std::string const& recipient_id,
                                   AddressWord const& word, model::Date begins,
                                   model::Instant now) {
  ledger::RecipientAddressed fact;
  fact.address_id = model::new_id("rca", now);
  fact.recipient_id = recipient_id;
  fact.client = who.client;
  fact.external_ref = who.external_ref;
  fact.channel = "finvoice";
  fact.source = word.source;
  fact.valid_from = begins;
  fact.valid_to = word.pair.valid_to;
  fact.direct_payment = word.direct_payment;
  fact.stated = word.stated;
  fact.document_id = word.document_id;
  fact.personal_address = word.pair.address;
  fact.personal_intermediary = word.pair.intermediary;
  return fact;
}

// Until when something holds that is over today.
model::Date until_today(model::Instant now) { return model::day_of(now) - std::chrono::days{1}; }

void append_end(ledger::Transaction& tx, Debtor const& who, std::string const& recipient_id,
                std::string const& address_id, AddressWord const& word, std::string_view actor,
                model::Instant now) {
  ledger::RecipientAddressEnded fact;
  fact.address_id = address_id;
  fact.recipient_id = recipient_id;
  fact.client = who.client;
  fact.external_ref = who.external_ref;
  fact.source = word.source;
  fact.valid_to = until_today(now);
  fact.stated = word.stated;
  fact.document_id = word.document_id;
  tx.append(who.tenant, actor, now, fact);
}

// Of his orders the latest holds, unless he ended that pair later: then none does. What does not
// hold is noted all the same: the next notice may be older still.
Heard hear_order(ledger::Transaction& tx, Debtor const& who, std::string const& recipient_id,
                 AddressWord const& word, std::string_view actor, model::Instant now) {
  auto const rows = ledger::addresses_of(tx, who.tenant, who.client, who.external_ref);
  bool const known = std::any_of(rows.begin(), rows.end(), [&](auto const& row) {
    return row.source == at_bank && row.stated == word.stated && is_pair(row, word.pair) &&
           row.direct_payment == word.direct_payment;
  });
  if (known) return Heard::unchanged;
  bool const is_latest = word.stated >= last_order(rows);
  bool const holds = is_latest && word.stated >= last_end(rows, &word.pair);
  auto const* held = ledger::address_on(rows, model::day_of(now));
  if (is_latest && !holds && held != nullptr && held->source == at_bank)
    append_end(tx, who, recipient_id, held->id, word, actor, now);
  auto fact = fact_of(who, recipient_id, word, model::day_of(now), now);
  if (!holds) fact.valid_to = until_today(now);
  tx.append(who.tenant, actor, now, fact);
  return holds ? Heard::changed : Heard::older;
}

// The end of what does not hold: an order of it that comes later may be older.
Heard note_end(ledger::Transaction& tx, Debtor const& who, std::string const& recipient_id,
               AddressWord const& word, std::string_view actor, model::Instant now) {
  auto const rows = ledger::addresses_of(tx, who.tenant, who.client, who.external_ref);
  if (last_end(rows, &word.pair) >= word.stated) return Heard::unchanged;
  auto never_said = word;
  never_said.stated = {};
  never_said.pair.valid_to = until_today(now);
  auto const fact = fact_of(who, recipient_id, never_said, model::day_of(now), now);
  tx.append(who.tenant, actor, now, fact);
  append_end(tx, who, recipient_id, fact.address_id, word, actor, now);
  return word.stated < last_order(rows) ? Heard::older : Heard::unchanged;
}

}  // namespace

void lay_addresses(RecipientEntry& entry, std::vector<ledger::AddressRow> const& rows,
                   model::Date day) {
  if (rows.empty()) return;
  auto const* holds = ledger::address_on(rows, day);
  entry.finvoice.reset();
  if (holds != nullptr) {
    entry.finvoice =
        FinvoiceAddress{holds->address, holds->intermediary, holds->valid_from, holds->valid_to};
  }
  entry.at_bank = said_at_bank(rows, holds);
  for (auto const& row : rows) {
    bool const is_over = row.valid_to && *row.valid_to < day;
    if (is_over) entry.ended_addresses.push_back(row.address);
  }
}

std::optional<RecipientEntry> known_recipient(ledger::Snapshot& view, Debtor const& who,
                                              model::Date day) {
  std::optional<RecipientEntry> entry;
  auto const row = ledger::find_recipient(view, who.tenant, who.client, who.external_ref);
  if (row && !row->record.empty()) {
    if (auto read = read_recipient(row->record)) entry = *std::move(read);
  }
  auto const rows = ledger::addresses_of(view, who.tenant, who.client, who.external_ref);
  if (rows.empty()) return entry;
  if (!entry) entry.emplace();
  lay_addresses(*entry, rows, day);
  return entry;
}

Heard say_address(ledger::Transaction& tx, Debtor const& who, std::string const& recipient_id,
                  AddressWord const& word, std::string_view actor, model::Instant now) {
  if (word.source == at_bank) return hear_order(tx, who, recipient_id, word, actor, now);
  auto const rows = ledger::addresses_of(tx, who.tenant, who.client, who.external_ref);
  auto const begins = word.pair.valid_from.value_or(model::day_of(now));
  if (is_older(rows, begins)) return Heard::older;
  if (says_again(rows, word) || holds_already(rows, word, begins)) return Heard::unchanged;
  tx.append(who.tenant, actor, now, fact_of(who, recipient_id, word, begins, now));
  return Heard::changed;
}

Heard end_address(ledger::Transaction& tx, Debtor const& who, std::string const& recipient_id,
                  AddressWord const& word, std::string_view actor, model::Instant now) {
  auto const rows = ledger::addresses_of(tx, who.tenant, who.client, who.external_ref);
  auto const* holds = ledger::address_on(rows, model::day_of(now));
  bool const is_it = holds != nullptr && is_pair(*holds, word.pair);
  bool const reordered = is_it && holds->source == at_bank && word.stated < holds->stated;
  if (is_it && !reordered) {
    append_end(tx, who, recipient_id, holds->id, word, actor, now);
    return Heard::changed;
  }
  if (word.source != at_bank) return Heard::unchanged;
  return note_end(tx, who, recipient_id, word, actor, now);
}

}  // namespace airut::gateway
