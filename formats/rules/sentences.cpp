#include "formats/rules/sentences.hpp"

#include <algorithm>
#include <array>

namespace airut::rules {

namespace {

struct Sentences {
  std::string_view code, fi, sv, nb;
};

// One row a code, in the order of the places that give them.
constexpr std::array<Sentences, 66> catalogue{{
    {"json-syntax", "Sisältö ei ole kelvollista JSONia.", "Innehållet är inte giltig JSON.",
     "Innholdet er ikke gyldig JSON."},
    {"wrong-type", "Kenttä on väärää tyyppiä.", "Fältet har fel typ.", "Feltet har feil type."},
    {"number-not-string", "Luku pitää antaa tekstinä.", "Talet måste anges som text.",
     "Tallet må oppgis som tekst."},
    {"unknown-member", "Tätä kenttää ei tunneta.", "Fältet är okänt.", "Feltet er ukjent."},
    {"duplicate-member", "Kenttä on annettu kahdesti.", "Fältet anges två gånger.",
     "Feltet er oppgitt to ganger."},
    {"missing", "Pakollinen tieto puuttuu.", "En obligatorisk uppgift saknas.",
     "En obligatorisk opplysning mangler."},
    {"too-long", "Teksti on liian pitkä.", "Texten är för lång.", "Teksten er for lang."},
    {"too-many", "Rivejä on liikaa.", "Det finns för många poster.", "Det er for mange poster."},
    {"control-character", "Tekstissä on ohjausmerkki.", "Texten innehåller ett styrtecken.",
     "Teksten inneholder et kontrolltegn."},
    {"wrong-value", "Arvo ei ole sallittu.", "Värdet är inte tillåtet.",
     "Verdien er ikke tillatt."},
    {"bad-decimal", "Arvo ei ole desimaaliluku.", "Värdet är inte ett decimaltal.",
     "Verdien er ikke et desimaltall."},
    {"bad-amount", "Arvo ei ole rahamäärä.", "Värdet är inte ett belopp.",
     "Verdien er ikke et beløp."},
    {"bad-date", "Päivämäärä on virheellinen.", "Datumet är felaktigt.", "Datoen er feil."},
    {"bad-time", "Ajankohta on virheellinen.", "Tidpunkten är felaktig.", "Tidspunktet er feil."},
    {"bad-email", "Sähköpostiosoite on virheellinen.", "E-postadressen är felaktig.",
     "E-postadressen er feil."},
    {"bad-filename", "Tiedostonimi on virheellinen.", "Filnamnet är felaktigt.",
     "Filnavnet er feil."},
    {"bad-base64", "Liite ei ole base64-muodossa.", "Bilagan är inte base64.",
     "Vedlegget er ikke base64."},
    {"channel-unknown", "Kanavaa ei tunneta.", "Kanalen är okänd.", "Kanalen er ukjent."},
    {"listed-twice", "Arvo on luettelossa kahdesti.", "Värdet finns två gånger i listan.",
     "Verdien står to ganger i listen."},
    {"currency-unknown", "Valuuttaa ei tunneta.", "Valutan är okänd.", "Valutaen er ukjent."},
    {"client-unknown", "Laskuttajaa ei tunneta.", "Faktureraren är okänd.",
     "Fakturautstederen er ukjent."},
    {"seller-not-client", "Myyjä ei ole laskuttaja.", "Säljaren är inte faktureraren.",
     "Selgeren er ikke fakturautstederen."},
    {"reference-series-used-up", "Viitesarja on käytetty loppuun.", "Referensserien är slut.",
     "KID-serien er brukt opp."},
    {"total-mismatch", "Summa ei täsmää.", "Summan stämmer inte.", "Summen stemmer ikke."},
    {"amount-too-large", "Summat ovat liian suuria.", "Beloppen är för stora.",
     "Beløpene er for store."},
    {"item-name-missing", "Tuotteen nimi puuttuu.", "Artikelns namn saknas.",
     "Varens navn mangler."},
    {"unit-unknown", "Yksikkökoodia ei tunneta.", "Enhetskoden är okänd.",
     "Enhetskoden er ukjent."},
    {"price-negative", "Hinta ei saa olla negatiivinen.", "Priset får inte vara negativt.",
     "Prisen kan ikke være negativ."},
    {"base-quantity-not-positive", "Hinnan perustemäärän pitää olla yli nolla.",
     "Prisets basmängd måste vara över noll.", "Prisens basismengde må være over null."},
    {"period-reversed", "Jakso päättyy ennen kuin alkaa.", "Perioden slutar före den börjar.",
     "Perioden slutter før den begynner."},
    {"reason-missing", "Hyvityksen tai veloituksen syy puuttuu.",
     "Orsaken till avdraget eller avgiften saknas.", "Grunnen til rabatten eller gebyret mangler."},
    {"no-lines", "Laskussa ei ole rivejä.", "Fakturan saknar rader.", "Fakturaen mangler linjer."},
    {"line-id-twice", "Rivin tunnus on käytetty kahdesti.", "Radens id används två gånger.",
     "Linjens id er brukt to ganger."},
    {"due-before-issue", "Eräpäivä on ennen laskun päiväystä.",
     "Förfallodagen är före fakturadatum.", "Forfallsdato er før fakturadato."},
    {"tax-point-twice", "Veron ajankohta on annettu kahdesti.",
     "Skattetidpunkten anges två gånger.", "Avgiftstidspunktet er oppgitt to ganger."},
    {"number-missing", "Laskun numero puuttuu.", "Fakturanumret saknas.",
     "Fakturanummeret mangler."},
    {"issue-date-missing", "Laskun päiväys puuttuu.", "Fakturadatum saknas.",
     "Fakturadato mangler."},
    {"preceding-number-missing", "Edeltävän laskun numero puuttuu.",
     "Den föregående fakturans nummer saknas.", "Nummeret på den foregående fakturaen mangler."},
    {"vat-id-prefix", "ALV-tunnus ei ala maatunnuksella.", "Momsnumret börjar inte med landskod.",
     "Mva-nummeret begynner ikke med landkode."},
    {"vat-id-check-digit", "ALV-tunnuksen tarkistusnumero on väärä.",
     "Momsnumrets kontrollsiffra är fel.", "Kontrollsifferet i mva-nummeret er feil."},
    {"organisation-number", "Norjalainen organisaationumero on virheellinen.",
     "Det norska organisationsnumret är felaktigt.", "Organisasjonsnummeret er feil."},
    {"business-id", "Y-tunnus on virheellinen.", "FO-numret är felaktigt.",
     "Det finske foretaksnummeret er feil."},
    {"address-scheme-missing", "Verkkolaskuosoitteen tyyppi puuttuu.",
     "E-fakturaadressens schema saknas.", "Skjemaet for den elektroniske adressen mangler."},
    {"address-scheme-unknown", "Verkkolaskuosoitteen tyyppiä ei tunneta.",
     "E-fakturaadressens schema är okänt.", "Skjemaet for den elektroniske adressen er ukjent."},
    {"ovt", "OVT-tunnus on virheellinen.", "OVT-koden är felaktig.", "OVT-koden er feil."},
    {"gln", "GLN-numero on virheellinen.", "GLN-numret är felaktigt.", "GLN-nummeret er feil."},
    {"party-name-missing", "Osapuolen nimi puuttuu.", "Partens namn saknas.",
     "Partens navn mangler."},
    {"country-missing", "Maatunnus puuttuu.", "Landskoden saknas.", "Landkoden mangler."},
    {"country-unknown", "Maatunnusta ei tunneta.", "Landskoden är okänd.", "Landkoden er ukjent."},
    {"seller-id-missing", "Myyjän tunniste puuttuu.", "Säljarens identifierare saknas.",
     "Selgerens identifikator mangler."},
    {"vat-id-missing", "ALV-tunnus puuttuu.", "Momsnumret saknas.", "Mva-nummeret mangler."},
    {"account-missing", "Tilinumero puuttuu.", "Kontonumret saknas.", "Kontonummeret mangler."},
    {"iban-checksum", "Tilinumero on virheellinen.", "Kontonumret är felaktigt.",
     "Kontonummeret er feil."},
    {"bic", "BIC-koodi on virheellinen.", "BIC-koden är felaktig.", "BIC-koden er feil."},
    {"reference-check-digit", "Maksuviite on virheellinen.", "Betalningsreferensen är felaktig.",
     "KID eller betalingsreferansen er feil."},
    {"interest-negative", "Viivästyskorko ei saa olla negatiivinen.",
     "Dröjsmålsräntan får inte vara negativ.", "Forsinkelsesrenten kan ikke være negativ."},
    {"vat-rate-given", "Veroton luokka ei saa sisältää verokantaa.",
     "Kategorin utanför moms har ingen momssats.", "Kategorien utenfor mva har ingen sats."},
    {"vat-rate-not-zero", "Verokannan pitää olla 0.", "Momssatsen måste vara 0.",
     "Mva-satsen må være 0."},
    {"vat-rate-not-positive", "Verokannan pitää olla yli 0.", "Momssatsen måste vara över 0.",
     "Mva-satsen må være over 0."},
    {"vat-rate-range", "Verokanta ei ole välillä 0–100.", "Momssatsen är inte mellan 0 och 100.",
     "Mva-satsen er ikke mellom 0 og 100."},
    {"vat-category", "ALV-luokkaa ei tunneta.", "Momskategorin är okänd.",
     "Mva-kategorien er ukjent."},
    {"exemption-reason-missing", "Verottomuuden peruste puuttuu.",
     "Grunden för momsbefrielsen saknas.", "Grunnen til mva-fritaket mangler."},
    {"exemption-reason-given", "Verollisella luokalla ei ole verottomuuden perustetta.",
     "En momspliktig kategori har ingen befrielsegrund.",
     "En avgiftspliktig kategori har ingen fritaksgrunn."},
    {"seller-vat-id-missing", "Myyjän ALV-tunnus puuttuu.", "Säljarens momsnummer saknas.",
     "Selgerens mva-nummer mangler."},
    {"buyer-vat-id-missing", "Ostajan ALV-tunnus puuttuu.", "Köparens momsnummer saknas.",
     "Kjøperens mva-nummer mangler."},
    {"outside-vat-mixed", "Veroton luokka ei saa olla muiden kanssa.",
     "Kategorin utanför moms får inte blandas.", "Kategorien utenfor mva kan ikke blandes."},
}};

std::string_view in_language(Sentences const& row, std::string_view language) {
  if (language == "fi") return row.fi;
  if (language == "sv") return row.sv;
  if (language == "nb" || language == "nn") return row.nb;
  return {};
}

std::string_view expected_word(std::string_view language) {
  if (language == "fi") return "Odotettu";
  return language == "sv" ? "Väntat" : "Forventet";
}

std::string_view actual_word(std::string_view language) {
  if (language == "fi") return "annettu";
  return language == "sv" ? "angivet" : "oppgitt";
}

}  // namespace

std::string sentence(model::Finding const& finding, std::string_view language) {
  auto const row = std::find_if(catalogue.begin(), catalogue.end(),
                                [&](auto const& one) { return one.code == finding.code; });
  if (row == catalogue.end()) return finding.detail;
  auto const words = in_language(*row, language);
  if (words.empty()) return finding.detail;
  std::string text{words};
  if (!finding.expected.empty())
    text.append(" ")
        .append(expected_word(language))
        .append(" ")
        .append(finding.expected)
        .append(", ")
        .append(actual_word(language))
        .append(" ")
        .append(finding.actual)
        .append(".");
  else if (!finding.actual.empty())
    text.append(" (").append(finding.actual).append(")");
  return text;
}

std::vector<std::string_view> translated_codes() {
  std::vector<std::string_view> codes;
  for (auto const& row : catalogue) codes.push_back(row.code);
  return codes;
}

}  // namespace airut::rules
