#include "gateway/feedback/recipient_notice.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/feedback/known_customer.hpp"
#include "gateway/kid/kid.hpp"
#include "gateway/route/dated_address.hpp"
#include "ledger/store/addresses.hpp"
#include "ledger/store/mandates.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {
namespace {

using finvoice_notice::Action;
using finvoice_notice::ReceiverNotice;

constexpr std::string_view e_invoice = "e_invoice", direct_payment = "direct_payment";

// Writes one notice into the register of one customer.
class Follow {
 public:
  Follow(ledger::Transaction& tx, ReceiverNotice const& notice, NoticeBiller const& biller,
         std::string const& document_id, std::string number, StepContext const& context)
      : tx_(tx),
        notice_(notice),
        biller_(biller),
        document_id_(document_id),
        number_(std::move(number)),
        context_(context) {}

  NoticeEnd run() {
    auto const id = entry_id();
    date_what_stands(id);
    auto const heard = notice_.action == Action::remove
                           ? end_address(tx_, who(), id, word(), context_.actor, context_.now)
                           : say_address(tx_, who(), id, word(), context_.actor, context_.now);
    set_mandates();
    return {true, explained(heard)};
  }

 private:
  Debtor who() const { return {biller_.tenant, biller_.client->ref, number_}; }

  AddressWord word() const {
    AddressWord said;
    said.source = "receiver-notice";
    said.pair = {notice_.recipient.address, notice_.recipient.intermediary};
    said.direct_payment = notice_.direct_payment;
    said.stated = notice_.stated;
    said.document_id = document_id_;
    return said;
  }

  static std::string explained(Heard heard) {
    switch (heard) {
      case Heard::changed:
        return {};
      case Heard::unchanged:
        return "The register says so already.";
      case Heard::older:
        return "The customer said something else later.";
    }
    return {};
  }

  std::string entry_id() {
    auto const row = ledger::find_recipient(tx_, biller_.tenant, biller_.client->ref, number_);
    if (row) return row->id;
    RecipientEntry entry;
    entry.client_ref = biller_.client->ref;
    entry.name = notice_.buyer_name;
    entry.type = model::PartyType::consumer;
    entry.language = notice_.language;
    ledger::RecipientUpdated fact;
    fact.recipient_id = model::new_id("rcp", context_.now);
    fact.client = biller_.client->ref;
    fact.external_ref = number_;
    fact.type = "consumer";
    fact.language = entry.language;
    fact.priority = entry.priority;
    fact.personal_record = write_recipient(entry);
    tx_.append(biller_.tenant, context_.actor, context_.now, fact);
    return fact.recipient_id;
  }

  // An address from before addresses had days holds until the notice.
  void date_what_stands(std::string const& id) {
    auto const known = ledger::addresses_of(tx_, biller_.tenant, biller_.client->ref, number_);
    auto const row = ledger::find_recipient(tx_, biller_.tenant, biller_.client->ref, number_);
    if (!known.empty() || !row || row->record.empty()) return;
    auto const entry = read_recipient(row->record);
    if (!entry || !entry->finvoice) return;
    AddressWord said;
    said.source = "client";
    said.pair = *entry->finvoice;
    said.stated = context_.now;
    if (!said.pair.valid_from)
      said.pair.valid_from = model::day_of(context_.now) - std::chrono::days{1};
    static_cast<void>(say_address(tx_, who(), id, said, context_.actor, context_.now));
  }

  // As the register says now.
  void set_mandates() {
    auto const known = known_recipient(tx_, who(), model::day_of(context_.now));
    auto const at_bank = known ? known->at_bank : AtBank::nothing;
    set_mandate(e_invoice, at_bank == AtBank::ordered);
    set_mandate(direct_payment, at_bank == AtBank::direct_payment);
  }

  void set_mandate(std::string_view scheme, bool active) {
    auto const account = fmt::format("{}/{}", notice_.sender.address, notice_.payment_instruction);
    auto const row = ledger::mandate_by_kid(tx_, biller_.tenant, scheme, account, number_);
    bool const was = row && row->state == "active";
    if (was == active) return;
    ledger::MandateChanged fact;
    fact.mandate_id = row ? row->id : model::new_id("mnd", context_.now);
    fact.client = biller_.client->ref;
    fact.scheme = scheme;
    fact.account = account;
    fact.kid = number_;
    fact.payer = plain_number(number_);
    fact.action = active ? "begin" : "end";
    fact.wants_notice = scheme == direct_payment;  // he has the invoice on paper
    fact.file_id = document_id_;
    tx_.append(biller_.tenant, context_.actor, context_.now, fact);
  }

  ledger::Transaction& tx_;
  ReceiverNotice const& notice_;
  NoticeBiller const& biller_;
  std::string const& document_id_;
  std::string number_;
  StepContext const& context_;
};

}  // namespace

NoticeBiller biller_of(ReceiverNotice const& notice, Billers const& billers,
                       std::string_view only) {
  NoticeBiller found;
  for (auto const& tenant : billers.tenants()) {
    if (!only.empty() && only != tenant.id) continue;
    for (auto const& client : tenant.clients) {
      auto const& own = client.e_invoice.payment_instruction;
      if (client.seller.electronic_address != notice.sender.address) continue;
      if (!own.empty() && own != notice.payment_instruction) continue;
      if (found.client != nullptr) return {};
      found = {tenant.id, &client};
    }
  }
  return found;
}

NoticeEnd follow_notice(ledger::Transaction& tx, ReceiverNotice const& notice,
                        NoticeBiller const& biller, std::string const& document_id,
                        StepContext const& context) {
  if (biller.client == nullptr) return {false, "No billing client has this address and subject."};
  if (biller.client->e_invoice.payment_instruction.empty())
    return {false, "The billing client has no payment instruction in his settings."};
  auto number = known_customer(tx, biller.tenant, biller.client->ref, notice);
  if (!number) return {false, number.error()};
  return Follow{tx, notice, biller, document_id, *std::move(number), context}.run();
}

void end_orders_at(ledger::Transaction& tx, NoticeBiller const& biller, SenderEnd const& end,
                   StepContext const& context) {
  auto const& client = *biller.client;
  std::string const document_id{end.notice_id};
  for (auto const& row :
       ledger::ordered_at(tx, biller.tenant, client.ref, end.bank, model::day_of(context.now))) {
    ReceiverNotice notice;
    notice.action = Action::remove;
    notice.sender = {client.seller.electronic_address, client.seller.intermediary};
    notice.payment_instruction = end.payment_instruction;
    notice.stated = std::max(end.stated, row.stated);
    notice.recipient = {row.address, row.intermediary};
    notice.direct_payment = row.direct_payment;
    Follow{tx, notice, biller, document_id, row.external_ref, context}.run();
  }
}

}  // namespace airut::gateway
