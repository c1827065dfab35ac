#include "gateway/batches/run.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/batches/commit_and_wait.hpp"
#include "gateway/batches/documents.hpp"
#include "gateway/batches/tally.hpp"
#include "gateway/claim/credit_hold.hpp"
#include "gateway/dispatch/render.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/intake/accept.hpp"
#include "gateway/intake/fit_for_route.hpp"
#include "gateway/intake/number_of.hpp"
#include "gateway/log.hpp"

namespace airut::gateway {
namespace {

constexpr std::size_t group_documents = 32;
constexpr std::size_t group_bytes = 4u << 20;
constexpr std::int64_t refusals_enough = 1000;  // where nothing else came before

struct Item {
  std::int64_t position = 0;
  std::string name, number;
  tl::expected<Prepared, model::Findings> prepared;
};

// Thrown to undo the one transaction of an all-or-nothing batch.
class DuplicateInside : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One batch on its way.
class Run {
 public:
  Run(BatchRunner::House& house, ledger::BatchRow row, std::atomic<bool> const& stopping)
      : house_(house),
        row_(std::move(row)),
        stopping_(stopping),
        caller_{row_.tenant, row_.actor, row_.clients} {
    caller_.terms_of = agreed_terms(house_.store, caller_.tenant);
    done_.batch_id = row_.id;
    done_.position = row_.done;
    done_.accepted = row_.accepted;
    done_.rejected = row_.rejected;
    done_.duplicates = row_.duplicates;
    done_.totals = row_.totals;
  }

  // False when it was stopped on the way.
  bool best_effort(std::string_view body) {
    for_each_document(
        body, row_.format, limits(),
        [&](BatchDocument document) {
          add(std::move(document));
          if (group_.size() >= group_documents || bytes_ >= group_bytes) commit_group();
          return !stopping_ && !is_hopeless();
        },
        row_.done);
    if (stopping_) return false;
    if (is_hopeless()) {
      give_up();
      return true;
    }
    if (!group_.empty()) commit_group();
    complete("completed");
    return true;
  }

  // Its body is lost, and nobody sends it again: what it had left is refused.
  void end_without_body() {
    auto const problem = http::problem(
        422, "batch-body-lost",
        fmt::format("The body of the batch was lost; this document and what comes after it, {}"
                    " together, were not taken.",
                    row_.items - done_.position));
    refuse_rest(problem, done_.accepted + done_.duplicates > 0 ? "completed" : "refused");
  }

  bool all_or_nothing(std::string_view body) {
    for_each_document(
        body, row_.format, limits(),
        [&](BatchDocument document) {
          add(std::move(document));
          return !stopping_;
        },
        0);
    if (stopping_) return false;
    bool const good = std::all_of(group_.begin(), group_.end(),
                                  [](Item const& one) { return one.prepared.has_value(); });
    good ? accept_whole() : refuse_whole({});
    return true;
  }

 private:
  config::Limits const& limits() const { return house_.billers.settings().limits; }

  void add(BatchDocument document) {
    bytes_ += document.bytes.size();
    ++position_;
    auto prepared = document.item ? prepare_rows(*document.item, document.bytes)
                                  : prepare(document.bytes, caller_, house_.billers, house_.numbers,
                                            {house_.render.official.get(), house_.clock.now()});
    prepared = fit_for_route(std::move(prepared), caller_,
                             {house_.store, house_.billers, house_.law, house_.render},
                             house_.clock.now());
    auto number = prepared        ? prepared->submission.invoice.number
                  : document.item ? document.item->number
                                  : number_of(document.bytes);
    group_.push_back(
        {row_.done + position_, std::move(document.name), std::move(number), std::move(prepared)});
  }

  // The rows of one invoice of a CSV, kept as they stand in it.
  tl::expected<Prepared, model::Findings> prepare_rows(csv::Item& item, std::string_view rows) {
    if (!item.submission) return tl::unexpected{std::move(item.submission.error())};
    return prepare_submission({*std::move(item.submission), std::move(item.notes), "csv"},
                              {"text/csv", rows}, caller_, house_.billers, house_.numbers);
  }

