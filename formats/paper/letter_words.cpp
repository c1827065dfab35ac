#include "formats/paper/letter_words.hpp"

#include <array>

namespace airut::paper {
namespace {

constexpr std::array<LetterWords, 4> all_words{{
    {"fi",
     "Maksuvaatimus",
     "Muistutuksista huolimatta alla oleva saatava on maksamatta. Vaadimme sen maksettavaksi "
     "viimeistään eräpäivänä.",
     "Maksusuunnitelma",
     "Olemme sopineet alla olevan saatavan maksamisesta erissä. Maksakaa kukin erä viimeistään sen "
     "eräpäivänä. Suunnitelman aikana emme muistuta saatavasta.",
     "Jos eriä jää maksamatta, suunnitelma raukeaa ja koko jäljellä oleva saatava erääntyy heti.",
     "Maksamaton erä",
     "Maksusuunnitelmanne erä on maksamatta. Pyydämme maksamaan sen viimeistään eräpäivänä, jotta "
     "suunnitelma jatkuu.",
     "Maksusuunnitelma on rauennut",
     "Maksusuunnitelmanne eriä on maksamatta, joten suunnitelma on rauennut. Koko jäljellä oleva "
     "saatava on erääntynyt. Pyydämme maksamaan sen viimeistään eräpäivänä.",
     "Alla oleva lasku on ehkä jäänyt huomaamatta. Maksattehan sen viimeistään eräpäivänä. Jos "
     "maksaminen on vaikeaa, ottakaa yhteyttä. Jos lasku on jo maksettu, kiitos siitä.",
     "Alla oleva lasku on maksamatta. Se on maksettava viimeistään eräpäivänä. Jos lasku on jo "
     "maksettu, tämä kirje on aiheeton.",
     "Kulut",
     "Erät",
     "Erä",
     "Maksamatta",
     "Laskun {3} maksu {0}, joka kirjattiin {1}, palautettiin maksajalle {2}. Lasku on sen vuoksi "
     "jälleen maksamatta.",
     "Pyydämme maksamaan sen viimeistään eräpäivänä.",
     "Hyvitetty",
     "Maksetusta korkoon",
     "Maksetusta kuluihin",
     "Viivästyskorkoa kertyy avoimelle pääomalle maksupäivään asti. Tämän kirjeen jälkeen kertyvä "
     "korko peritään erikseen.",
     "Lisäksi laskun {0} viivästyskorkoa on maksamatta {1}, viite {2}."},
    {"sv",
     "Betalningskrav",
     "Trots påminnelser är fordran nedan obetald. Vi kräver att den betalas senast på "
     "förfallodagen.",
     "Betalningsplan",
     "Vi har kommit överens om att fordran nedan betalas i poster. Betala varje post senast på "
     "dess förfallodag. Under planen skickar vi inga påminnelser om fordran.",
     "Om poster inte betalas upphör planen och hela den återstående fordran förfaller genast.",
     "Obetald post",
     "En post i er betalningsplan är obetald. Vi ber er betala den senast på förfallodagen så att "
     "planen fortsätter.",
     "Betalningsplanen har upphört",
     "Poster i er betalningsplan är obetalda och planen har därför upphört. Hela den återstående "
     "fordran har förfallit. Vi ber er betala den senast på förfallodagen.",
     "Fakturan nedan har kanske blivit obemärkt. Betala den gärna senast på förfallodagen. Hör av "
     "er om det är svårt att betala. Har ni redan betalat, tack för det.",
     "Fakturan nedan är obetald. Den ska betalas senast på förfallodagen. Om fakturan redan är "
     "betald saknar detta brev betydelse.",
     "Avgifter",
     "Poster",
     "Post",
     "Obetalt",
     "Betalningen {0} av faktura {3}, bokförd {1}, återgick till betalaren {2}. Fakturan är därför "
     "åter obetald.",
     "Vi ber er betala den senast på förfallodagen.",
     "Krediterat",
     "Av det betalda för ränta",
     "Av det betalda för avgifter",
     "Dröjsmålsränta löper på det obetalda kapitalet till betalningsdagen. Den ränta som löper "
     "efter detta brev krävs separat.",
     "Dessutom är {1} av dröjsmålsräntan på faktura {0} obetalt, referens {2}."},
    {"nb",
     "Betalingsoppfordring",
     "Til tross for purring er kravet nedenfor ikke betalt. Vi oppfordrer deg til å betale innen "
     "fristen.",
     "Nedbetalingsplan",
     "Vi har avtalt at kravet nedenfor betales i avdrag. Betal hvert avdrag innen forfall. Så "
     "lenge planen følges, sender vi ingen purring på kravet.",
     "Betales ikke avdragene, faller planen bort, og hele restkravet forfaller straks.",
     "Avdrag ikke betalt",
     "Et avdrag i nedbetalingsplanen er ikke betalt. Vi ber deg betale innen fristen, slik at "
     "planen kan fortsette.",
     "Nedbetalingsplanen er falt bort",
     "Avdrag i nedbetalingsplanen er ikke betalt, og planen er derfor falt bort. Hele restkravet "
     "er forfalt. Vi ber deg betale innen fristen.",
     "Kanskje har du oversett fakturaen nedenfor. Betal den gjerne innen fristen. Ta kontakt hvis "
     "det er vanskelig å betale. Har du allerede betalt, takker vi for det.",
     "Fakturaen nedenfor er ikke betalt. Den må betales innen fristen. Er fakturaen allerede "
     "betalt, kan du se bort fra dette brevet.",
     "Gebyrer",
     "Avdrag",
     "Avdrag",
     "Ubetalt",
     "Betalingen {0} av faktura {3}, bokført {1}, ble tilbakeført til betaleren {2}. Fakturaen er "
     "derfor ubetalt igjen.",
     "Vi ber deg betale den innen fristen.",
     "Kreditert",
     "Av det betalte til renter",
     "Av det betalte til gebyrer",
     "Forsinkelsesrente løper av utestående hovedstol til betaling skjer. Rente som løper etter "
     "dette brevet, kreves særskilt.",
     "I tillegg er {1} av forsinkelsesrenten på faktura {0} ubetalt, KID {2}."},
    {"en",
     "Payment demand",
     "In spite of reminders the claim below has not been paid. We demand that it is paid by the "
     "due date.",
     "Payment plan",
     "We have agreed that the claim below is paid in instalments. Please pay each of them by its "
     "due date. While the plan is kept we send no reminders of the claim.",
     "If instalments are not paid, the plan ends and all of the remaining claim falls due at once.",
     "Unpaid instalment",
     "An instalment of your payment plan has not been paid. Please pay it by the due date, so that "
     "the plan goes on.",
     "The payment plan has ended",
     "Instalments of your payment plan have not been paid, so the plan has ended. All of the "
     "remaining claim has fallen due. Please pay it by the due date.",
     "Perhaps you have not noticed the invoice below. Please pay it by the due date. Do tell us if "
     "paying is difficult. If you have paid already, thank you.",
     "The invoice below has not been paid. It must be paid by the due date. If you have paid "
     "already, please disregard this letter.",
     "Fees",
     "Instalments",
     "Instalment",
     "Unpaid",
     "The payment {0} of invoice {3}, booked {1}, was returned to the payer on {2}. The invoice is "
     "therefore unpaid again.",
     "Please pay it by the due date.",
     "Credited",
     "Of what was paid, for interest",
     "Of what was paid, for fees",
     "Late interest runs on the open principal until payment. What runs after this letter is "
     "claimed separately.",
     "Besides, {1} of the late interest of invoice {0} has not been paid, reference {2}."},
}};

}  // namespace

LetterWords const& letter_words_of(std::string_view language) {
  if (language == "nn" || language == "no") language = "nb";
  for (auto const& words : all_words) {
    if (words.language == language) return words;
  }
  return all_words.back();
}

std::string_view special_title(model::Letter const& letter, LetterWords const& words) {
  switch (letter.kind) {
    case model::LetterKind::payment_demand:
      return words.demand_title;
    case model::LetterKind::plan_confirmation:
      return words.plan_title;
    case model::LetterKind::instalment_reminder:
      return words.instalment_title;
    case model::LetterKind::plan_broken:
      return words.broken_title;
    default:
      return {};
  }
}

std::string_view special_intro(model::Letter const& letter, LetterWords const& words) {
  switch (letter.kind) {
    case model::LetterKind::payment_demand:
      return words.demand_intro;
    case model::LetterKind::plan_confirmation:
      return words.plan_intro;
    case model::LetterKind::instalment_reminder:
      return words.instalment_intro;
    case model::LetterKind::plan_broken:
      return words.broken_intro;
    case model::LetterKind::first_reminder:
      if (letter.tone == model::Tone::friendly) return words.friendly_intro;
      return letter.tone == model::Tone::firm ? words.firm_intro : std::string_view{};
    default:
      return {};
  }
}

}  // namespace airut::paper
