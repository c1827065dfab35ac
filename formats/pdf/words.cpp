#include "formats/pdf/words.hpp"

#include <array>

#include <fmt/format.h>

namespace airut::pdf {
namespace {

constexpr std::string_view thin = "\u00A0";  // no line break between groups

constexpr Words finnish{
    "fi",
    "Lasku",
    "Hyvityslasku",
    "Korjattu lasku",
    "Maksumuistutus",
    "Toinen muistutus",
    "Perintätoimeksianto",
    "Numero",
    "Päiväys",
    "Eräpäivä",
    "Asiakasnumero",
    "Viitteenne",
    "Tilausnumero",
    "Sopimus",
    "Laskutuskausi",
    "Toimituspäivä",
    "Maksuehto",
    "Viivästyskorko",
    "Hyvitettävä lasku",
    "Kuvaus",
    "Määrä",
    "Yks.",
    "À-hinta",
    "ALV %",
    "Summa",
    "Siirretään",
    "Siirto",
    "Rivit yhteensä",
    "Alennukset",
    "Lisät",
    "Veroton summa",
    "ALV yhteensä",
    "Verollinen summa",
    "Maksettu",
    "Pyöristys",
    "Maksettava",
    "Hyvitettävä",
    "ALV-kanta",
    "Veroton",
    "Alennus",
    "Lisä",
    "Sivu",
    "Saaja",
    "Tili",
    "Viitenumero",
    "KID",
    "Euroa",
    "Y-tunnus",
    "ALV-tunnus",
    "",
    "Kirjanpitomme mukaan alla oleva lasku on maksamatta. Pyydämme maksamaan sen viimeistään "
    "eräpäivänä. Jos lasku on jo maksettu, tämä muistutus on aiheeton.",
    "Aiemmasta muistutuksesta huolimatta alla oleva lasku on edelleen maksamatta. Pyydämme "
    "maksamaan "
    "sen viimeistään eräpäivänä.",
    "Jos maksua ei ole suoritettu eräpäivään mennessä, saatava siirretään perittäväksi, mistä voi "
    "aiheutua lisäkuluja.",
    "Annamme alla olevan saatavan perittäväksi.",
    "Alkuperäinen",
    "Maksettu",
    "Pääoma",
    "Korko",
    "Muistutusmaksu",
    "Vakiokorvaus",
    "Maksettava viimeistään",
    "Yhteensä",
    "Viimeinen muistutus",
    "Saatavan peruste: {}",
    "Viivästyskorkoa kertyy avoimelle pääomalle maksupäivään asti. Eräpäivään mennessä riittää "
    "yllä "
    "oleva summa.",
    "Jos saatavassa on mielestänne virhe tai kiistätte sen, ilmoittakaa siitä ja perusteesta ennen "
    "eräpäivää: {}. Teillä on oikeus kiistää saatava; kiistettyä saatavaa ei peritä, ennen kuin "
    "asia on selvitetty.",
    "Lähetetyt muistutukset",
    "Velallinen"};

constexpr Words swedish{
    "sv",
    "Faktura",
    "Kreditfaktura",
    "Rättad faktura",
    "Betalningspåminnelse",
    "Andra påminnelsen",
    "Inkassouppdrag",
    "Nummer",
    "Datum",
    "Förfallodag",
    "Kundnummer",
    "Er referens",
    "Beställning",
    "Avtal",
    "Faktureringsperiod",
    "Leveransdag",
    "Betalningsvillkor",
    "Dröjsmålsränta",
    "Krediterad faktura",
    "Beskrivning",
    "Antal",
    "Enhet",
    "À-pris",
    "Moms %",
    "Belopp",
    "Transporteras",
    "Transport",
    "Rader totalt",
    "Rabatter",
    "Tillägg",
    "Momsfritt belopp",
    "Moms totalt",
    "Belopp med moms",
    "Betalt",
    "Avrundning",
    "Att betala",
    "Att gottgöra",
    "Momssats",
    "Momsfritt",
    "Rabatt",
    "Tillägg",
    "Sida",
    "Mottagare",
    "Konto",
    "Referensnummer",
    "KID",
    "Euro",
    "FO-nummer",
    "Momsnummer",
    "",
    "Enligt vår bokföring är fakturan nedan obetald. Vi ber er betala den senast på förfallodagen. "
    "Om fakturan redan är betald saknar denna påminnelse betydelse.",
    "Trots en tidigare påminnelse är fakturan nedan fortfarande obetald. Vi ber er betala den "
    "senast "
    "på förfallodagen.",
    "Om betalning inte har skett senast på förfallodagen överförs fordran till indrivning, vilket "
    "kan medföra ytterligare kostnader.",
    "Vi överlämnar fordran nedan till indrivning.",
    "Ursprungligt",
    "Betalt",
    "Kapital",
    "Ränta",
    "Påminnelseavgift",
    "Standardersättning",
    "Betalas senast",
    "Totalt",
    "Sista påminnelsen",
    "Grund för fordran: {}",
    "Dröjsmålsränta löper på det obetalda kapitalet till betalningsdagen. Till och med "
    "förfallodagen "
    "räcker beloppet ovan.",
    "Om ni anser att fordran är felaktig eller bestrider den, meddela oss och ange grunden före "
    "förfallodagen: {}. Ni har rätt att bestrida fordran; en bestridd fordran drivs inte in förrän "
    "saken har utretts.",
    "Skickade påminnelser",
    "Gäldenär"};

constexpr Words norwegian{
    "nb",
    "Faktura",
    "Kreditnota",
    "Korrigert faktura",
    "Betalingspåminnelse",
    "Purring nr. 2",
    "Inkassooppdrag",
    "Nummer",
    "Dato",
    "Forfallsdato",
    "Kundenummer",
    "Deres referanse",
    "Bestilling",
    "Avtale",
    "Faktureringsperiode",
    "Leveringsdato",
    "Betalingsbetingelser",
    "Forsinkelsesrente",
    "Kreditert faktura",
    "Beskrivelse",
    "Antall",
    "Enhet",
    "Enhetspris",
    "MVA %",
    "Beløp",
    "Overføres",
    "Overført",
    "Sum linjer",
    "Rabatter",
    "Tillegg",
    "Beløp uten MVA",
    "Sum MVA",
    "Beløp med MVA",
    "Betalt",
    "Avrunding",
    "Å betale",
    "Til gode",
    "MVA-sats",
    "Grunnlag",
    "Rabatt",
    "Tillegg",
    "Side",
    "Betales til",
    "Kontonummer",
    "Referanse",
    "KID",
    "Beløp",
    "Org.nr.",
    "MVA-nummer",
    "Foretaksregisteret",
    "Ifølge våre bøker er fakturaen nedenfor ikke betalt. Vi ber deg betale innen fristen. Er "
    "fakturaen allerede betalt, kan du se bort fra denne påminnelsen.",
    "Til tross for tidligere påminnelse er fakturaen nedenfor fortsatt ikke betalt. Vi ber deg "
    "betale "
    "innen fristen.",
    "Dette er et inkassovarsel etter inkassoloven § 9. Betales ikke kravet innen fristen, blir det "
    "sendt til inkasso, og det kan påløpe ytterligere kostnader.",
    "Vi overlater kravet nedenfor til inkasso.",
    "Opprinnelig",
    "Betalt",
    "Hovedstol",
    "Rente",
    "Purregebyr",
    "Standardkompensasjon",
    "Betales innen",
    "Sum",
    "Inkassovarsel",
    "Grunnlag for kravet: {}",
    "Forsinkelsesrente løper av utestående hovedstol til betaling skjer. Betales det innen "
    "fristen, "
    "er beløpet over nok.",
    "Mener du at kravet er feil, eller bestrider du det, gi oss beskjed med begrunnelse innen "
    "fristen: {}. Du har rett til å komme med innsigelser; et omtvistet krav sendes ikke til "
    "inkasso "
    "før saken er avklart.",
    "Sendte purringer",
    "Skyldner"};

constexpr Words english{
    "en",
    "Invoice",
    "Credit note",
    "Corrected invoice",
    "Payment reminder",
    "Second reminder",
    "Collection order",
    "Number",
    "Date",
    "Due date",
    "Customer number",
    "Your reference",
    "Order",
    "Contract",
    "Invoicing period",
    "Delivery date",
    "Payment terms",
    "Late interest",
    "Credited invoice",
    "Description",
    "Quantity",
    "Unit",
    "Unit price",
    "VAT %",
    "Amount",
    "Carried forward",
    "Brought forward",
    "Sum of lines",
    "Allowances",
    "Charges",
    "Total without VAT",
    "VAT total",
    "Total with VAT",
    "Paid",
    "Rounding",
    "To pay",
    "To be refunded",
    "VAT rate",
    "Base",
    "Allowance",
    "Charge",
    "Page",
    "Payee",
    "Account",
    "Reference",
    "KID",
    "Amount",
    "Business id",
    "VAT id",
    "Foretaksregisteret",
    "Our books show that the invoice below has not been paid. Please pay it by the due date. If "
    "you "
    "have paid already, please disregard this reminder.",
    "In spite of an earlier reminder the invoice below has still not been paid. Please pay it by "
    "the "
    "due date.",
    "If it is not paid by the due date, the claim will be handed over for collection, which may "
    "cause further costs.",
    "We hand over the claim below for collection.",
    "Original",
    "Paid",
    "Principal",
    "Interest",
    "Reminder fee",
    "Standard compensation",
    "To be paid by",
    "Total",
    "Final reminder",
    "Ground of the claim: {}",
    "Late interest runs on the open principal until payment. Until the due date the sum above is "
    "enough.",
    "If you think that the claim is wrong or dispute it, tell us so and why by the due date: {}. "
    "You "
    "have the right to contest the claim; a disputed claim is not collected until the matter is "
    "settled.",
    "Reminders sent",
    "Debtor"};

void group(std::string& digits, std::string_view separator) {
  auto const first = digits.front() == '-' ? std::size_t{1} : std::size_t{0};
  for (auto at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, separator);
  }
}

// Digits and decimals with the language's signs.
std::string dressed(std::string_view plain, Words const& words) {
  auto const dot = plain.find('.');
  std::string whole{plain.substr(0, dot)};
  group(whole, words.language == "en" ? "," : thin);
  if (dot == std::string_view::npos) return whole;
  return whole + (words.language == "en" ? "." : ",") + std::string{plain.substr(dot + 1)};
}

struct UnitWord {
  std::string_view code, fi, sv, nb, en;
};
constexpr UnitWord units[] = {
    {"C62", "kpl", "st", "stk", "pcs"},  {"EA", "kpl", "st", "stk", "pcs"},
    {"H87", "kpl", "st", "stk", "pcs"},  {"HUR", "h", "h", "t", "h"},
    {"DAY", "pv", "dag", "dag", "day"},  {"MON", "kk", "mån", "mnd", "month"},
    {"ANN", "v", "år", "år", "year"},    {"KGM", "kg", "kg", "kg", "kg"},
    {"LTR", "l", "l", "l", "l"},         {"MTR", "m", "m", "m", "m"},
    {"MTK", "m²", "m²", "m²", "m²"},     {"MTQ", "m³", "m³", "m³", "m³"},
    {"KWH", "kWh", "kWh", "kWh", "kWh"}, {"KMT", "km", "km", "km", "km"}};

}  // namespace

