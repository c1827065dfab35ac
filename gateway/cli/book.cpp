#include <cstdio>
#include <optional>

#include <fmt/format.h>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/place.hpp"
#include "ledger/books/plain_text.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/offline.hpp"

namespace airut::gateway::cli {
namespace {

namespace books = ledger::books;

// The tenant that was asked for, or the only one; says on stderr why there is none.
std::optional<std::string> chosen(ledger::Snapshot& view, std::string const& asked) {
  auto const known = ledger::tenants(view);
  if (asked.empty() && known.size() == 1) return known.front();
  for (auto const& one : known) {
    if (one == asked) return one;
  }
  std::string names;
  for (auto const& one : known) names += " " + one;
  fmt::print(stderr, "airut: --tenant must be one of:{}\n", names);
  return std::nullopt;
}

std::string csv_lines(ledger::MoneyFact const& fact, books::Entry const& entry) {
  std::string text;
  for (auto const& line : entry.lines) {
    text += fmt::format("{},{},{},{},\"{}\",{},{},{},{}\r\n", fact.seq, fact.event_id,
                        model::date_text(entry.booked), model::date_text(entry.effective),
                        line.client, books::account_text(line.account), line.receivable_id,
                        line.amount.currency().code(), line.amount.text());
  }
  return text;
}

void write_book(ledger::Snapshot& view, std::string const& tenant, std::string const& format,
                Output& out) {
  books::Book book;
  books::PlainText text{format == "beancount" ? books::Dialect::beancount : books::Dialect::ledger};
  if (format == "csv")
    out.write("seq,event,booked,effective,client,account,receivable,currency,amount\r\n");
  ledger::each_money_fact(view, tenant, 0, [&](ledger::MoneyFact const& one) {
    auto const entry = book.take(one.fact, one.booked);
    out.write(format == "csv" ? csv_lines(one, entry) : text.write(entry));
    return true;
  });
}

}  // namespace

int ledger_book(Options const& options, BookWords const& words) {
  auto const place = place_of(options.data.string());
  if (!place) return usage;
  int code = ok;
  Output out{words.out};
  ledger::look_at(*place, [&](ledger::Snapshot& view) {
    auto const tenant = chosen(view, words.tenant);
    if (!tenant) {
      code = usage;
      return;
    }
    write_book(view, *tenant, words.format, out);
  });
  if (!out.close()) return unavailable;
  return code;
}

}  // namespace airut::gateway::cli
