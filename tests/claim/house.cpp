#include "tests/claim/house.hpp"

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "config/load.hpp"
#include "formats/model/ids.hpp"
#include "gateway/books/told.hpp"
#include "gateway/claim/bank_data.hpp"
#include "gateway/claim/credit_hold.hpp"
#include "gateway/claim/import.hpp"
#include "gateway/claim/missing_law.hpp"
#include "gateway/claim/watch.hpp"
#include "gateway/intake/prepare.hpp"
#include "ledger/audit/audit.hpp"
#include "ledger/books/book.hpp"
#include "ledger/journal/export.hpp"
#include "ledger/store/book_checks.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/invariants.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/query.hpp"
#include "tests/claim/bank_files.hpp"
#include "tests/claim/house_toml.hpp"
#include "tests/ledger/rows.hpp"
#include "tests/support/store.hpp"

namespace airut::tests {
namespace {

constexpr auto* tables = AIRUT_SOURCE "/config/tables";

std::string payment_json(std::vector<std::string> const& accounts, std::string const& reference) {
  if (accounts.empty() && reference.empty()) return {};
  std::string members = R"("means":"credit_transfer")", ids;
  for (auto const& one : accounts)
    ids += fmt::format(R"({}{{"iban":"{}"}})", ids.empty() ? "" : ",", one);
  if (!ids.empty()) members += fmt::format(R"(,"accounts":[{}])", ids);
  if (!reference.empty())
    members += fmt::format(R"(,"reference":{{"type":"fi_viite","value":"{}"}})", reference);
  return fmt::format(R"(,"payment":{{{}}})", members);
}

}  // namespace

ClaimHouse::ClaimHouse(std::string const& policies, std::string const& country, std::string more)
    : country_(country), more_(std::move(more)) {
  auto law = config::Law::load(tables, "");
  REQUIRE_MESSAGE(law, (law ? "" : law.error()));
  law_ = *std::move(law);
  auto codes = config::Codes::load(tables, "");
  REQUIRE_MESSAGE(codes, (codes ? "" : codes.error()));
  codes_ = *std::move(codes);
  store_ = ledger::Store::open(place_in(home_.path() / "data"), {});
  configure(policies);
}

void ClaimHouse::configure(std::string const& policies) {
  auto const file = home_.path() / "airut.toml";
  std::ofstream{file} << house_toml(policies, country_, more_);
  auto settings = config::load(file, [](auto const&) { return std::nullopt; });
  std::string complaints;
  if (!settings) {
    for (auto const& one : settings.error()) complaints += one.text_with_place() + "\n";
  }
  REQUIRE_MESSAGE(settings, complaints);
  settings_.push_back(std::make_unique<config::Settings>(*std::move(settings)));
  billers_.push_back(std::make_unique<gateway::Billers>(*settings_.back()));
  numbers_ = std::make_unique<gateway::ReferenceNumbers>(*settings_.back(), *store_);
}

model::Instant ClaimHouse::now() const {
  return model::Instant{day_.time_since_epoch()} + std::chrono::hours{8};
}

gateway::DayContext ClaimHouse::context() const {
  return {*billers_.back(), codes_, law_, "demo", "key_test", day_, now()};
}

std::string ClaimHouse::invoice(std::string const& number, std::string const& amount,
                                std::string const& buyer_type, std::string const& customer,
                                std::string const& due) {
  auto const body = fmt::format(
      R"({{"client_ref":"{}","invoice":{{"type":"invoice","number":"{}","issue_date":"{}",)"
      R"({}"currency":"{}","buyer":{{"name":"{}","type":"{}","address":{{"line1":"Tie 1",)"
      R"("postal_code":"00100","city":"Helsinki","country":"{}"}}{}}},)"
      R"("lines":[{{"name":"Sähkö {}","quantity":"1","unit":"C62","net_price":"{}",)"
      R"("vat":{{"category":"{}"{}}}}}]{}}},"receivable":{{"collection":"auto"}}}})",
      client_, number, model::date_text(day_),
      due.empty() ? "" : fmt::format(R"("due_date":"{}",)", due), country_ == "NO" ? "NOK" : "EUR",
      buyer_, buyer_type, country_,
      customer.empty() ? "" : fmt::format(R"(,"customer_number":"{}")", customer), number, amount,
      "Z", R"(,"rate":"0")", payment_json(accounts_, reference_));
  auto const accepted = take(body);
  return store_->read([&](ledger::Snapshot& view) {
    ledger::ReceivableFilter filter;
    filter.invoice_id = accepted.invoice_id;
    auto const listed = ledger::list_receivables(view, "demo", filter, {1, ""});
    return listed.rows.empty() ? std::string{} : listed.rows.front().id;
  });
}

gateway::Accepted ClaimHouse::take(std::string const& body) {
  gateway::Caller caller{"demo", "key_test", {}};
  caller.terms_of = gateway::agreed_terms(*store_, "demo");
  auto const prepared = gateway::prepare_json(body, caller, *billers_.back(), *numbers_);
  std::string faults;
  if (!prepared) {
    for (auto const& one : prepared.error()) faults += one.code + " " + one.detail + "\n";
  }
  REQUIRE_MESSAGE(prepared, faults);
  gateway::AcceptRules const rules{*billers_.back(), codes_, law_};
  gateway::Accepted accepted;
  store_->write_now([&](ledger::Transaction& tx) {
    accepted = gateway::accept(tx, *prepared, caller, {}, rules, now());
  });
  answer_ = accepted.body;
  return accepted;
}

std::string ClaimHouse::credit_note(std::string const& number, std::string const& of_number,
                                    std::string const& amount) {
  auto const body = fmt::format(
      R"({{"client_ref":"biller","invoice":{{"type":"credit_note","number":"{}","issue_date":"{}",)"
      R"("currency":"{}","preceding":[{{"number":"{}"}}],"buyer":{{"name":"Asiakas",)"
      R"("type":"consumer","address":{{"line1":"Tie 1","postal_code":"00100","city":"Helsinki",)"
      R"("country":"{}"}}}},"lines":[{{"name":"Sähkö","quantity":"1","unit":"C62",)"
      R"("net_price":"{}","vat":{{"category":"Z","rate":"0"}}}}]}}}})",
      number, model::date_text(day_), country_ == "NO" ? "NOK" : "EUR", of_number, country_,
      amount);
  take(body);
  return number;
}

void ClaimHouse::deliver() {
  store_->write_now([&](ledger::Transaction& tx) {
    ledger::DeliveryFilter filter;
    filter.state = "queued";
    for (auto const& row : ledger::list_deliveries(tx, "demo", filter, {200, ""}).rows) {
      ledger::DeliveryChanged fact;
      fact.delivery_id = row.id;
      fact.invoice_id = row.invoice_id;
      fact.from = row.state;
      fact.to = "delivered";
      fact.event = "handed_over";
      fact.evidence = "delivered_to_recipient";
      fact.handler = "nobody";
      tx.append("demo", "system", now(), fact);
    }
  });
}

void ClaimHouse::bank(model::Date covers_until, std::vector<Paid> const& payments) {
  auto const account = own_account(country_);
  auto file = file_about(account, covers_until);
  for (auto const& paid : payments) {
    auto const row = item(paid.receivable_id);
    model::BankEntry entry;
    entry.account = paid.account.empty() ? account : paid.account;
    entry.amount = *model::Money::parse(paid.amount, row.principal.currency());
    entry.is_credit = !paid.taken_back;
    entry.is_reversal = paid.taken_back;
    entry.booked = entry.value_date =
        paid.booked.empty() ? std::min(covers_until, day_) : *model::parse_date(paid.booked);
    entry.reference = paid.reference.empty() ? row.reference : paid.reference;
    if (paid.reference == "none") entry.reference.clear();
    entry.payer_account = paid.payer_account;
    entry.payer_name = paid.payer_name;
    if (!paid.text.empty()) entry.texts = {paid.text};
    if (!paid.currency.empty())
      entry.amount = *model::Money::parse(paid.amount, *model::Currency::parse(paid.currency));
    entry.archive_id = paid.id.empty() ? fmt::format("A{}", ++bank_entries_) : paid.id;
    file.entries.push_back(std::move(entry));
  }
  import(file);
}

void ClaimHouse::covers(std::string const& account, model::Date until) {
  import(file_about(account, until));
}

void ClaimHouse::lump(char const* amount, model::Date day) {
  auto const account = own_account(country_);
  auto file = file_about(account, day);
  file.format = "statement";
  std::swap(file.covered, file.covered_but_for_lumps);
  model::BankEntry entry;
  entry.account = account;
  entry.amount = *model::Money::parse(amount, {});
  entry.is_credit = entry.is_lump = true;
  entry.booked = entry.value_date = day;
  file.entries.push_back(std::move(entry));
  import(file);
}

void ClaimHouse::import(model::BankFile const& file) {
  auto const bytes = fmt::format("bank file {}", ++documents_);
  store_->write_now([&](ledger::Transaction& tx) {
    gateway::ImportContext const at{*billers_.back(), law_, "demo", "key_test", now()};
    gateway::tell_imported(tx, gateway::import_file(tx, file, bytes, at), at, codes_);
  });
}

int ClaimHouse::decide() {
  int letters = 0;
  auto const at = context();
  store_->write_now([&](ledger::Transaction& tx) {
    letters = 0;
    constexpr int all = 500;
    gateway::watch_promises(tx, at, "", all);
    gateway::watch_plans(tx, at, "", all);
    gateway::watch_cases(tx, at, "", all);
    gateway::watch_credit(tx, at);
    gateway::watch_accounts(tx, at);
    auto const items = gateway::day_items(tx, at);
    auto const done = gateway::run_stretch(tx, at, items).decisions;
    for (auto const& one : done) letters += one.decision.action != ledger::dunning::Action::none;
    gateway::settle_missing_law(tx, at, gateway::missing_law(done));
  });
  return letters;
}

int ClaimHouse::run() {
  auto const letters = decide();
  deliver();
  return letters;
}

ledger::ReceivableRow ClaimHouse::item(std::string const& receivable_id) {
  auto const row = store_->read(
      [&](ledger::Snapshot& view) { return ledger::find_receivable(view, "demo", receivable_id); });
  REQUIRE(row);
  return *row;
}

std::vector<ledger::LetterRow> ClaimHouse::letters(std::string const& receivable_id) {
  return store_->read(
      [&](ledger::Snapshot& view) { return ledger::list_letters(view, "demo", receivable_id); });
}

std::string ClaimHouse::last_letter(std::string const& receivable_id) {
  auto const all = letters(receivable_id);
  if (all.empty()) return "none";
  auto const& one = all.back();
  return fmt::format("{} {} {} {}", one.kind, one.fee.text(), one.interest.text(),
                     model::date_text(one.deadline));
}

std::string ClaimHouse::reason(std::string const& receivable_id) {
  return store_->read([&](ledger::Snapshot& view) {
    auto const items = gateway::day_items(view, context());
    for (auto const& one : gateway::decide_stretch(view, context(), items)) {
      if (one.item.id == receivable_id) return one.decision.reason_code;
    }
    return std::string{"not-asked"};
  });
}

std::optional<ledger::CaseRow> ClaimHouse::collection(std::string const& receivable_id) {
  return store_->read(
      [&](ledger::Snapshot& view) { return ledger::case_of(view, "demo", receivable_id); });
}

std::string ClaimHouse::tell(std::string const& receivable_id, ledger::collection::By who,
                             gateway::CaseNews const& news) {
  std::string code;
  store_->write_now([&](ledger::Transaction& tx) {
    auto const row = ledger::case_of(tx, "demo", receivable_id);
    REQUIRE(row);
    auto const moved = gateway::move_case(tx, context(), *row, who, news);
    code = moved ? "" : moved.error().code;
  });
  return code;
}

std::vector<std::string> ClaimHouse::deviations() {
  return store_->read([](ledger::Snapshot& view) {
    std::vector<std::string> codes;
    ledger::DeviationFilter filter;
    for (auto const& one : ledger::list_deviations(view, "demo", filter, {100, ""}).rows)
      codes.push_back(one.code);
    return codes;
  });
}

std::int64_t ClaimHouse::events() {
  return store_->read([](ledger::Snapshot& view) {
    ledger::Query query{view.connection(), "SELECT count(*) FROM events"};
    query.next();
    return query.take<std::int64_t>();
  });
}

std::string ClaimHouse::rows() {
  return store_->read([](ledger::Snapshot& view) { return projections(view.connection()); });
}

std::vector<std::string> ClaimHouse::broken() {
  return store_->read([](ledger::Snapshot& view) {
    auto found = ledger::broken_invariants(view);
    for (auto& one : ledger::broken_books(view)) found.push_back(std::move(one));
    if (auto chain = ledger::broken_chain(view); !chain.empty()) found.push_back(chain);
    return found;
  });
}

namespace {

using Moves = std::map<std::string, std::int64_t>;  // "number component", what was taken off

// What the biller told itself needs no telling.
bool came_from_biller(ledger::Fact const& fact) {
  if (auto const* payment = std::get_if<ledger::PaymentReceived>(&fact))
    return payment->rule == "feed";
  if (auto const* given_up = std::get_if<ledger::ReceivableAdjusted>(&fact))
    return given_up->kind == "write_off" && !given_up->source.empty() &&
           given_up->reason != "recovered" && given_up->reason != "payment-taken-back";
  return std::holds_alternative<ledger::InvoiceAccepted>(fact) ||
         std::holds_alternative<ledger::ReceivableCredited>(fact);
}

Moves moves_of(ledger::Snapshot& view, ledger::books::Entry const& entry) {
  Moves moves;
  for (auto const& line : entry.lines) {
    if (!ledger::books::is_receivable(line.account) || line.client != "biller") continue;
    auto const number = ledger::find_receivable(view, "demo", line.receivable_id)->invoice_number;
    auto const component = ledger::books::account_text(line.account).substr(11);
    moves[fmt::format("{} {}", number, component)] -= line.amount.minor();
  }
  return moves;
}

// Minor units that came to accounts of the client and stayed there.
std::int64_t cash_of(ledger::books::Entry const& entry) {
  std::int64_t sum = 0;
  for (auto const& line : entry.lines) {
    bool const cash = line.account == ledger::books::Account::bank ||
                      line.account == ledger::books::Account::agency_clearing ||
                      line.account == ledger::books::Account::client_funds;
    if (cash && line.client == "biller") sum += line.amount.minor();
  }
  return sum;
}

std::int64_t cash_of(gateway::ToldItem const& told) {
  if (told.kind == "return") return -told.amount.minor();
  bool const cash = told.kind == "payment" || told.kind == "reversal" || told.kind == "waiting";
  return cash ? told.amount.minor() : 0;
}

}  // namespace

std::vector<std::string> ClaimHouse::untold() {
  return store_->read([](ledger::Snapshot& view) {
    std::map<std::string, Moves> told;
    std::int64_t cash = 0;
    for (auto const& one : gateway::told_after(view, "demo", "biller", 0, 1'000'000).items) {
      cash -= cash_of(one);
      if (one.invoice_number.empty()) continue;
      told[one.event_id][one.invoice_number + " " + one.component] += one.amount.minor();
    }
    std::vector<std::string> untold;
    ledger::books::Book book;
    ledger::each_money_fact(view, "demo", 0, [&](ledger::MoneyFact const& one) {
      auto const entry = book.take(one.fact, one.booked);
      if (came_from_biller(one.fact)) return true;
      cash += cash_of(entry);
      if (moves_of(view, entry) != told[one.event_id])
        untold.push_back(fmt::format("{} {}", one.event_id, entry.text));
      return true;
    });
    if (cash != 0) untold.push_back(fmt::format("{} of what came in", cash));
    return untold;
  });
}

std::vector<std::string> ClaimHouse::audit() {
  std::stringstream lines;
  store_->read([&](ledger::Snapshot& view) {
    for (auto const& stored : ledger::events_after(view, "demo", 0, 1'000'000)) {
      lines << ledger::export_line(stored.event, stored.kind, false) << '\n';
    }
  });
  auto const report = ledger::audit::audit(lines, law_);
  std::vector<std::string> found;
  if (!report.unreadable.empty()) found.push_back(report.unreadable);
  for (auto const& one : report.findings) found.push_back(one.rule + ": " + one.text);
  return found;
}

}  // namespace airut::tests