  void append(ledger::Transaction& tx, ledger::Fact const& fact) {
    tx.append(caller_.tenant, caller_.actor, house_.clock.now(), fact);
  }

  void tell(ledger::Transaction& tx, Item const& item, std::string outcome, std::string invoice_id,
            std::string problem) {
    append(tx, ledger::BatchItemRejected{row_.id, item.position, item.name, item.number,
                                         std::move(outcome), std::move(invoice_id),
                                         std::move(problem)});
  }

  std::string problem_of(Item const& item) const {
    return whole(http::invalid(item.prepared.error(), row_.language));
  }

  // A problem as it is kept: with its type and title.
  std::string whole(std::string_view code, std::string_view body) const {
    auto const& base = house_.billers.settings().public_url;
    return http::problem_document(code, body, {row_.language, base, {}});
  }
  std::string whole(http::Response const& problem) const {
    return whole(problem.problem_code, problem.body);
  }

  Accepted take(ledger::Transaction& tx, Item const& item) {
    AcceptRules const rules{house_.billers, house_.codes, house_.law};
    Asked asked;
    asked.batch_id = row_.id;
    asked.batch_position = item.position;
    asked.batch_item = item.name;
    auto accepted = accept(tx, *item.prepared, caller_, asked, rules, house_.clock.now());
    if (!accepted.warnings.empty()) warn(tx, item, accepted);
    return accepted;
  }

  // What was odd about a document that was accepted all the same.
  void warn(ledger::Transaction& tx, Item const& item, Accepted const& accepted) {
    json::Writer out;
    http::write_findings(out, accepted.warnings, row_.language);
    tell(tx, item, "accepted", accepted.invoice_id, std::move(out).text());
  }

  void take_or_reject(ledger::Transaction& tx, Item const& item, Tally& tally) {
    tally.fact.position = item.position;
    if (!item.prepared) {
      ++tally.fact.rejected;
      return tell(tx, item, "rejected", "", problem_of(item));
    }
    auto const accepted = take(tx, item);
    if (accepted.kind == Accepted::Kind::duplicate) {
      ++tally.fact.duplicates;
      return tell(tx, item, "duplicate", accepted.invoice_id,
                  whole("duplicate-invoice", accepted.body));
    }
    tally.add(*item.prepared);
    tally.queued |= accepted.queued;
  }

  void commit_group() {
    try {
      commit_items(group_);
    } catch (ledger::StoreLost const&) {
      throw;
    } catch (std::exception const& fault) {
      log_failure(row_.id, fault.what());
      commit_one_by_one();
    }
    group_.clear();
    bytes_ = 0;
  }

  void commit_items(std::span<Item const> items) {
    Tally tally;
    commit_and_wait(house_.store, [&](ledger::Transaction& tx) {
      tally = Tally{done_, false};
      for (auto const& item : items) take_or_reject(tx, item, tally);
      append(tx, tally.fact);
    });
    done_ = tally.fact;
    if (tally.queued) house_.wake();
  }

  // One document broke its group: it alone is refused.
  void commit_one_by_one() {
    for (auto const& item : group_) {
      try {
        commit_items({&item, 1});
      } catch (ledger::StoreLost const&) {
        throw;
      } catch (std::exception const& fault) {
        log_failure(row_.id, fault.what());
        auto fact = done_;
        fact.position = item.position;
        ++fact.rejected;
        commit_and_wait(house_.store, [&](ledger::Transaction& tx) {
          auto const problem =
              http::problem(500, "internal", "The gateway failed on this document.", true);
          tell(tx, item, "rejected", "", whole(problem));
          append(tx, fact);
        });
        done_ = fact;
      }
    }
  }

