#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "formats/csv/written.hpp"
#include "gateway/api/reading_aside.hpp"
#include "gateway/api/report_day.hpp"
#include "gateway/claim/owners.hpp"
#include "ledger/store/book_rows.hpp"
#include "ledger/store/report_rows.hpp"

// What the bank says of each account against what the ledger took from it.
namespace airut::gateway::api {
namespace {

using ledger::Snapshot;

// Statements that do not follow each other: the closing balance of one is not the opening of the
// next.
struct Gap {
  std::optional<model::Date> after;
  model::Money closing, opening;
};

struct AccountReport {
  std::string account;
  std::vector<ledger::StatementRow> statements;
  std::vector<Gap> gaps;
  std::vector<ledger::WaitingRow> waiting;
  model::Money opening, closing, taken, other, waits;  // in the statements' currency
  std::optional<model::Date> from, until;
};

void find_gaps(AccountReport& report) {
  auto const& all = report.statements;
  for (std::size_t i = 1; i < all.size(); ++i) {
    // The same statement may come in two files.
    bool const same = all[i].until == all[i - 1].until && all[i].opening == all[i - 1].opening &&
                      all[i].closing == all[i - 1].closing;
    bool const comparable = all[i].opening.currency() == all[i - 1].closing.currency();
    if (same || (comparable && all[i].opening == all[i - 1].closing)) continue;
    report.gaps.push_back({all[i - 1].until, all[i - 1].closing, all[i].opening});
  }
}

// Money that waits, by the account that it came to, as it was known on the report's day.
class Waiting {
 public:
  Waiting(Snapshot& view, std::string const& tenant, ReportDay const& on)
      : view_(view), tenant_(tenant), past_(on.past) {
    if (past_) then_ = ledger::waiting_before(view, tenant, on.end);
  }

  std::vector<ledger::WaitingRow> on(std::string const& account) const {
    if (!past_) return ledger::waiting_on_account(view_, tenant_, account);
    std::vector<ledger::WaitingRow> rows;
    std::copy_if(then_.begin(), then_.end(), std::back_inserter(rows),
                 [&](auto const& one) { return one.account == account; });
    return rows;
  }

 private:
  Snapshot& view_;
  std::string const& tenant_;
  bool past_;
  std::vector<ledger::WaitingRow> then_;
};

AccountReport report_of(Snapshot& view, std::string const& tenant, config::Client const& client,
                        std::string const& account, ReportDay const& on, Waiting const& waiting) {
  AccountReport report;
  report.account = account;
  report.statements = ledger::list_statements(view, tenant, account, on.end);
  report.waiting = waiting.on(account);
  auto currency = model::Currency::parse(client.currency).value_or(model::Currency{});
  if (!report.statements.empty()) currency = report.statements.front().opening.currency();
  model::Money const nothing{0, currency};
  report.opening = report.closing = report.taken = report.other = report.waits = nothing;
  for (auto const& one : report.waiting) {
    if (one.amount.currency() == currency) report.waits += one.amount;
  }
  if (report.statements.empty()) return report;
  find_gaps(report);
  auto const& first = report.statements.front();
  auto const& last = report.statements.back();
  report.from = first.from ? first.from : first.until;
  report.until = last.until;
  report.opening = first.opening;
  report.closing = last.closing;
  if (report.from && report.until)
    report.taken = ledger::taken_from_bank(view, tenant, account, currency, *report.from,
                                           *report.until, on.end);
  report.other = report.closing - report.opening - report.taken;
  return report;
}

void write_waiting(json::Writer& out, ledger::WaitingRow const& one) {
  out.begin_object();
  out.member("payment_id", one.payment_id);
  write_day(out, "booked", one.booked);
  out.member("currency", one.amount.currency().code());
  write_money(out, "amount", one.amount);
  out.member("reason", one.reason);
  out.member_if("payer", one.payer);
  out.end_object();
}

void write_gap(json::Writer& out, Gap const& gap) {
  out.begin_object();
  write_day(out, "after", gap.after);
  write_money(out, "closing", gap.closing);
  write_money(out, "opening", gap.opening);
  out.end_object();
}

void write_account(json::Writer& out, AccountReport const& report) {
  out.begin_object();
  out.member("account", report.account);
  out.member("currency", report.opening.currency().code());
  out.member("statements", static_cast<std::int64_t>(report.statements.size()));
  write_day(out, "from", report.from);
  write_day(out, "until", report.until);
  write_money(out, "opening", report.opening);
  write_money(out, "taken_into_ledger", report.taken);
  write_money(out, "other_movements", report.other);
  write_money(out, "closing", report.closing);
  out.key("gaps");
  out.begin_array();
  for (auto const& gap : report.gaps) write_gap(out, gap);
  out.end_array();
  write_money(out, "waiting", report.waits);
  out.key("open_bank_items");
  out.begin_array();
  for (auto const& one : report.waiting) write_waiting(out, one);
  out.end_array();
  out.end_object();
}

std::string csv_row(AccountReport const& report) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", csv::written(report.account),
                     report.opening.currency().code(), report.statements.size(),
                     report.from ? model::date_text(*report.from) : "",
                     report.until ? model::date_text(*report.until) : "", report.opening.text(),
                     report.taken.text(), report.other.text(), report.closing.text(),
                     report.gaps.size(), report.waits.text());
}

http::Response bank_report(House& house, http::Request const& request, Snapshot& view) {
  auto const& tenant = request.principal->tenant;
  auto const on = known_day(house, request);
  auto const ref = client_filter(request);
  auto const* home = house.billers.tenant(tenant);
  Waiting const waiting{view, tenant, on};
  json::Writer out;
  out.begin_object();
  out.member("object", "bank_reconciliation");
  out.member("as_of", model::date_text(on.day));
  out.key("data");
  out.begin_array();
  std::string text =
      "account,currency,statements,from,until,opening,taken_into_ledger,other_movements,closing,"
      "gaps,waiting\r\n";
  for (auto const& client : home->clients) {
    if (!ref.empty() && client.ref != ref) continue;
    for (auto const& account : client.accounts) {
      // An account that clients share tells a key of one of them about the others.
      auto const owners = owners_of(house.billers, tenant, account.iban);
      if (owners.clients.size() > 1 && !request.principal->clients.empty()) continue;
      auto const report = report_of(view, tenant, client, owners.iban, on, waiting);
      text += csv_row(report);
      write_account(out, report);
    }
  }
  out.end_array();
  out.end_object();
  return wants_csv(request) ? csv_reply(std::move(text)) : reply(std::move(out));
}

}  // namespace

void add_bank_report_routes(House& house, http::Routes& routes) {
  routes.push_back(
      {http::Method::get,
       "/v1/reports/bank-reconciliation",
       "reports:read",
       http::Body::none,
       false,
       "Reports",
       "The bank's statements against the ledger, account by account, with open bank items",
       {"as_of", "client_ref", "format=json|csv|pdf"},
       reading_aside(house, with_pdf("Bank reconciliation", bank_report)),
       {"Report"}});
}

}  // namespace airut::gateway::api
