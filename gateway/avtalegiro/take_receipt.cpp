#include "gateway/avtalegiro/take_receipt.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/avtalegiro/send_transmission.hpp"
#include "gateway/avtalegiro/take_mandates.hpp"
#include "gateway/deviations/hear.hpp"
#include "ledger/store/debits.hpp"

namespace airut::gateway {
namespace {

using ReceiptKind = netsgiro::Receipt::Kind;

bool is_out(ledger::DebitClaimRow const& claim) {
  return claim.state == "sent" || claim.state == "withdrawing" || claim.state == "unpaid";
}

class ReceiptTaker {
 public:
  ReceiptTaker(ledger::Transaction& tx, ClearingContext const& context, std::string_view bytes,
               std::string const& file_id)
      : tx_(tx), context_(context), bytes_(bytes), file_id_(file_id) {}

  ReceiptTake run(netsgiro::Receipt const& receipt) {
    taken_.busy = speaks_of_sending(receipt);
    if (taken_.busy) return std::move(taken_);
    if (receipt.kind == ReceiptKind::claims_refused) {
      for (auto const& claim : receipt.claims) refuse(claim);
      return std::move(taken_);
    }
    auto const row = transmission_of(receipt);
    if (!row) {
      taken_.unmatched = fmt::format("transmission {}", receipt.transmission);
      return std::move(taken_);
    }
    taken_.about = row->id;
    receipt.refuses ? refuse_whole(*row, receipt.text) : receive(*row);
    return std::move(taken_);
  }

 private:
  bool speaks_of_sending(netsgiro::Receipt const& receipt) {
    auto const is_sending = [](std::optional<ledger::TransmissionRow> const& row) {
      return row && row->state == "sending";
    };
    if (receipt.kind != ReceiptKind::claims_refused) return is_sending(transmission_of(receipt));
    return std::any_of(receipt.claims.begin(), receipt.claims.end(), [&](auto const& refused) {
      auto const claim = claim_of(refused);
      return claim && is_sending(carrier_of(*claim));
    });
  }

  // The transmission in which a claim lies that is not known to have arrived.
  std::optional<ledger::TransmissionRow> carrier_of(ledger::DebitClaimRow const& claim) {
    if (claim.state != "placed") return std::nullopt;
    return ledger::find_transmission(tx_, context_.tenant, claim.transmission_id);
  }

  bool may_be_out(ledger::DebitClaimRow const& claim) {
    auto const carrier = carrier_of(claim);
    return is_out(claim) || (carrier && carrier->state != "made");
  }

  // By its number, or by the name of its file, which begins with its id.
  std::optional<ledger::TransmissionRow> transmission_of(netsgiro::Receipt const& receipt) {
    if (receipt.transmission > 0) {
      auto row = ledger::transmission_by_number(tx_, context_.tenant, context_.channel,
                                                receipt.transmission);
      return row && row->state != "made" ? row : std::nullopt;
    }
    auto const at = receipt.text.find("trm_");
    if (at == std::string::npos) return std::nullopt;
    auto const end = receipt.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789", at + 4);
    auto row = ledger::find_transmission(tx_, context_.tenant, receipt.text.substr(at, end - at));
    return row && row->channel == context_.channel && row->state != "made" ? row : std::nullopt;
  }

  // What arrived is known now, whatever the transport said.
  ledger::TransmissionRow known_sent(ledger::TransmissionRow const& row) {
    if (!resolve_transmission(tx_, context_, row, true, "receipt")) return row;
    return *ledger::find_transmission(tx_, context_.tenant, row.id);
  }

  void change(ledger::TransmissionRow const& row, std::string to, std::string code) {
    ledger::TransmissionChanged fact;
    fact.transmission_id = row.id;
    fact.from = row.state;
    fact.to = std::move(to);
    fact.event = "receipt";
    fact.code = std::move(code);
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }

  bool tell(ledger::DebitClaimRow const& claim, News const& news) {
    auto const delivery = ledger::find_delivery(tx_, context_.tenant, claim.id);
    if (!delivery) return false;
    auto const heard = hear(tx_, *delivery, news, context_.step());
    if (!heard) return false;
    taken_.queued |= *heard;
    ++taken_.items;
    return true;
  }

  void receive(ledger::TransmissionRow const& before) {
    auto const row = known_sent(before);
    if (row.state != "sent") return;  // received or refused before
    change(row, "received", "");
    News news;
    news.evidence = channels::Evidence::accepted_by_operator;
    news.native_code = "L226";
    news.receipt = bytes_;
    for (auto const& claim : ledger::claims_of_transmission(tx_, context_.tenant, row.id)) {
      if (is_out(claim)) tell(claim, news);
    }
  }

