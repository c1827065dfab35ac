#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "ledger/books/book.hpp"

namespace airut::ledger::books {

enum class Dialect {
  ledger,    // as hledger and ledger read it; the second date is the day that counts
  beancount  // with the day that counts as metadata
};

// Writes a book as plain text accounting, for other programs to check. Accounts are
// Assets:Receivable:Principal:Client; a client's ref is spelled as both languages take it.
class PlainText {
 public:
  explicit PlainText(Dialect dialect) : dialect_(dialect) {}

  // Text of the entry, with what has to be declared before it; "" for an entry without lines.
  std::string write(Entry const& entry);

 private:
  std::string const& name(Line const& line);

  Dialect dialect_;
  std::map<std::pair<std::string_view, Account>, std::string> names_;
  std::map<std::string, std::string, std::less<>> clients_;  // ref to spelling
  std::set<std::string> spellings_;
};

}  // namespace airut::ledger::books