  // Nothing but refusals, and many: the rest is of the same kind, and each costs its place in the
  // journal.
  bool is_hopeless() const {
    return group_.empty() && done_.rejected >= refusals_enough &&
           done_.rejected == done_.position && done_.position < row_.items;
  }

  void give_up() {
    auto const problem = http::problem(
        422, "batch-given-up",
        fmt::format("The first {} documents were all refused; this one and what comes after it, {}"
                    " together, were not looked at.",
                    done_.position, row_.items - done_.position));
    refuse_rest(problem, "refused");
  }

  void refuse_rest(http::Response const& problem, std::string const& status) {
    Item const next{done_.position + 1, "", "", {}};
    auto fact = done_;
    fact.position = row_.items;
    fact.rejected += row_.items - done_.position;
    commit_and_wait(house_.store, [&](ledger::Transaction& tx) {
      tell(tx, next, "rejected", "", whole(problem));
      append(tx, fact);
      append(tx, ledger::BatchCompleted{row_.id, status});
    });
  }

  void complete(std::string status) {
    commit_and_wait(house_.store, [&](ledger::Transaction& tx) {
      append(tx, ledger::BatchCompleted{row_.id, status});
    });
  }

  struct Duplicate {
    Item const* item;
    std::string invoice_id, problem;
  };

  void accept_whole() {
    std::vector<Duplicate> duplicates;
    Tally tally;
    try {
      commit_and_wait(house_.store, [&](ledger::Transaction& tx) {
        duplicates.clear();
        tally = Tally{done_, false};
        for (auto const& item : group_) {
          tally.fact.position = item.position;
          auto const accepted = take(tx, item);
          if (accepted.kind == Accepted::Kind::duplicate) {
            duplicates.push_back(
                {&item, accepted.invoice_id, whole("duplicate-invoice", accepted.body)});
            continue;
          }
          tally.add(*item.prepared);
          tally.queued |= accepted.queued;
        }
        if (!duplicates.empty()) throw DuplicateInside{"an invoice is here already"};
        append(tx, tally.fact);
        append(tx, ledger::BatchCompleted{row_.id, "completed"});
      });
      if (tally.queued) house_.wake();
    } catch (DuplicateInside const&) {
      refuse_whole(duplicates);
    }
  }

  void refuse_whole(std::vector<Duplicate> const& duplicates) {
    commit_and_wait(house_.store, [&](ledger::Transaction& tx) {
      auto fact = done_;
      fact.position = row_.items;
      for (auto const& item : group_) {
        if (item.prepared) continue;
        ++fact.rejected;
        tell(tx, item, "rejected", "", problem_of(item));
      }
      for (auto const& one : duplicates) {
        ++fact.duplicates;
        tell(tx, *one.item, "duplicate", one.invoice_id, one.problem);
      }
      append(tx, fact);
      append(tx, ledger::BatchCompleted{row_.id, "refused"});
    });
  }

  BatchRunner::House& house_;
  ledger::BatchRow row_;
  std::atomic<bool> const& stopping_;
  Caller caller_;
  std::vector<Item> group_;
  std::size_t bytes_ = 0;
  std::int64_t position_ = 0;  // documents seen in this run
  ledger::BatchAdvanced done_;
};

}  // namespace

void log_failure(std::string_view batch_id, std::string_view detail) {
  log_seldom("error", "batch-failed", {{"batch_id", batch_id}, {"detail", detail}});
}

bool run_batch(BatchRunner::House& house, ledger::BatchRow row, std::string_view body,
               std::atomic<bool> const& stopping) {
  bool const whole = row.mode == "all_or_nothing";
  Run one{house, std::move(row), stopping};
  return whole ? one.all_or_nothing(body) : one.best_effort(body);
}

void end_without_body(BatchRunner::House& house, ledger::BatchRow row) {
  std::atomic<bool> const never = false;
  Run{house, std::move(row), never}.end_without_body();
}

}  // namespace airut::gateway
