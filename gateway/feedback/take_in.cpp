#include "gateway/feedback/take_in.hpp"

#include <set>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "gateway/dispatch/one_by_one.hpp"
#include "gateway/feedback/recipient_notice.hpp"
#include "gateway/feedback/spoken_of.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/received.hpp"
#include "ledger/store/sender_notices.hpp"

namespace airut::gateway {
namespace {

constexpr std::size_t named_in_excerpt = 10;

// About no delivery.
ledger::DeviationOpened deviation_of(std::string_view code, std::string const& channel,
                                     std::string const& client, StepContext const& context) {
  auto const& known = context.codes.find(code);
  auto fact = new_deviation(known, channel + "|" + client, context.now);
  fact.client = client;
  fact.channel = channel;
  return fact;
}

// What a message of the file says of messages that are not ours, in its words.
struct Strangers {
  std::vector<std::string> documents, notices;
};

// One file's way in.
class TakingIn {
 public:
  TakingIn(ledger::Transaction& tx, NetworkFile const& file, StepContext const& context,
           config::FeedbackTables const& tables)
      : tx_(tx), file_(file), context_(context), tables_(tables) {}

  TakenFile run() {
    taken_.busy = is_busy();
    if (taken_.busy) return taken_;
    for (auto const& part : file_.parts) take(part);
    return taken_;
  }

 private:
  std::optional<ledger::DeliveryRow> delivery_of(StatusWord const& word) {
    return spoken_of(tx_, context_.billers, {file_.channel, file_.tenant, word.message_id});
  }

  // The attempts of files that follow the document are no repetitions of it.
  ledger::DeliveryRow as_one_file(ledger::DeliveryRow delivery) {
    auto const files = count_files(tx_, context_.billers, delivery);
    bool const partly = files.taken > 0 && delivery.attempt_count > 1;
    delivery.attempt_count -= partly ? static_cast<int>(files.taken) : 0;
    return delivery;
  }

  bool is_busy() {
    for (auto const& part : file_.parts) {
      for (auto const& word : part.words) {
        auto const row = delivery_of(word);
        if (row && must_wait(*row)) return true;
        auto const notice = row ? std::nullopt : notice_of(word.message_id);
        if (notice && notice->state == "sending") return true;
      }
    }
    return false;
  }

  void take(ReadPart const& part) {
    ++taken_.parts;
    auto const digest = model::sha256_hex(part.bytes);
    auto fact = fact_of(part, digest);
    if (ledger::came_before(tx_, file_.channel, fact.message_id, fact.instance_id)) {
      ++taken_.seen_before;
      return;
    }
    tenant_ = file_.tenant.empty() ? context_.billers.tenants().front().id : file_.tenant;
    spoken_to_.clear();
    fact.payload_digest = ledger::keep_document(tx_, "application/octet-stream", part.bytes);
    follow(part, fact);
    tx_.append(tenant_, context_.actor, context_.now, fact);
    tx_.append(tenant_, context_.actor, context_.now,
               ledger::StatusTold{fact.document_id, "none", "", ""});
  }

  // Addresses in frames may be a consumer's account: kept in the bytes, not in the fact.
  ledger::DocumentReceived fact_of(ReadPart const& part, std::string const& digest) const {
    constexpr std::size_t short_digest = 16;
    ledger::DocumentReceived fact;
    fact.document_id = model::new_id("rcd", context_.now);
    fact.channel = file_.channel;
    fact.kind = part.kind;
    fact.document_type = part.document_type;
    fact.problem = part.problem;
    auto const id = part.frame ? part.frame->message_id : file_.name;
    fact.message_id = fmt::format("{}#{}", id, digest.substr(0, short_digest));
    fact.instance_id = digest;
    if (part.frame) fact.sender = part.frame->from.intermediary;
    return fact;
  }

  void follow(ReadPart const& part, ledger::DocumentReceived& fact) {
    Strangers unknown;
    for (auto const& word : part.words) hear_word(word, fact, unknown);
    if (spoken_to_.size() == 1) tenant_ = *spoken_to_.begin();
    if (spoken_to_.size() > 1) fact.about.clear(), fact.client.clear();
    open_unmatched("feedback.unmatched", unknown.documents, part);
    open_unmatched("finvoice.notice_service_error", unknown.notices, part);
    if (part.notice) take_notice(*part.notice, fact);
    if (part.kind != "unreadable") return;
    ++taken_.unreadable;
    open("feedback.unreadable", fmt::format("{}: {}", file_.name, part.problem), {});
  }

  void hear_word(StatusWord const& word, ledger::DocumentReceived& fact, Strangers& unknown) {
    auto const delivery = delivery_of(word);
    if (!delivery && hear_of_notice(word, fact)) return;
    if (!delivery) {
      auto& those = is_about_notice(word) ? unknown.notices : unknown.documents;
      those.push_back(fmt::format("{} ({} {})", word.message_id, word.code, word.text));
      return;
    }
    fact.about = delivery->id;
    fact.client = delivery->client;
    spoken_to_.insert(delivery->tenant);
    auto const news = news_of(word, as_one_file(*delivery), tables_);
    if (!news) return;
    auto const heard = hear(tx_, *delivery, *news, context_);
    if (!heard) {
      fact.problem = heard.error();
      return;
    }
    ++taken_.heard;
    taken_.queued = taken_.queued || *heard;
  }

  std::optional<ledger::SenderNoticeRow> notice_of(std::string const& message_id) {
    for (auto const& tenant : context_.billers.tenants()) {
      if (!file_.tenant.empty() && file_.tenant != tenant.id) continue;
      auto row = ledger::find_sender_notice(tx_, tenant.id, message_id);
      if (row && row->channel == file_.channel) return row;
    }
    return std::nullopt;
  }

