#include "gateway/avtalegiro/take_file.hpp"

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "formats/netsgiro/mandates.hpp"
#include "formats/netsgiro/read.hpp"
#include "gateway/avtalegiro/take_mandates.hpp"
#include "gateway/avtalegiro/take_receipt.hpp"
#include "gateway/avtalegiro/tell.hpp"
#include "gateway/claim/import.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/mandates.hpp"

namespace airut::gateway {
namespace {

std::string told(model::Findings const& findings) {
  std::string text;
  for (auto const& one : findings) {
    if (!text.empty()) text += '\n';
    text += one.line > 0 ? fmt::format("line {}: {}", one.line, one.detail) : one.detail;
  }
  return text;
}

class ClearingFileTaker {
 public:
  ClearingFileTaker(ledger::Transaction& tx, ClearingContext const& context,
                    ClearingMail const& mail)
      : tx_(tx), context_(context), mail_(mail) {}

  ClearingFileTake run() {
    fact_.digest = model::sha256_hex(mail_.bytes);
    fact_.channel = context_.channel;
    fact_.name = mail_.name;
    auto const before = ledger::clearing_file_by_digest(tx_, context_.tenant, fact_.digest);
    bool const again = before && before->outcome != "taken" && mail_.confirmed;
    if (before && !again) return seen(*before);
    fact_.file_id = before ? before->id : model::new_id("clf", context_.now);
    fact_.outcome = "taken";
    netsgiro::looks_like_netsgiro(mail_.bytes) ? take_records() : take_receipt_file();
    if (busy_) {
      ClearingFileTake later;
      later.busy = true;
      return later;
    }
    ledger::keep_document(tx_, "application/octet-stream", mail_.bytes);
    tx_.append(context_.tenant, context_.actor, context_.now, fact_);
    tell();
    return {fact_.file_id, fact_.kind, fact_.outcome, fact_.detail,
            fact_.items,   false,      queued_,       false};
  }

 private:
  static ClearingFileTake seen(ledger::ClearingFileRow const& row) {
    return {row.id, row.kind, row.outcome, row.detail, row.items, true, false, false};
  }

  void refuse(std::string detail) {
    fact_.outcome = "refused";
    fact_.detail = std::move(detail);
  }

  // Mandates and payments may stand in one transmission: both are understood before one is taken.
  void take_records() {
    fact_.kind = "unknown";
    auto const payments = netsgiro::read_ocr(mail_.bytes);
    if (!payments) return refuse(told(payments.error()));
    auto const mandates = netsgiro::read_mandates(mail_.bytes);
    if (!mandates) return refuse(told(mandates.error()));
    fact_.kind = payments->accounts.empty() ? "mandates" : "payments";
    auto const strangers = check_accounts(*payments, context_.billers, context_.tenant);
    if (!strangers.empty()) return refuse(told(strangers));
    auto const taken = take_mandates(tx_, context_, *mandates, fact_.file_id, mail_.confirmed);
    if (!taken) {
      refuse(taken.error().text);
      if (taken.error().implausible) fact_.outcome = "held";
      return;
    }
    fact_.items = taken->changes;
    queued_ = taken->queued;
    if (payments->accounts.empty()) return;
    ImportContext const import{context_.billers, context_.law, context_.tenant, context_.actor,
                               context_.now};
    auto const imported = import_file(tx_, *payments, mail_.bytes, import);
    tell_imported(tx_, imported, import, context_.codes);
    fact_.about = imported.file_id;
    fact_.items += static_cast<std::int64_t>(imported.payments.size());
  }

  void take_receipt_file() {
    fact_.kind = "unknown";
    auto const words = receipt_words(context_.law.clearing());
    auto const receipt = netsgiro::read_receipt(mail_.name, mail_.bytes, words);
    if (!receipt) return refuse(told(receipt.error()));
    using Kind = netsgiro::Receipt::Kind;
    fact_.kind = receipt->kind == Kind::claims_refused ? "rejected_claims"
                 : receipt->refuses                    ? "rejected_file"
                                                       : "received";
    auto const taken = take_receipt(tx_, context_, *receipt, mail_.bytes, fact_.file_id);
    busy_ = taken.busy;
    fact_.about = taken.about;
    fact_.items = taken.items;
    fact_.detail = taken.unmatched;
    queued_ = taken.queued;
    if (taken.unmatched.empty()) return;
    open_trouble(tx_, context_,
                 {"clearing.receipt_unmatched", fact_.file_id, taken.unmatched, "", ""});
  }

  void tell() {
    if (fact_.outcome == "taken") {
      close_trouble(tx_, context_, "avtalegiro.mandates_implausible", fact_.file_id);
      return;
    }
    auto const code =
        fact_.outcome == "held" ? "avtalegiro.mandates_implausible" : "clearing.file_unreadable";
    open_trouble(tx_, context_,
                 {code, fact_.file_id, fmt::format("{} {}", fact_.name, fact_.detail), "", ""});
  }

  ledger::Transaction& tx_;
  ClearingContext const& context_;
  ClearingMail const& mail_;
  ledger::ClearingFileTaken fact_;
  bool queued_ = false, busy_ = false;
};

}  // namespace

ClearingFileTake take_clearing_file(ledger::Transaction& tx, ClearingContext const& context,
                                    ClearingMail const& mail) {
  return ClearingFileTaker{tx, context, mail}.run();
}

}  // namespace airut::gateway
