// Reasons that no published file of the clearing house tells, by words of an operator's own.
#include <fstream>

#include "gateway/avtalegiro/take_receipt.hpp"
#include "tests/avtalegiro/clearing_fixture.hpp"

using namespace airut;
using tests::ClearingFixture;

namespace {

// A claim that lies at the clearing house.
std::string sent_claim(ClearingFixture& all, int number) {
  auto id = all.add_claim(number, {});
  all.place.calm = true;
  all.make();
  all.send();
  return id;
}

std::string list_of(std::string const& kid, std::string const& reason) {
  return "L00202 AVVISTE OPPDRAG OG TRANSAKSJONER\r\nKID;Feilmelding\r\n" + kid + ";" + reason +
         "\r\n";
}

gateway::ReceiptTake take(ClearingFixture& all, std::string const& bytes) {
  auto const receipt =
      netsgiro::read_receipt("list.csv", bytes, gateway::receipt_words(all.law.clearing())).value();
  gateway::ReceiptTake taken;
  all.store->write_now([&](ledger::Transaction& tx) {
    taken = gateway::take_receipt(tx, all.house().context(), receipt, bytes, "clf_1");
  });
  return taken;
}

struct Standing {
  std::string claim, delivery, channel, last_code;
};

Standing standing_of(ClearingFixture& all, std::string const& id) {
  return all.store->read([&](ledger::Snapshot& view) {
    auto const delivery = ledger::find_delivery(view, "demo", id).value();
    return Standing{ledger::find_debit_claim(view, "demo", id)->state, delivery.state,
                    delivery.channel, delivery.last_code};
  });
}

}  // namespace

TEST_CASE("an operator's own words say that a claim had no cover, or that the payer stopped it") {
  tests::TempDirectory const overlay;
  std::ofstream{overlay.path() / "clearing_words.tsv"}
      << "scheme\tfield\tword\n"
      << "avtalegiro\treason:avtalegiro.insufficient_funds\tMANGLER DEKNING\n"
      << "avtalegiro\treason:avtalegiro.stopped_by_payer\tSTANSET AV BETALER\n";
  ClearingFixture all{1};
  auto const number = [](int one) { return fmt::format("{:015}0", one); };
  all.law = config::Law::load(all.tables, overlay.path()).value();
  int claim = 0;
  for (auto const& [reason, code] :
       {std::pair{"Konto mangler dekning", "avtalegiro.insufficient_funds"},
        std::pair{"Stanset av betaler", "avtalegiro.stopped_by_payer"}}) {
    CAPTURE(code);
    auto const id = sent_claim(all, ++claim);
    CHECK(take(all, list_of(number(claim), reason)).items == 1);
    auto const now = standing_of(all, id);
    CHECK(now.claim == "rejected");
    CHECK(now.last_code == code);
    CHECK(now.delivery == "sent");  // it is noted: he has had the invoice, and is reminded of it
    CHECK(now.channel == "avtalegiro");
    CHECK(take(all, list_of(number(claim), reason)).items == 0);  // once
  }
}