  void refuse_whole(ledger::TransmissionRow const& before, std::string const& text) {
    auto const row = known_sent(before);
    if (row.state != "sent" && row.state != "received") return;
    constexpr std::string_view code = "avtalegiro.transmission_rejected";
    change(row, "rejected", std::string{code});
    News news;
    news.code = code;
    news.native_code = "L200";
    news.excerpt = text;
    news.receipt = bytes_;
    for (auto const& claim : ledger::claims_of_transmission(tx_, context_.tenant, row.id)) {
      if (is_out(claim)) reject(claim, news);
    }
  }

  void reject(ledger::DebitClaimRow const& claim, News const& news) {
    if (!tell(claim, news)) return;
    tx_.append(context_.tenant, context_.actor, context_.now,
               ledger::DebitClaimChanged{claim.id, claim.invoice_id, "rejected", news.code});
  }

  // What lies in a transmission of which nobody knew whether it arrived is there.
  ledger::DebitClaimRow known_out(ledger::DebitClaimRow const& claim) {
    auto const row = carrier_of(claim);
    if (!row || !resolve_transmission(tx_, context_, *row, true, "receipt")) return claim;
    return ledger::find_debit_claim(tx_, context_.tenant, claim.id).value();
  }

  // By its place in a transmission, else the newest that lies there with this KID and, where they
  // are told, this sum and due day.
  std::optional<ledger::DebitClaimRow> claim_of(netsgiro::RefusedClaim const& refused) {
    auto const fits = [&](ledger::DebitClaimRow const& row) {
      return (refused.kid.empty() || row.kid == refused.kid) &&
             (refused.amount == 0 || row.amount.minor() == refused.amount) &&
             (!refused.due || row.due == *refused.due);
    };
    if (refused.transmission > 0 && refused.assignment > 0) {
      auto const row = ledger::transmission_by_number(tx_, context_.tenant, context_.channel,
                                                      refused.transmission);
      if (!row) return std::nullopt;
      for (auto& claim : ledger::claims_of_transmission(tx_, context_.tenant, row->id)) {
        bool const there =
            claim.assignment == refused.assignment && claim.place == refused.transaction;
        if (there && fits(claim)) return std::move(claim);
      }
      return std::nullopt;
    }
    for (auto& claim : ledger::claims_by_kid(tx_, context_.tenant, context_.channel, refused.kid)) {
      if (may_be_out(claim) && fits(claim)) return std::move(claim);
    }
    return std::nullopt;
  }

  void refuse(netsgiro::RefusedClaim const& refused) {
    auto claim = claim_of(refused);
    if (!claim) {
      taken_.unmatched +=
          fmt::format("line {}: KID {} {}\n", refused.line, refused.kid, refused.reason);
      return;
    }
    claim = known_out(*claim);
    if (!is_out(*claim)) return;  // refused before, or settled
    News news;
    news.native_code = "L00202";
    news.excerpt = refused.reason;
    news.receipt = bytes_;
    if (refused.is_warning) {
      news.code = "avtalegiro.warned";
      tell(*claim, news);
      return;
    }
    auto const code = context_.law.clearing().code_of(avtalegiro_scheme, refused.reason);
    news.code = code.empty() ? "avtalegiro.rejected" : code;
    reject(*claim, news);
    if (news.code == "avtalegiro.mandate_missing") forget_mandate(*claim);
  }

  // The bank knows better than the register.
  void forget_mandate(ledger::DebitClaimRow const& claim) {
    auto const mandate = ledger::find_mandate(tx_, context_.tenant, claim.mandate_id);
    if (mandate && mandate->state == "active")
      taken_.queued |= end_mandate(tx_, context_, *mandate, file_id_);
  }

  ledger::Transaction& tx_;
  ClearingContext const& context_;
  std::string_view bytes_;
  std::string const& file_id_;
  ReceiptTake taken_;
};

}  // namespace

ReceiptTake take_receipt(ledger::Transaction& tx, ClearingContext const& context,
                         netsgiro::Receipt const& receipt, std::string_view bytes,
                         std::string const& file_id) {
  return ReceiptTaker{tx, context, bytes, file_id}.run(receipt);
}

netsgiro::ReceiptWords receipt_words(config::ClearingRules const& rules) {
  auto const of = [&](std::string_view field) { return rules.words(avtalegiro_scheme, field); };
  netsgiro::ReceiptWords words;
  words.file_refused = of("kind_rejected_file");
  words.received = of("kind_received");
  words.claims_refused = of("kind_rejected_claims");
  words.rejection = of("rejection");
  words.transmission = of("transmission");
  words.assignment = of("assignment");
  words.transaction = of("transaction");
  words.kid = of("kid");
  words.amount = of("amount");
  words.due = of("due");
  words.reason = of("reason");
  words.level = of("level");
  words.warning = of("level_warning");
  return words;
}

}  // namespace airut::gateway
