#include <array>

#include "gateway/http/problem.hpp"

namespace airut::gateway::http {
namespace {

struct Title {
  std::string_view code, en, fi, sv, nb;
};

constexpr std::array titles{
    Title{"validation-failed", "The document is not valid", "Asiakirja ei ole kelvollinen",
          "Dokumentet är inte giltigt", "Dokumentet er ikke gyldig"},
    Title{"duplicate-invoice", "The invoice is already here", "Lasku on jo vastaanotettu",
          "Fakturan har redan tagits emot", "Fakturaen er allerede mottatt"},
    Title{"idempotency-key-missing", "An Idempotency-Key is needed",
          "Idempotency-Key-otsake puuttuu", "Idempotency-Key saknas", "Idempotency-Key mangler"},
    Title{"idempotency-key-too-long", "The Idempotency-Key is too long",
          "Idempotency-Key on liian pitkä", "Idempotency-Key är för lång",
          "Idempotency-Key er for lang"},
    Title{"idempotency-key-reused", "The Idempotency-Key belongs to another request",
          "Idempotency-Key kuuluu toiseen pyyntöön", "Idempotency-Key hör till en annan begäran",
          "Idempotency-Key tilhører en annen forespørsel"},
    Title{"unauthorized", "No valid key", "Avain puuttuu tai ei kelpaa",
          "Nyckel saknas eller är ogiltig", "Nøkkel mangler eller er ugyldig"},
    Title{"scope-missing", "The key may not do this", "Avaimen oikeudet eivät riitä",
          "Nyckeln saknar behörighet", "Nøkkelen mangler tilgang"},
    Title{"client-not-allowed", "The key is not for this billing client",
          "Avain ei koske tätä laskuttajaa", "Nyckeln gäller inte denna fakturerare",
          "Nøkkelen gjelder ikke denne fakturautstederen"},
    Title{"rate-limited", "Too many requests", "Liikaa pyyntöjä", "För många förfrågningar",
          "For mange forespørsler"},
    Title{"not-found", "Not found", "Ei löydy", "Hittades inte", "Finnes ikke"},
    Title{"method-not-allowed", "Method not allowed", "Menetelmä ei ole sallittu",
          "Metoden är inte tillåten", "Metoden er ikke tillatt"},
    Title{"bad-request", "Not a proper request", "Virheellinen pyyntö", "Felaktig begäran",
          "Ugyldig forespørsel"},
    Title{"bad-target", "The address is not proper", "Virheellinen osoite", "Felaktig adress",
          "Ugyldig adresse"},
    Title{"ambiguous-length", "The length of the body is ambiguous", "Sisällön pituus on epäselvä",
          "Innehållets längd är tvetydig", "Innholdets lengde er tvetydig"},
    Title{"host-missing", "The Host header is missing", "Host-otsake puuttuu",
          "Host-huvudet saknas", "Host-hodet mangler"},
    Title{"expectation-failed", "The expectation is not known", "Odotusta ei tunneta",
          "Förväntan är okänd", "Forventningen er ukjent"},
    Title{"version-unsupported", "This HTTP version is not spoken", "HTTP-versiota ei tueta",
          "HTTP-versionen stöds inte", "HTTP-versjonen støttes ikke"},
    Title{"parameter-invalid", "A parameter is wrong", "Virheellinen parametri",
          "Felaktig parameter", "Ugyldig parameter"},
    Title{"header-too-large", "The header is too large", "Otsake on liian suuri",
          "Huvudet är för stort", "Hodet er for stort"},
    Title{"too-large", "The body is too large", "Sisältö on liian suuri", "Innehållet är för stort",
          "Innholdet er for stort"},
    Title{"encoding-unsupported", "This Content-Encoding is not taken",
          "Content-Encoding-muotoa ei tueta", "Content-Encoding stöds inte",
          "Content-Encoding støttes ikke"},
    Title{"media-type-unsupported", "This kind of content is not taken", "Sisältötyyppiä ei tueta",
          "Innehållstypen stöds inte", "Innholdstypen støttes ikke"},
    Title{"multipart-invalid", "The multipart body is not proper", "Virheellinen multipart-sisältö",
          "Felaktigt multipart-innehåll", "Ugyldig multipart-innhold"},
    Title{"batch-too-large", "The batch is too large for its mode",
          "Erä on liian suuri tähän tilaan", "Satsen är för stor för detta läge",
          "Bunken er for stor for denne modusen"},
    Title{"client-unknown", "The billing client is not known", "Laskuttajaa ei tunneta",
          "Faktureraren är okänd", "Fakturautstederen er ukjent"},
    Title{"date-format", "Not a date", "Virheellinen päivämäärä", "Felaktigt datum",
          "Ugyldig dato"},
    Title{"required", "Something needed is missing", "Pakollinen tieto puuttuu",
          "En obligatorisk uppgift saknas", "En obligatorisk opplysning mangler"},
    Title{"wrong-value", "A value is not allowed", "Arvo ei ole sallittu",
          "Värdet är inte tillåtet", "Verdien er ikke tillatt"},
    Title{"notice-not-possible", "The banks cannot be told", "Pankeille ei voi ilmoittaa",
          "Bankerna kan inte underrättas", "Bankene kan ikke få melding"},
    Title{"changed-meanwhile", "Changed by somebody else meanwhile",
          "Tietoa on muutettu sillä välin", "Ändrad av någon annan under tiden",
          "Endret av noen andre i mellomtiden"},
    Title{"if-match-missing", "If-Match is needed", "If-Match-otsake puuttuu", "If-Match saknas",
          "If-Match mangler"},
    Title{"not-cancellable", "It cannot be cancelled any more", "Ei voi enää peruuttaa",
          "Kan inte längre avbrytas", "Kan ikke lenger avbrytes"},
    Title{"already-held", "It is held already", "On jo pidätetty", "Hålls redan",
          "Holdes allerede"},
    Title{"no-delivery", "There is no delivery", "Toimitusta ei ole", "Det finns ingen leverans",
          "Det finnes ingen leveranse"},
    Title{"action-not-available", "This cannot be done now", "Toiminto ei ole nyt mahdollinen",
          "Åtgärden är inte möjlig nu", "Handlingen er ikke mulig nå"},
    Title{"clock-backwards", "The clock only goes forward", "Kello kulkee vain eteenpäin",
          "Klockan går bara framåt", "Klokken går bare fremover"},
    Title{"unavailable", "Come again", "Yritä uudelleen", "Försök igen", "Prøv igjen"},
    Title{"disk-floor", "The disk is nearly full", "Levy on lähes täynnä", "Disken är nästan full",
          "Disken er nesten full"},
    Title{"internal", "The gateway failed", "Järjestelmävirhe", "Systemfel", "Systemfeil"},
};

}  // namespace

std::string_view problem_title(std::string_view code, std::string_view language) {
  for (auto const& one : titles) {
    if (one.code != code) continue;
    if (language == "fi") return one.fi;
    if (language == "sv") return one.sv;
    return language == "nb" ? one.nb : one.en;
  }
  return code;
}

}  // namespace airut::gateway::http
