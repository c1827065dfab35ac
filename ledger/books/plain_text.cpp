#include "ledger/books/plain_text.hpp"

#include <fmt/format.h>

namespace airut::ledger::books {
namespace {

std::string_view side_text(Side side) {
  switch (side) {
    case Side::assets:
      return "Assets";
    case Side::liabilities:
      return "Liabilities";
    case Side::income:
      return "Income";
    case Side::expenses:
      return "Expenses";
    case Side::memo:
      return "Equity";
  }
  return "";
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// "receivable.principal" -> "Receivable:Principal", "write_off" -> "Write-off".
std::string path_of(Account account) {
  std::string path{side_text(side_of(account))};
  bool begins = true;
  path += ':';
  for (char const c : account_text(account)) {
    if (c == '.') {
      path += ':';
      begins = true;
      continue;
    }
    path += c == '_' ? '-' : begins ? upper(c) : c;
    begins = false;
  }
  return path;
}

// A component of an account's name: a capital or digit, then letters, digits and dashes.
std::string spelled(std::string_view client) {
  std::string text;
  for (char const c : client) text += is_letter(c) || is_digit(c) ? c : '-';
  if (text.empty() || text.front() == '-') text.insert(text.begin(), 'C');
  text.front() = upper(text.front());
  return text;
}

// Free text has no say in the syntax.
std::string told(std::string_view text) {
  std::string clean;
  for (char const c : text) {
    bool const plain =
        static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && c != ';' && c != '|';
    clean += plain ? c : ' ';
  }
  return clean;
}

}  // namespace

std::string const& PlainText::name(Line const& line) {
  auto& name = names_[{line.client, line.account}];
  if (!name.empty()) return name;
  auto& client = clients_[std::string{line.client}];
  if (client.empty()) {
    client = spelled(line.client);
    // Two refs may be spelled alike.
    for (int n = 2; !spellings_.insert(client).second; ++n)
      client = fmt::format("{}-{}", spelled(line.client), n);
  }
  return name = path_of(line.account) + ":" + client;
}

std::string PlainText::write(Entry const& entry) {
  if (entry.lines.empty()) return {};
  std::string declared, lines;
  for (auto const& line : entry.lines) {
    bool const known = names_.contains({line.client, line.account});
    auto const& account = name(line);
    if (!known) {
      declared += dialect_ == Dialect::beancount ? fmt::format("1900-01-01 open {}\n", account)
                                                 : fmt::format("account {}\n", account);
    }
    lines +=
        fmt::format("  {}  {} {}\n", account, line.amount.text(), line.amount.currency().code());
  }
  auto const booked = model::date_text(entry.booked);
  auto const effective = model::date_text(entry.effective);
  auto const text = told(entry.text);
  if (dialect_ == Dialect::beancount)
    return fmt::format("{}{} * \"{}\"\n  effective: {}\n{}\n", declared, booked, text, effective,
                       lines);
  return fmt::format("{}{}{}={} * {}\n{}\n", declared, declared.empty() ? "" : "\n", booked,
                     effective, text, lines);
}

}  // namespace airut::ledger::books
