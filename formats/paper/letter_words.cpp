#include "formats/paper/letter_words.hpp"

#include <array>

namespace airut::paper {
namespace {

constexpr std::array<LetterWords, 4> all_words{{
    {.language = "fi",
     .demand_title = "Maksuvaatimus",
     .demand_intro = "Aiemmasta muistutuksesta huolimatta alla oleva saatava on maksamatta. "
                     "Vaadimme sen maksettavaksi viimeistään {day}.",
     .demand_notice = "",
     .plan_title = "Maksusuunnitelma",
     .plan_intro =
         "Olemme sopineet alla olevan saatavan maksamisesta erissä. Maksakaa kukin erä viimeistään "
         "sen eräpäivänä. Niin kauan kuin suunnitelmaa noudatetaan, emme muistuta saatavasta.",
     .plan_ends = "Jos eriä jää maksamatta, suunnitelma raukeaa ja koko jäljellä oleva saatava "
                  "erääntyy heti.",
     .instalment_title = "Maksamaton erä",
     .instalment_intro = "Maksusuunnitelmanne erä on maksamatta. Pyydämme maksamaan sen "
                         "viimeistään {day}, jotta suunnitelma jatkuu.",
     .broken_title = "Maksusuunnitelma on rauennut",
     .broken_intro =
         "Maksusuunnitelmanne eriä on maksamatta, joten suunnitelma on rauennut. Koko jäljellä "
         "oleva saatava on erääntynyt. Pyydämme maksamaan sen viimeistään {day}.",
     .friendly_intro =
         "Alla oleva lasku on ehkä jäänyt huomaamatta. Maksattehan sen viimeistään {day}. Jos "
         "maksaminen on vaikeaa, ottakaa yhteyttä. Jos lasku on jo maksettu, kiitos siitä.",
     .firm_intro = "Alla oleva lasku on maksamatta. Se on maksettava viimeistään {day}. Jos lasku "
                   "on jo maksettu, tämä kirje on aiheeton.",
     .friendly_intros =
         "Alla olevat laskut ovat ehkä jääneet huomaamatta. Maksattehan ne viimeistään {day}. Jos "
         "maksaminen on vaikeaa, ottakaa yhteyttä. Jos laskut on jo maksettu, kiitos siitä.",
     .firm_intros = "Alla olevat laskut ovat maksamatta. Ne on maksettava viimeistään {day}. Jos "
                    "laskut on jo maksettu, tämä kirje on aiheeton.",
     .each_own = "Maksakaa kukin lasku omalla viitteellään tai koko summa kerralla ilman viitettä "
                 "ja kirjoittakaa silloin laskujen numerot viestiin.",
     .many_invoices = "{} laskua, ks. erittely",
     .pay_now = "Maksettava nyt",
     .fees = "Kulut",
     .instalments = "Erät",
     .instalment = "Erä",
     .unpaid = "Maksamatta",
     .returned = "Laskun {3} maksu {0}, joka kirjattiin {1}, palautettiin maksajalle {2}. Lasku on "
                 "sen vuoksi jälleen maksamatta.",
     .returned_ask = "Pyydämme maksamaan sen viimeistään {day}.",
     .credited = "Hyvitetty",
     .paid_interest = "Maksetusta korkoon",
     .paid_charges = "Maksetusta kuluihin",
     .interest_goes_on = "Viivästyskorkoa kertyy avoimelle pääomalle maksupäivään asti. Tämän "
                         "kirjeen jälkeen kertyvä "
                         "korko peritään erikseen.",
     .earlier_interest = "Lisäksi laskun {0} viivästyskorkoa on maksamatta {1}, viite {2}.",
     .payments = "Maksut ja hyvitykset",
     .payment = "Maksu",
     .credit_note = "Hyvitys",
     .taken_back = "Peruttu"},
    {.language = "sv",
     .demand_title = "Betalningskrav",
     .demand_intro = "Trots en tidigare påminnelse är fordran nedan obetald. Vi kräver att den "
                     "betalas senast {day}.",
     .demand_notice = "",
     .plan_title = "Betalningsplan",
     .plan_intro = "Vi har kommit överens om att fordran nedan betalas i delbetalningar. Betala "
                   "varje delbetalning senast på dess förfallodag. Så länge planen följs skickar "
                   "vi inga påminnelser om fordran.",
     .plan_ends = "Om delbetalningar uteblir upphör planen och hela den återstående fordran "
                  "förfaller genast.",
     .instalment_title = "Obetald delbetalning",
     .instalment_intro = "En delbetalning i er betalningsplan är obetald. Vi ber er betala den "
                         "senast {day} så att planen fortsätter.",
     .broken_title = "Betalningsplanen har upphört",
     .broken_intro =
         "Delbetalningar i er betalningsplan är obetalda och planen har därför upphört. Hela den "
         "återstående fordran har förfallit. Vi ber er betala den senast {day}.",
     .friendly_intro =
         "Ni har kanske förbisett fakturan nedan. Betala den gärna senast {day}. Hör av er om det "
         "är svårt att betala. Om ni redan har betalat tackar vi för det.",
     .firm_intro = "Fakturan nedan är obetald. Den ska betalas senast {day}. Om fakturan redan är "
                   "betald saknar detta brev betydelse.",
     .friendly_intros =
         "Ni har kanske förbisett fakturorna nedan. Betala dem gärna senast {day}. Hör av er om "
         "det är svårt att betala. Om ni redan har betalat tackar vi för det.",
     .firm_intros = "Fakturorna nedan är obetalda. De ska betalas senast {day}. Om fakturorna "
                    "redan är betalda saknar detta brev betydelse.",
     .each_own = "Betala varje faktura med dess egen referens, eller hela beloppet på en gång utan "
                 "referens och ange då fakturornas nummer i meddelandet.",
     .many_invoices = "{} fakturor, se specifikationen",
     .pay_now = "Att betala nu",
     .fees = "Avgifter",
     .instalments = "Delbetalningar",
     .instalment = "Delbetalning",
     .unpaid = "Obetalt",
     .returned = "Betalningen {0} av faktura {3}, bokförd {1}, återgick till betalaren {2}. "
                 "Fakturan är därför åter obetald.",
     .returned_ask = "Vi ber er betala den senast {day}.",
     .credited = "Krediterat",
     .paid_interest = "Av det betalda för ränta",
     .paid_charges = "Av det betalda för avgifter",
     .interest_goes_on =
         "Dröjsmålsränta löper på det obetalda kapitalet till betalningsdagen. Den ränta som löper "
         "efter detta brev krävs separat.",
     .earlier_interest = "Dessutom är {1} av dröjsmålsräntan på faktura {0} obetalt, referens {2}.",
     .payments = "Betalningar och krediteringar",
     .payment = "Betalning",
     .credit_note = "Kreditering",
     .taken_back = "Återtaget"},
    {.language = "nb",
     .demand_title = "Betalingsoppfordring",
     .demand_intro = "Til tross for purring er kravet nedenfor ikke betalt. Vi oppfordrer deg til "
                     "å betale innen {day}.",
     .demand_notice = "Betales ikke kravet innen {day}, blir det sendt til et inkassoforetak, og "
                      "det kan påløpe ytterligere kostnader.",
     .plan_title = "Nedbetalingsplan",
     .plan_intro = "Vi har avtalt at kravet nedenfor betales i avdrag. Betal hvert avdrag innen "
                   "forfall. Så lenge planen følges, sender vi ingen purring på kravet.",
     .plan_ends =
         "Betales ikke avdragene, faller planen bort, og hele restkravet forfaller straks.",
     .instalment_title = "Avdrag ikke betalt",
     .instalment_intro = "Et avdrag i nedbetalingsplanen er ikke betalt. Vi ber deg betale innen "
                         "{day}, slik at planen kan fortsette.",
     .broken_title = "Nedbetalingsplanen er falt bort",
     .broken_intro = "Avdrag i nedbetalingsplanen er ikke betalt, og planen er derfor falt bort. "
                     "Hele restkravet er forfalt. Vi ber deg betale innen {day}.",
     .friendly_intro =
         "Kanskje har du oversett fakturaen nedenfor. Betal den gjerne innen {day}. Ta kontakt "
         "hvis det er vanskelig å betale. Har du allerede betalt, takker vi for det.",
     .firm_intro = "Fakturaen nedenfor er ikke betalt. Den må betales innen {day}. Er fakturaen "
                   "allerede betalt, kan du se bort fra dette brevet.",
     .friendly_intros =
         "Kanskje har du oversett fakturaene nedenfor. Betal dem gjerne innen {day}. Ta kontakt "
         "hvis det er vanskelig å betale. Har du allerede betalt, takker vi for det.",
     .firm_intros = "Fakturaene nedenfor er ikke betalt. De må betales innen {day}. Er fakturaene "
                    "allerede betalt, kan du se bort fra dette brevet.",
     .each_own = "Betal hver faktura med sin egen referanse (KID), eller hele beløpet samlet uten "
                 "referanse og skriv da fakturanumrene i meldingen.",
     .many_invoices = "{} fakturaer, se spesifikasjonen",
     .pay_now = "Å betale nå",
     .fees = "Gebyrer",
     .instalments = "Avdrag",
     .instalment = "Avdrag",
     .unpaid = "Ubetalt",
     .returned = "Betalingen {0} av faktura {3}, bokført {1}, ble tilbakeført til betaleren {2}. "
                 "Fakturaen er derfor ubetalt igjen.",
     .returned_ask = "Vi ber deg betale den innen {day}.",
     .credited = "Kreditert",
     .paid_interest = "Av det betalte til renter",
     .paid_charges = "Av det betalte til gebyrer",
     .interest_goes_on = "Forsinkelsesrente løper av utestående hovedstol til betaling skjer. "
                         "Rente som løper etter "
                         "dette brevet, kreves særskilt.",
     .earlier_interest = "I tillegg er {1} av forsinkelsesrenten på faktura {0} ubetalt, KID {2}.",
     .payments = "Betalinger og krediteringer",
     .payment = "Betaling",
     .credit_note = "Kreditering",
     .taken_back = "Tilbakeført"},
    {.language = "en",
     .demand_title = "Payment demand",
     .demand_intro = "In spite of an earlier reminder the claim below has not been paid. We demand "
                     "that it is paid by {day}.",
     .demand_notice = "",
     .plan_title = "Payment plan",
     .plan_intro =
         "We have agreed that the claim below is paid in instalments. Please pay each of them by "
         "its due date. While the plan is kept we send no reminders of the claim.",
     .plan_ends = "If instalments are not paid, the plan ends and all of the remaining claim falls "
                  "due at once.",
     .instalment_title = "Unpaid instalment",
     .instalment_intro = "An instalment of your payment plan has not been paid. Please pay it by "
                         "{day}, so that the plan goes on.",
     .broken_title = "The payment plan has ended",
     .broken_intro = "Instalments of your payment plan have not been paid, so the plan has ended. "
                     "All of the remaining claim has fallen due. Please pay it by {day}.",
     .friendly_intro = "Perhaps you have not noticed the invoice below. Please pay it by {day}. Do "
                       "tell us if paying is difficult. If you have paid already, thank you.",
     .firm_intro = "The invoice below has not been paid. It must be paid by {day}. If you have "
                   "paid already, please disregard this letter.",
     .friendly_intros =
         "Perhaps you have not noticed the invoices below. Please pay them by {day}. Do tell us if "
         "paying is difficult. If you have paid already, thank you.",
     .firm_intros = "The invoices below have not been paid. They must be paid by {day}. If you "
                    "have paid already, please disregard this letter.",
     .each_own = "Please pay each invoice with its own reference, or the whole sum at once without "
                 "a reference and with the numbers of the invoices in the message.",
     .many_invoices = "{} invoices, see the specification",
     .pay_now = "To be paid now",
     .fees = "Fees",
     .instalments = "Instalments",
     .instalment = "Instalment",
     .unpaid = "Unpaid",
     .returned = "The payment {0} of invoice {3}, booked {1}, was returned to the payer on {2}. "
                 "The invoice is therefore unpaid again.",
     .returned_ask = "Please pay it by {day}.",
     .credited = "Credited",
     .paid_interest = "Of what was paid, for interest",
     .paid_charges = "Of what was paid, for fees",
     .interest_goes_on =
         "Late interest runs on the open principal until payment. What runs after this letter is "
         "claimed separately.",
     .earlier_interest =
         "Besides, {1} of the late interest of invoice {0} has not been paid, reference {2}.",
     .payments = "Payments and credits",
     .payment = "Payment",
     .credit_note = "Credit",
     .taken_back = "Taken back"},
}};

std::string_view toned_intro(model::Letter const& letter, LetterWords const& words) {
  bool const several = letter.rows.size() > 1;
  switch (letter.tone) {
    case model::Tone::friendly:
      return several ? words.friendly_intros : words.friendly_intro;
    case model::Tone::firm:
      return several ? words.firm_intros : words.firm_intro;
    case model::Tone::neutral:
      break;
  }
  return {};
}

}  // namespace

LetterWords const& letter_words_of(std::string_view language) {
  if (language == "nn" || language == "no") language = "nb";
  for (auto const& words : all_words) {
    if (words.language == language) return words;
  }
  return all_words.back();
}

std::string_view special_title(model::LetterKind kind, LetterWords const& words) {
  switch (kind) {
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
      return toned_intro(letter, words);
    default:
      return {};
  }
}

}  // namespace airut::paper
