// Numbers of transmissions under a transport that fails in every way: no gap, none twice, and every
// claim in one file.
#include <set>

#include "gateway/avtalegiro/take_receipt.hpp"
#include "tests/avtalegiro/clearing_fixture.hpp"

using namespace airut;
using tests::ClearingFixture;

namespace {

// KIDs in the records of a file.
std::vector<std::string> kids_in(std::string const& bytes) {
  std::vector<std::string> kids;
  for (std::size_t at = 0; at < bytes.size(); at += 82) {
    if (bytes.substr(at, 8) != "NY210230") continue;
    auto const field = bytes.substr(at + 49, 25);
    kids.push_back(field.substr(field.find_first_not_of(' ')));
  }
  return kids;
}

std::string state_of(ClearingFixture& all, std::string const& id) {
  return all.store->read(
      [&](ledger::Snapshot& view) { return ledger::find_delivery(view, "demo", id)->state; });
}

void step_on(ClearingFixture& all, std::mt19937& random) {
  if (!all.open()) all.make();
  all.send();
  if (random() % 6 == 0) all.find_out();
}

}  // namespace

TEST_CASE("whatever the transport does, numbers have no gap and every claim lies in one file") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    ClearingFixture all{seed};
    std::mt19937 random{seed};
    std::set<std::string> claims;
    for (int step = 0; step < 60; ++step) {
      if (random() % 3 != 0) claims.insert(all.add_claim(1000 + step));
      step_on(all, random);
    }
    all.place.calm = true;
    for (int step = 0; step < 40; ++step) {
      step_on(all, random);
      all.find_out();
    }
    int number = 0;
    std::set<std::string> kids;
    std::size_t count = 0;
    for (auto const& [own, bytes] : all.place.files) {
      CHECK(own == ++number);
      for (auto& kid : kids_in(bytes)) kids.insert(kid), ++count;
    }
    CHECK(count == kids.size());
    CHECK(kids.size() == claims.size());
    for (auto const& id : claims) CHECK(state_of(all, id) == "sent");
  }
}

TEST_CASE("a transmission of which nobody knows whether it arrived does not stop the next one") {
  ClearingFixture all{7};
  auto const first = all.add_claim(1);
  all.make();
  auto const row = all.open().value();
  all.store->write_now([&](ledger::Transaction& tx) {
    ledger::TransmissionChanged sending{row.id, "made", "sending", "attempt", {}, "",
                                        "",     "",     "",        "",        ""};
    tx.append("demo", "system", all.clock.now(), sending);
    auto unknown = sending;
    unknown.from = "sending";
    unknown.to = "unknown";
    tx.append("demo", "system", all.clock.now(), unknown);
  });
  all.place.calm = true;
  auto const second = all.add_claim(2);
  all.make();
  all.send();
  CHECK(all.place.files.begin()->first == 2);
  CHECK(state_of(all, second) == "sent");
  all.find_out();
  CHECK(all.place.files.size() == 2);
  CHECK(state_of(all, first) == "sent");
}

TEST_CASE("a claim is refused also when nobody knew whether its transmission arrived") {
  ClearingFixture all{7};
  auto const id = all.add_claim(1, {});
  all.make();
  auto const row = all.open().value();
  auto const move = [&](std::string from, std::string to) {
    ledger::TransmissionChanged fact;
    fact.transmission_id = row.id;
    fact.from = std::move(from);
    fact.to = std::move(to);
    fact.event = "attempt";
    all.store->write_now(
        [&](ledger::Transaction& tx) { tx.append("demo", "system", all.clock.now(), fact); });
  };
  netsgiro::Receipt receipt;
  receipt.kind = netsgiro::Receipt::Kind::claims_refused;
  netsgiro::RefusedClaim refused;
  refused.reason = "UGYLDIG";
  SUBCASE("by its place") {
    refused.transmission = row.number;
    refused.assignment = refused.transaction = 1;
  }
  SUBCASE("by its KID") { refused.kid = fmt::format("{:015}0", 1); }
  receipt.claims = {refused};
  auto const take = [&] {
    gateway::ReceiptTake taken;
    all.store->write_now([&](ledger::Transaction& tx) {
      taken = gateway::take_receipt(tx, all.house().context(), receipt, "bytes", "clf_1");
    });
    return taken;
  };
  auto const claim = [&] {
    return all.store->read(
        [&](ledger::Snapshot& view) { return ledger::find_debit_claim(view, "demo", id)->state; });
  };
  move("made", "sending");
  CHECK(take().busy);
  CHECK(claim() == "placed");
  move("sending", "unknown");
  auto const taken = take();
  CHECK(taken.items == 1);
  CHECK(taken.unmatched.empty());
  CHECK(claim() == "rejected");
  CHECK(state_of(all, id) == "held");
}

TEST_CASE("the journal builds the rows of transmissions and claims again as they were") {
  ClearingFixture all{3};
  std::mt19937 random{3};
  for (int step = 0; step < 30; ++step) {
    all.add_claim(step);
    step_on(all, random);
  }
  auto const rows = [&] {
    return all.store->read([](ledger::Snapshot& view) {
      std::string text;
      for (auto const& row : ledger::list_transmissions(view, "demo", {200, ""}).rows) {
        text += fmt::format("{} {} {} {}\n", row.number, row.state, row.attempts, row.code);
        for (auto const& claim : ledger::claims_of_transmission(view, "demo", row.id))
          text += fmt::format(" {} {} {}\n", claim.kid, claim.state, claim.place);
      }
      return text;
    });
  };
  auto const before = rows();
  CHECK(before.find("sent") != std::string::npos);
  all.store->replay();
  CHECK(rows() == before);
}
