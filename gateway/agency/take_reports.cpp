#include "gateway/agency/take_reports.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "formats/collection/read.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/claim/remittance.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

using collection::CaseReport;
using ledger::collection::By;

constexpr std::size_t told_at_once = 20;  // refusals that one deviation names

// A question of the agency is a message that needs an answer, too.
void ask(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row,
         CaseNews const& news) {
  ledger::MessageWritten fact;
  fact.message_id = model::new_id("msg", context.now);
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.author = "agency";
  fact.recipient = "biller";
  fact.about = "content";
  fact.needs_answer = true;
  fact.personal_text = news.note;
  tx.append(context.tenant, context.actor, context.now, fact);
}

class Taking {
 public:
  Taking(ledger::Transaction& tx, DayContext const& context, AgencyFile const& file,
         std::vector<std::string> const& clients)
      : tx_(tx), context_(context), file_(file), clients_(clients) {}

  TakenReports run() {
    auto const digest = model::sha256_hex(file_.bytes);
    if (auto const before =
            ledger::find_collection_file(tx_, context_.tenant, file_.partner, digest)) {
      taken_.file_id = before->id;
      taken_.seen_before = true;
      return std::move(taken_);
    }
    taken_.file_id = model::new_id("acf", context_.now);
    ledger::keep_document(tx_, "application/octet-stream", file_.bytes);
    auto const reports = collection::read_reports(file_.bytes);
    if (reports) {
      for (auto const& one : *reports) taken_.outcomes.push_back(take(one));
      for (auto const& client : paid_) lay_waiting(client);
    } else {
      taken_.faults = reports.error();
    }
    keep(digest);
    return std::move(taken_);
  }

 private:
  bool may_tell(std::string const& client) const {
    return clients_.empty() ||
           std::find(clients_.begin(), clients_.end(), client) != clients_.end();
  }

  // By its own id, the id of the order that asked for it, or the invoice's number among the clients
  // whose agency this is.
  std::optional<ledger::CaseRow> case_for(CaseReport const& report) {
    if (report.case_id.empty()) return case_by_number(report.invoice_number);
    auto const order = ledger::find_letter(tx_, context_.tenant, report.case_id);
    auto found = order ? ledger::case_of(tx_, context_.tenant, order->receivable_id)
                       : ledger::find_case(tx_, context_.tenant, report.case_id);
    return found && is_ours(*found) ? found : std::nullopt;
  }

  bool is_ours(ledger::CaseRow const& row) const {
    return row.partner == file_.partner && may_tell(row.client);
  }

  // Where two clients have an invoice of this number there, neither is meant for certain.
  std::optional<ledger::CaseRow> case_by_number(std::string const& number) {
    auto const* tenant = context_.billers.tenant(context_.tenant);
    if (number.empty() || tenant == nullptr) return std::nullopt;
    std::optional<ledger::CaseRow> only;
    for (auto const& client : tenant->clients) {
      auto const item =
          ledger::receivable_by_invoice_number(tx_, context_.tenant, client.ref, number);
      auto found = item ? ledger::case_of(tx_, context_.tenant, item->id) : std::nullopt;
      if (!found || !is_ours(*found)) continue;
      if (only) return std::nullopt;
      only = std::move(found);
    }
    return only;
  }

  // nullopt: an amount is none of the claim's currency.
  std::optional<CaseNews> news_of(CaseReport const& report, model::Currency currency) {
    CaseNews news;
    news.event = report.event;
    news.reason = report.reason;
    news.agency_reference = report.agency_reference;
    news.note = report.note;
    news.report_id = report.report_id;
    news.day = report.day;
    news.until = report.until;
    news.settlement_id = report.settlement_id;
    if (report.event != "payment_reported") return news;
    ledger::Components paid;
    for (auto const& [text, sum] : {std::pair{&report.principal, &paid.principal},
                                    {&report.interest, &paid.interest},
                                    {&report.fee, &paid.fee},
                                    {&report.cost, &paid.cost}}) {
      auto const amount =
          text->empty() ? model::Money{0, currency} : model::Money::parse(*text, currency);
      if (!amount) return std::nullopt;
      *sum = *amount;
    }
    news.paid = paid;
    return news;
  }

