#include <random>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/books/feed.hpp"
#include "gateway/claim/set_terms.hpp"
#include "gateway/claim/write_message.hpp"
#include "tests/claim/house.hpp"

// Lives by chance: whatever debtors, banks, clerks and agencies do in whatever order, money adds
// up, the law is kept, a second run of a day does nothing and a replay gives the same rows.
using namespace airut;
using namespace airut::tests;
using ledger::collection::By;
using std::chrono::days;

namespace {

using Actions = std::vector<char const*>;

std::string long_policy(char const* valid_from, int after_days, char const* more,
                        Actions const& actions = {"first_reminder", "second_reminder",
                                                  "payment_demand", "collection_order"}) {
  auto toml = fmt::format(R"(
[[tenant.policy]]
name = "policy"
{}
grace_days = 0
bank_data_age_days = 5
collection_automatic = true
{}
[tenant.policy.plan]
interest = "runs"
)",
                          valid_from, more);
  bool is_first = true;
  for (auto const* action : actions) {
    toml += fmt::format("[[tenant.policy.step]]\naction = \"{}\"\n", action);
    if (is_first) toml += fmt::format("after_days = {}\ntone = \"friendly\"\n", after_days);
    is_first = false;
  }
  return toml;
}

std::string changing_policies() {
  return long_policy("", 14, "") +
         long_policy("valid_from = \"2024-02-15\"", 20, "one_letter = true") +
         long_policy("valid_from = \"2024-04-01\"", 16, "minimum_minor = 2000");
}

// The same until April, then two steps only, or one.
std::string shorter_policies(bool one) {
  auto const steps =
      one ? Actions{"collection_order"} : Actions{"first_reminder", "collection_order"};
  return long_policy("", 14, "") +
         long_policy("valid_from = \"2024-02-15\"", 20, "one_letter = true") +
         long_policy("valid_from = \"2024-03-10\"", 16, "", steps);
}

class Lives {
 public:
  Lives(unsigned seed, char const* country) : random_(seed), house_(changing_policies(), country) {}

  void live() {
    house_.today(day("2023-12-20"));
    for (int i = 0; i < 6; ++i) submit();
    // Over the turn of the year, the leap day and the half-year.
    for (auto at = day("2023-12-21"); at < day("2024-07-20"); at += days{1 + pick(3)}) {
      house_.today(at);
      for (int i = pick(3); i > 0; --i) happen();
      bank();
      house_.run();
      CHECK(house_.run() == 0);  // that the first run's orders have left is noted now
      auto const events = house_.events();
      CHECK(house_.run() == 0);
      CHECK(house_.events() == events);
      if (++days_ % 10 == 0) {
        for (auto const& one : house_.broken()) FAIL_CHECK(one);
      }
    }
  }

  ClaimHouse& house() { return house_; }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

  void submit() {
    auto const number = std::to_string(items_.size() + 1);
    auto const* type = pick(2) == 0 ? "consumer" : "business";
    auto const amount = fmt::format("{}.{:02}", 20 + pick(3000), pick(100));
    auto const due = house_.day_now() + days{pick(4) == 0 ? 3 : 14};
    items_.push_back(house_.invoice(number, amount, type, fmt::format("{}{}", *type, pick(2)),
                                    model::date_text(due)));
    if (pick(8) != 0) house_.deliver();
  }

  std::string const& any() {
    return items_[static_cast<std::size_t>(pick(static_cast<int>(items_.size())))];
  }

  void happen() {
    switch (pick(12)) {
      case 10:
        return dispute_of_plan();
      case 11:
        return change_policies();
      case 0:
        return submit();
      case 1:
        return plan(any());
      case 2:
        return promise(any());
      case 3:
        return pause(any());
      case 4:
        return agency(any());
      case 5:
        return hold_customer();
      case 6:
        return credit();
      case 7:
        return house_.deliver();
      case 8:
        return move_due_date(any());
      default:
        return pay(any());
    }
  }