  // By its code: the notification service has codes of its own.
  bool is_about_notice(StatusWord const& word) const {
    auto const meaning = tables_.meaning(word.profile, word.code);
    return meaning && (meaning->word == "finvoice.notice_refused" ||
                       meaning->word == "finvoice.notice_service_error");
  }

  // A biller's own notification that the bank speaks of.
  bool hear_of_notice(StatusWord const& word, ledger::DocumentReceived& fact) {
    auto const notice = notice_of(word.message_id);
    if (!notice) return false;
    spoken_to_.insert(notice->tenant);
    fact.about = notice->id;
    fact.client = notice->client;
    ++taken_.heard;
    auto const meaning = tables_.meaning(word.profile, word.code);
    bool const bad = !meaning || meaning->effect == config::FeedbackMeaning::Effect::deviation;
    if (!bad || notice->state == "refused") return true;
    ledger::SenderNoticeMoved moved;
    moved.notice_id = notice->id;
    moved.from = notice->state;
    moved.to = "refused";
    moved.code = "finvoice.notice_refused";
    moved.native_code = fmt::format("{} {}", word.profile, word.code);
    moved.personal_excerpt = word.text;
    tx_.append(notice->tenant, context_.actor, context_.now, moved);
    auto deviation = deviation_of(moved.code, file_.channel, notice->client, context_);
    deviation.native_code = notice->id;
    deviation.personal_excerpt =
        fmt::format("{} {} {}: {}", notice->action, notice->bank, word.code, word.text);
    tx_.append(notice->tenant, context_.actor, context_.now, deviation);
    return true;
  }

  void take_notice(finvoice_notice::ReceiverNotice const& notice, ledger::DocumentReceived& fact) {
    auto const biller = biller_of(notice, context_.billers, file_.tenant);
    if (!biller.tenant.empty()) tenant_ = biller.tenant;
    if (biller.client != nullptr) fact.client = biller.client->ref;
    auto const end = follow_notice(tx_, notice, biller, fact.document_id, context_);
    fact.problem = end.text;
    if (end.followed) {
      ++taken_.heard;
      return;
    }
    ++taken_.unmatched;
    open_order(notice, end.text, fact);
  }

  // Who he is and what becomes of him is for a person.
  void open_order(finvoice_notice::ReceiverNotice const& notice, std::string const& why,
                  ledger::DocumentReceived const& fact) {
    auto words =
        fmt::format("{} {}, {} {}, {}\n{}", finvoice_notice::action_text(notice.action),
                    notice.buyer_name, notice.recipient.address, notice.recipient.intermediary,
                    model::instant_text(notice.stated), why);
    if (notice.direct_payment) words += "\nsuoramaksu";
    for (auto const& one : notice.identifiers) {
      words += fmt::format("\n{}: {}", finvoice_notice::kind_code(one.kind), one.text);
    }
    if (!notice.remittance.empty()) words += "\n" + notice.remittance;
    open("finvoice.order_waits", words, fact.client, fact.document_id);
  }

  void open_unmatched(std::string_view code, std::vector<std::string> const& unknown,
                      ReadPart const& part) {
    if (unknown.empty()) return;
    taken_.unmatched += static_cast<std::int64_t>(unknown.size());
    auto const shown = std::min(unknown.size(), named_in_excerpt);
    auto words = fmt::format("{}: {}", file_.name, part.document_type);
    for (std::size_t i = 0; i < shown; ++i) words += "\n" + unknown[i];
    if (shown < unknown.size()) words += fmt::format("\nand {} more", unknown.size() - shown);
    open(code, std::move(words), {});
  }

  void open(std::string_view code, std::string excerpt, std::string const& client,
            std::string const& native_code = {}) {
    auto fact = deviation_of(code, file_.channel, client, context_);
    fact.native_code = native_code;
    fact.personal_excerpt = std::move(excerpt);
    tx_.append(tenant_, context_.actor, context_.now, fact);
  }

  ledger::Transaction& tx_;
  NetworkFile const& file_;
  StepContext const& context_;
  config::FeedbackTables const& tables_;
  TakenFile taken_;
  // Whose journal the part at hand goes to: that of the only tenant whom it speaks to, else that of
  // who keeps the channel.
  std::string tenant_;
  std::set<std::string> spoken_to_;
};

}  // namespace

std::optional<News> news_of(StatusWord const& word, ledger::DeliveryRow const& delivery,
                            config::FeedbackTables const& tables) {
  using Effect = config::FeedbackMeaning::Effect;
  News news;
  news.native_code = fmt::format("{} {}", word.profile, word.code);
  news.excerpt = word.text;
  auto const meaning = tables.meaning(word.profile, word.code);
  if (!meaning) {
    news.code = "finvoice.other";
    return news;
  }
  switch (meaning->effect) {
    case Effect::nothing:
      return std::nullopt;
    case Effect::evidence:
      news.evidence = channels::parse_evidence(meaning->word);
      return news;
    case Effect::deviation:
      news.code = meaning->word;
      return news;
    case Effect::duplicate:
      break;
  }
  // The same id again is what a repeated attempt looks like from the other side.
  if (delivery.attempt_count > 1) {
    news.evidence = channels::Evidence::accepted_by_operator;
  } else {
    news.code = "finvoice.duplicate_message";
  }
  return news;
}

TakenFile take_in(ledger::Transaction& tx, NetworkFile const& file, StepContext const& context,
                  config::FeedbackTables const& tables) {
  return TakingIn{tx, file, context, tables}.run();
}

}  // namespace airut::gateway
