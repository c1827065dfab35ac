#include "ledger/journal/event_types.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <doctest/doctest.h>

using namespace airut;

TEST_CASE("every type that a fact gives is in the list of types, and no other") {
  std::ifstream in{AIRUT_SOURCE "/ledger/journal/event.cpp"};
  std::string const source{std::istreambuf_iterator<char>{in}, {}};
  std::regex const type{"\"([a-z_]+\\.[a-z_]+)\""};
  std::set<std::string_view> written;
  std::set<std::string> kept;
  for (std::sregex_iterator at{source.begin(), source.end(), type}; at != std::sregex_iterator{};
       ++at)
    written.insert(*kept.insert((*at)[1].str()).first);
  auto const all = ledger::event_types();
  CHECK(written == std::set<std::string_view>(all.begin(), all.end()));
  CHECK(std::is_sorted(all.begin(), all.end()));
}

TEST_CASE("a pattern asks for a type, for all that begin alike, or for every one") {
  CHECK(ledger::type_matches("*", "invoice.held"));
  CHECK(ledger::type_matches("invoice.*", "invoice.held"));
  CHECK(ledger::type_matches("invoice.held", "invoice.held"));
  CHECK_FALSE(ledger::type_matches("invoice", "invoice.held"));
  CHECK_FALSE(ledger::type_matches("inv*", "invoice.held"));
  CHECK_FALSE(ledger::type_matches("", "invoice.held"));
  CHECK(ledger::names_event_type("deviation.*"));
  CHECK_FALSE(ledger::names_event_type("bogus.*"));
  CHECK_FALSE(ledger::names_event_type(".*"));
}