  static ReportOutcome refused(ReportOutcome outcome, std::string code, std::string problem) {
    outcome.outcome = "refused";
    outcome.code = std::move(code);
    outcome.problem = std::move(problem);
    return outcome;
  }

  ReportOutcome take(CaseReport const& report) {
    ReportOutcome outcome{report.report_id, report.case_id, "taken", "", ""};
    auto const row = case_for(report);
    if (!row) return refused(outcome, "not-found", "The agency has no such case.");
    outcome.case_id = row->id;
    client_ = row->client;
    auto const news = news_of(report, row->open.principal.currency());
    if (!news) return refused(outcome, "wrong-value", "An amount cannot be read.");
    auto const repeated = take_news(tx_, context_, *row, By::agency, *news);
    if (!repeated) return refused(outcome, repeated.error().code, repeated.error().text);
    if (*repeated) outcome.outcome = "repeated";
    if (!*repeated && news->paid) paid_.insert(row->client);
    return outcome;
  }

  // Money may have come before the reports that it is of.
  void lay_waiting(std::string const& client) {
    ClaimContext const claim{context_.billers, context_.law, context_.tenant, context_.actor,
                             context_.now};
    take_up_waiting_remittances(tx_, claim, client);
  }

  void keep(std::string const& digest) {
    ledger::CollectionFileTaken fact;
    fact.file_id = taken_.file_id;
    fact.client = client_;
    fact.partner = file_.partner;
    fact.name = file_.name;
    fact.digest = digest;
    fact.reports = static_cast<std::int64_t>(taken_.outcomes.size());
    std::string words;
    std::size_t named = 0;
    for (auto const& one : taken_.outcomes) {
      ++(one.outcome == "taken"      ? fact.taken
         : one.outcome == "repeated" ? fact.repeated
                                     : fact.refused);
      if (one.outcome != "refused" || ++named > told_at_once) continue;
      words += fmt::format("\n{} {}: {}", one.report_id, one.case_id, one.problem);
    }
    if (!taken_.faults.empty()) fact.problem = taken_.faults.front().detail;
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
    if (!fact.problem.empty()) return open("feedback.unreadable", "\n" + fact.problem);
    if (!words.empty()) open("feedback.unmatched", words);
  }

  void open(std::string_view code_text, std::string const& words) {
    auto const& code = context_.codes.find(code_text);
    auto fact = new_deviation(code, file_.partner + "|" + taken_.file_id, context_.now);
    fact.client = client_;
    fact.channel = file_.partner;
    fact.personal_excerpt = file_.name + words;
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }

  ledger::Transaction& tx_;
  DayContext const& context_;
  AgencyFile const& file_;
  std::vector<std::string> const& clients_;
  TakenReports taken_;
  std::string client_;          // of the case at hand
  std::set<std::string> paid_;  // clients of whom a payment was reported
};

}  // namespace

tl::expected<bool, CaseRefusal> take_news(ledger::Transaction& tx, DayContext const& context,
                                          ledger::CaseRow const& row, By who,
                                          CaseNews const& news) {
  bool const question = news.event == "question";
  if (question && news.note.empty()) {
    return tl::unexpected{CaseRefusal{"required", "A question needs a note."}};
  }
  bool const again =
      !news.report_id.empty() && ledger::was_reported(tx, context.tenant, row.id, news.report_id);
  auto const moved = move_case(tx, context, row, who, news);
  if (!moved) return tl::unexpected{moved.error()};
  if (question && !again) ask(tx, context, row, news);
  return again;
}

TakenReports take_reports(ledger::Transaction& tx, DayContext const& context,
                          AgencyFile const& file, std::vector<std::string> const& clients) {
  return Taking{tx, context, file, clients}.run();
}

}  // namespace airut::gateway