Words const& words_of(std::string_view language) {
  if (language == "fi") return finnish;
  if (language == "sv") return swedish;
  if (language == "nb" || language == "nn" || language == "no") return norwegian;
  return english;
}

std::string day_text(model::Date day, Words const& words) {
  auto const iso = model::date_text(day);
  if (words.language == "sv" || words.language == "en") return iso;
  return fmt::format("{}.{}.{}", iso.substr(8, 2), iso.substr(5, 2), iso.substr(0, 4));
}

std::string sum_text(model::Money const& money, Words const& words) {
  return dressed(money.text(), words);
}

std::string number_text(model::Decimal const& value, Words const& words, int decimals) {
  auto text = value.text_shortest();
  auto dot = text.find('.');
  if (decimals > 0) {
    if (dot == std::string::npos) {
      dot = text.size();
      text += '.';
    }
    while (text.size() - dot - 1 < static_cast<std::size_t>(decimals)) text += '0';
  }
  return dressed(text, words);
}

std::string unit_text(std::string_view code, Words const& words) {
  for (auto const& unit : units) {
    if (unit.code != code) continue;
    return std::string{words.language == "fi"   ? unit.fi
                       : words.language == "sv" ? unit.sv
                       : words.language == "nb" ? unit.nb
                                                : unit.en};
  }
  return std::string{code};
}

}  // namespace airut::pdf