  void pay(std::string const& id) {
    auto const row = house_.item(id);
    auto const open = (row.principal + row.interest + row.fee + row.cost).minor();
    if (open == 0) return;
    auto const part = pick(2) == 0 ? open : 1 + pick(static_cast<int>(open));
    payments_.push_back({id, model::Money{part, row.principal.currency()}.text(), false,
                         fmt::format("P{}", ++paid_)});
    late_.push_back(payments_.back());
  }

  // A file speaks for yesterday; some payments come in late files, some are taken back.
  void bank() {
    std::vector<Paid> told;
    for (auto const& one : payments_) {
      (pick(3) == 0 ? waiting_ : told).push_back(one);
    }
    payments_.clear();
    if (pick(4) == 0) {
      told.insert(told.end(), waiting_.begin(), waiting_.end());
      waiting_.clear();
    }
    if (pick(6) == 0 && !late_.empty()) {
      auto back = late_[static_cast<std::size_t>(pick(static_cast<int>(late_.size())))];
      back.taken_back = true;
      told.push_back(back);
    }
    house_.bank(house_.day_now() - days{1 + pick(2)}, told);
  }

  void plan(std::string const& id) {
    house_.store().write_now([&](ledger::Transaction& tx) {
      ledger::plan::Wish wish;
      wish.made_by = "operator";
      wish.count = 2 + pick(3);
      wish.first = house_.day_now() + days{7 + pick(20)};
      auto const row = ledger::find_receivable(tx, "demo", id);
      gateway::PlanRows rows{*row};
      if (pick(2) == 0) rows = gateway::claims_for_plan(tx, house_.context(), *row);
      auto const made = gateway::make_plan(tx, house_.context(), rows, wish);
      plans_ += made.has_value();
      if (made) planned_.push_back(id);
      joined_ += made && rows.size() > 1;
    });
  }

  // Somebody objects to what he pays in instalments, or it is settled.
  void dispute_of_plan() {
    if (planned_.empty()) return;
    pause(planned_[static_cast<std::size_t>(pick(static_cast<int>(planned_.size())))]);
  }

  void change_policies() {
    if (pick(3) != 0) return;
    house_.configure(pick(2) == 0 ? changing_policies() : shorter_policies(pick(3) == 0));
    ++changed_;
  }

  void promise(std::string const& id) {
    auto const row = house_.item(id);
    if (row.principal.is_zero()) return;
    house_.store().write_now([&](ledger::Transaction& tx) {
      ledger::PromiseMade fact{model::new_id("prm", house_.now()),
                               row.id,
                               row.invoice_id,
                               row.client,
                               row.principal,
                               house_.day_now() + days{pick(20)},
                               "operator",
                               ""};
      tx.append("demo", "key_test", house_.now(), fact);
    });
  }

  void pause(std::string const& id) {
    auto const row = house_.item(id);
    house_.store().write_now([&](ledger::Transaction& tx) {
      auto const& at = house_.context();
      gateway::ClaimContext const claim{at.billers, at.law, at.tenant, at.actor, at.now};
      if (pick(2) == 0) return gateway::dispute(tx, claim, row, "not so");
      ledger::ReceivablePaused fact{row.id, row.invoice_id, "resume", "", {}, ""};
      tx.append("demo", "key_test", house_.now(), fact);
    });
  }

  // The biller's own ledger tells of more time, whatever letters went out before.
  void move_due_date(std::string const& id) {
    auto const row = house_.item(id);
    if (row.principal.is_zero()) return;
    gateway::FeedItem item;
    item.id = fmt::format("F{}", ++fed_);
    item.kind = "due_date";
    item.invoice_number = row.invoice_number;
    item.due_date = std::max(row.due_date, house_.day_now()) + days{1 + pick(20)};
    item.reason = "asked";
    house_.store().write_now([&](ledger::Transaction& tx) {
      auto const& at = house_.context();
      gateway::ClaimContext const claim{at.billers, at.law, at.tenant, at.actor, at.now};
      CHECK(gateway::take_feed_item(tx, claim, "biller", item).outcome == "taken");
    });
  }

