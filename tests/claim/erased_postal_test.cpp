#include <doctest/doctest.h>

#include "gateway/route/router.hpp"
#include "ledger/store/suppressions.hpp"
#include "tests/claim/known.hpp"
#include "tests/claim/whole.hpp"

// What becomes of a postal address that letters come back from, when one of those who have it is
// forgotten.
using namespace airut;
using namespace airut::tests;

namespace {

std::vector<std::string> const door{"Matti Meikäläinen", "Tie 1", "00100 Helsinki"};

// His letter came back.
void mark(Known& known) {
  known.write([&](ledger::Transaction& tx) {
    ledger::AddressSuppressed marked;
    marked.suppression_id = "sup_2";
    marked.channel = "print";
    marked.code = "print.returned_unknown";
    marked.invoice_id = known.invoice().id;
    marked.personal_address = gateway::postal_key(door, "FI");
    known.append(tx, marked);
  });
}

bool is_marked(Known& known) {
  return known.house.store().read([&](ledger::Snapshot& view) {
    return ledger::is_suppressed(view, "demo", "biller", "print", gateway::postal_key(door, "FI"));
  });
}

void register_other_street(Known& known, std::string const& name, std::string const& street,
                           std::string const& client = "other") {
  known.write([&](ledger::Transaction& tx) {
    ledger::RecipientUpdated entry;
    entry.recipient_id = "rcp_2";
    entry.client = client;
    entry.external_ref = "77";
    entry.personal_record = R"({"name":")" + name + R"(","addresses":{"print":{"line1":")" +
                            street +
                            R"(","postal_code":"00100","city":"Helsinki","country":"FI"}}})";
    known.append(tx, entry);
  });
}

// Whether the mark is there still when he is forgotten.
bool stays(Known& known) {
  on(known.house, "2026-03-10", {{known.claim, "100.00"}});
  REQUIRE_FALSE(known.erase().id.empty());
  check_whole(known.house);
  return is_marked(known);
}

}  // namespace

TEST_SUITE("claim/erased postal addresses") {
  TEST_CASE("letters to a postal address that another recipient has, too, stay forbidden") {
    for (std::string const name : {"Matti Meikäläinen", "MATTI Meikäläinen", ""}) {
      CAPTURE(name);
      Known known;
      mark(known);
      register_other_street(known, name, "Tie 1");
      CHECK(stays(known));
    }
  }

  TEST_CASE("a postal address that nobody else has is forgotten") {
    Known known;
    mark(known);
    REQUIRE(is_marked(known));
    SUBCASE("nobody else is there") {}
    SUBCASE("somebody else lives there") {
      register_other_street(known, "Maija Meikäläinen", "Tie 1");
    }
    SUBCASE("his namesake lives elsewhere") { register_other_street(known, door.front(), "Tie 2"); }
    SUBCASE("his namesake's letters go elsewhere") {
      known.house.invoice("2", "50.00", "consumer", "77");
      register_other_street(known, "", "Tie 2", "biller");
    }
    SUBCASE("somebody else's letter goes there") {
      known.house.name_buyer("Maija Meikäläinen");
      known.house.invoice("2", "50.00", "consumer", "C-2");
    }
    CHECK_FALSE(stays(known));
  }

  TEST_CASE("a postal address that another customer's letter would have stays forbidden") {
    Known known;
    SUBCASE("it went there before") {
      known.house.invoice("2", "50.00", "consumer", "C-2");
      mark(known);
    }
    SUBCASE("it was not written for the mark") {
      mark(known);
      known.house.invoice("2", "50.00", "consumer", "C-2");
    }
    SUBCASE("the register spells his name otherwise") {
      mark(known);
      known.house.invoice("2", "50.00", "consumer", "77");
      register_other_street(known, "M. Meikäläinen", "Tie 1", "biller");
    }
    CHECK(stays(known));
  }
}