  void agency(std::string const& id) {
    auto const row = house_.collection(id);
    if (!row) return;
    std::vector<ledger::collection::Step> ways;
    for (auto const& step : ledger::collection::steps()) {
      bool const ours = step.event == "order" || step.event == "propose" || step.event == "sent";
      if (step.from == row->state && !ours) ways.push_back(step);
    }
    if (ways.empty()) return;
    auto const& step = ways[static_cast<std::size_t>(pick(static_cast<int>(ways.size())))];
    gateway::CaseNews news;
    news.event = step.event;
    if (pick(3) == 0) {
      news.event = "payment_reported";
      news.report_id = std::to_string(pick(1000));
      auto const zero = row->open.principal - row->open.principal;
      news.paid = ledger::Components{model::Money{row->open.principal.minor() / 2, zero.currency()},
                                     zero, zero, zero};
    }
    auto const by = news.event == "payment_reported" ? By::agency : step.by;
    moved_ += house_.tell(id, by, news).empty();
  }

  void hold_customer() {
    house_.store().write_now([&](ledger::Transaction& tx) {
      ledger::CustomerTermsSet fact;
      fact.client = "biller";
      fact.customer_number = fmt::format("{}{}", pick(2) == 0 ? 'c' : 'b', pick(2));
      if (pick(2) == 0) {
        fact.hold_reason = "asked";
        fact.hold_until = house_.day_now() + days{pick(15)};
      }
      auto const& at = house_.context();
      gateway::set_terms(tx, {at.billers, at.law, at.tenant, at.actor, at.now}, fact);
    });
  }

  void credit() {
    auto const row = house_.item(any());
    if (row.principal.minor() < 200) return;
    house_.credit_note(fmt::format("C{}", ++credits_), row.invoice_number, "1.50");
  }

  std::mt19937 random_;
  ClaimHouse house_;
  std::vector<std::string> items_, planned_;
  std::vector<Paid> payments_, waiting_, late_;
  int paid_ = 0, credits_ = 0, days_ = 0, fed_ = 0;

 public:
  int plans_ = 0, joined_ = 0, moved_ = 0, changed_ = 0;
};

}  // namespace

TEST_CASE("random lives keep the money, the law and the journal") {
  int plans = 0, joined = 0, moved = 0, changed = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    Lives lives{seed, seed % 2 == 0 ? "NO" : "FI"};
    lives.live();
    auto& house = lives.house();
    for (auto const& one : house.broken()) FAIL_CHECK(one);
    for (auto const& one : house.untold()) FAIL_CHECK(one);
    for (auto const& finding : house.audit()) FAIL_CHECK(finding);
    auto const before = house.rows();
    house.replay();
    CHECK(house.rows() == before);
    plans += lives.plans_;
    joined += lives.joined_;
    moved += lives.moved_;
    changed += lives.changed_;
  }
  CHECK(plans > 5);
  CHECK(joined > 0);
  CHECK(moved > 3);
  CHECK(changed > 3);
}

TEST_CASE("the order of independent events of a day does not matter") {
  auto const live = [](bool turned) {
    ClaimHouse house{changing_policies()};
    house.today(day("2024-01-02"));
    auto const first = house.invoice("1", "200.00", "consumer", "a", "2024-01-16");
    auto const second = house.invoice("2", "300.00", "business", "b", "2024-01-16");
    house.deliver();
    for (auto at = day("2024-01-17"); at < day("2024-03-10"); at += days{1}) {
      house.today(at);
      std::vector<Paid> paid;
      if (at == day("2024-02-05")) {
        paid = {{first, "50.00", false, "X"}, {second, "60.00", false, "Y"}};
      }
      if (turned) std::reverse(paid.begin(), paid.end());
      house.bank(at - days{1}, paid);
      house.run();
    }
    return house.last_letter(first) + "|" + house.last_letter(second) + "|" +
           house.item(first).principal.text() + "|" + house.item(second).interest.text();
  };
  CHECK(live(false) == live(true));
}
