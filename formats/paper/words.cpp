#include "formats/paper/words.hpp"

#include <array>

#include <fmt/format.h>

namespace airut::paper {
namespace {

constexpr std::string_view thin = "\u00A0";  // no line break between groups

// Every word in the four languages.
struct WordRow {
  std::string_view name;
  std::string_view Words::* word;
  std::string_view fi, sv, nb, en;
};
constexpr WordRow word_rows[] = {
    {"invoice", &Words::invoice, "Lasku", "Faktura", "Faktura", "Invoice"},
    {"credit_note", &Words::credit_note, "Hyvityslasku", "Kreditfaktura", "Kreditnota",
     "Credit note"},
    {"corrected", &Words::corrected, "Korjattu lasku", "Rättad faktura", "Korrigert faktura",
     "Corrected invoice"},
    {"first_reminder", &Words::first_reminder, "Maksumuistutus", "Betalningspåminnelse",
     "Betalingspåminnelse", "Payment reminder"},
    {"second_reminder", &Words::second_reminder, "Toinen muistutus", "Andra påminnelsen",
     "Purring nr. 2", "Second reminder"},
    {"collection_order", &Words::collection_order, "Perintätoimeksianto", "Inkassouppdrag",
     "Inkassooppdrag", "Collection order"},
    {"number", &Words::number, "Numero", "Nummer", "Nummer", "Number"},
    {"date", &Words::date, "Päiväys", "Datum", "Dato", "Date"},
    {"due_date", &Words::due_date, "Eräpäivä", "Förfallodag", "Forfallsdato", "Due date"},
    {"customer_number", &Words::customer_number, "Asiakasnumero", "Kundnummer", "Kundenummer",
     "Customer number"},
    {"reference", &Words::reference, "Viitteenne", "Er referens", "Deres referanse",
     "Your reference"},
    {"order", &Words::order, "Tilausnumero", "Beställning", "Bestilling", "Order"},
    {"contract", &Words::contract, "Sopimus", "Avtal", "Avtale", "Contract"},
    {"period", &Words::period, "Laskutuskausi", "Faktureringsperiod", "Faktureringsperiode",
     "Invoicing period"},
    {"delivery_date", &Words::delivery_date, "Toimituspäivä", "Leveransdag", "Leveringsdato",
     "Delivery date"},
    {"terms", &Words::terms, "Maksuehto", "Betalningsvillkor", "Betalingsbetingelser",
     "Payment terms"},
    {"late_interest", &Words::late_interest, "Viivästyskorko", "Dröjsmålsränta",
     "Forsinkelsesrente", "Late payment interest"},
    {"preceding", &Words::preceding, "Hyvitettävä lasku", "Krediterad faktura", "Kreditert faktura",
     "Credited invoice"},
    {"description", &Words::description, "Kuvaus", "Beskrivning", "Beskrivelse", "Description"},
    {"quantity", &Words::quantity, "Määrä", "Antal", "Antall", "Quantity"},
    {"unit", &Words::unit, "Yks.", "Enhet", "Enhet", "Unit"},
    {"unit_price", &Words::unit_price, "À-hinta", "À-pris", "Enhetspris", "Unit price"},
    {"vat", &Words::vat, "ALV %", "Moms %", "MVA %", "VAT %"},
    {"amount", &Words::amount, "Summa", "Belopp", "Beløp", "Amount"},
    {"carried_out", &Words::carried_out, "Siirretään", "Transporteras", "Overføres",
     "Carried forward"},
    {"carried_in", &Words::carried_in, "Siirto", "Transport", "Overført", "Brought forward"},
    {"lines_sum", &Words::lines_sum, "Rivit yhteensä", "Rader totalt", "Sum linjer",
     "Sum of lines"},
    {"allowances", &Words::allowances, "Alennukset", "Rabatter", "Rabatter", "Allowances"},
    {"charges", &Words::charges, "Lisät", "Tillägg", "Tillegg", "Charges"},
    {"net", &Words::net, "Veroton summa", "Belopp utan moms", "Beløp uten MVA",
     "Total without VAT"},
    {"vat_sum", &Words::vat_sum, "ALV yhteensä", "Moms totalt", "Sum MVA", "VAT total"},
    {"gross", &Words::gross, "Verollinen summa", "Belopp med moms", "Beløp med MVA",
     "Total with VAT"},
    {"paid", &Words::paid, "Maksettu", "Betalt", "Betalt", "Paid"},
    {"rounding", &Words::rounding, "Pyöristys", "Avrundning", "Avrunding", "Rounding"},
    {"to_pay", &Words::to_pay, "Maksettava", "Att betala", "Å betale", "To pay"},
    {"to_refund", &Words::to_refund, "Hyvitettävä", "Att gottgöra", "Til gode", "To be refunded"},
    {"vat_rate", &Words::vat_rate, "ALV-kanta", "Momssats", "MVA-sats", "VAT rate"},
    {"vat_base", &Words::vat_base, "Veroton", "Underlag", "Grunnlag", "Base"},
    {"discount", &Words::discount, "Alennus", "Rabatt", "Rabatt", "Allowance"},
    {"surcharge", &Words::surcharge, "Lisä", "Tillägg", "Tillegg", "Charge"},
    {"page", &Words::page, "Sivu", "Sida", "Side", "Page"},
    {"payee", &Words::payee, "Saaja", "Mottagare", "Betales til", "Payee"},
    {"account", &Words::account, "Tili", "Konto", "Kontonummer", "Account"},
    {"payment_reference", &Words::payment_reference, "Viitenumero", "Referensnummer", "Referanse",
     "Reference"},
    {"kid", &Words::kid, "KID", "KID", "KID", "KID"},
    {"sum", &Words::sum, "Euroa", "Euro", "Beløp", "Amount"},
    {"business_id", &Words::business_id, "Y-tunnus", "FO-nummer", "Org.nr.", "Business id"},
    {"vat_id", &Words::vat_id, "ALV-tunnus", "Momsnummer", "MVA-nummer", "VAT id"},
    {"register_note", &Words::register_note, "", "", "Foretaksregisteret", "Foretaksregisteret"},
    {"reminder_intro", &Words::reminder_intro,
     "Kirjanpitomme mukaan alla oleva saatava on maksamatta. Pyydämme maksamaan sen viimeistään "
     "{day}. Jos se on jo maksettu, tämä muistutus on aiheeton.",
     "Enligt vår bokföring är fordran nedan obetald. Vi ber er betala den senast {day}. Om den "
     "redan är betald är denna påminnelse utan betydelse.",
     "Ifølge våre bøker er kravet nedenfor ikke betalt. Vi ber deg betale innen {day}. Er det "
     "allerede betalt, kan du se bort fra denne påminnelsen.",
     "Our books show that the claim below has not been paid. Please pay it by {day}. If you have "
     "paid already, please disregard this reminder."},
    {"second_intro", &Words::second_intro,
     "Aiemmasta muistutuksesta huolimatta alla oleva saatava on edelleen maksamatta. Pyydämme "
     "maksamaan sen viimeistään {day}.",
     "Trots en tidigare påminnelse är fordran nedan fortfarande obetald. Vi ber er betala den "
     "senast {day}.",
     "Til tross for tidligere påminnelse er kravet nedenfor fortsatt ikke betalt. Vi ber deg "
     "betale innen {day}.",
     "In spite of an earlier reminder the claim below has still not been paid. Please pay it by "
     "{day}."},
    {"collection_notice", &Words::collection_notice,
     "Jos maksua ei ole suoritettu viimeistään {day}, saatava siirretään perittäväksi, mistä voi "
     "aiheutua lisäkuluja.",
     "Om betalning inte har skett senast {day} överförs fordran till indrivning, vilket kan "
     "medföra ytterligare kostnader.",
     "Dette er et inkassovarsel etter inkassoloven § 9. Betales ikke kravet innen {day}, blir det "
     "sendt til inkasso, og det kan påløpe ytterligere kostnader.",
     "If it is not paid by {day}, the claim will be handed over for collection, which may cause "
     "further costs."},
    {"collection_intro", &Words::collection_intro, "Annamme alla olevan saatavan perittäväksi.",
     "Vi överlämnar fordran nedan till indrivning.", "Vi overlater kravet nedenfor til inkasso.",
     "We hand over the claim below for collection."},
    {"original_sum", &Words::original_sum, "Alkuperäinen", "Ursprungligt", "Opprinnelig",
     "Original"},
    {"paid_so_far", &Words::paid_so_far, "Maksettu", "Betalt", "Betalt", "Paid"},
    {"open_principal", &Words::open_principal, "Pääoma", "Kapital", "Hovedstol", "Principal"},
    {"interest", &Words::interest, "Viivästyskorko", "Dröjsmålsränta", "Forsinkelsesrente",
     "Late payment interest"},
    {"fee", &Words::fee, "Muistutusmaksu", "Påminnelseavgift", "Purregebyr", "Reminder fee"},
    {"cost", &Words::cost, "Vakiokorvaus", "Standardersättning", "Standardkompensasjon",
     "Standard compensation"},
    {"pay_by", &Words::pay_by, "Maksettava viimeistään", "Betalas senast", "Betales innen",
     "To be paid by"},
    {"total", &Words::total, "Yhteensä", "Totalt", "Sum", "Total"},
    {"collection_warning", &Words::collection_warning, "Viimeinen muistutus", "Sista påminnelsen",
     "Inkassovarsel", "Final reminder"},
    {"ground", &Words::ground, "Saatavan peruste: {}", "Grund för fordran: {}",
     "Grunnlag for kravet: {}", "Ground of the claim: {}"},
    {"interest_runs", &Words::interest_runs,
     "Viivästyskorkoa kertyy avoimelle pääomalle maksupäivään asti. Yllä oleva summa riittää, kun "
     "se maksetaan viimeistään {day}.",
     "Dröjsmålsränta löper på det obetalda kapitalet till betalningsdagen. Till och med {day} "
     "räcker beloppet ovan.",
     "Forsinkelsesrente løper av utestående hovedstol til betaling skjer. Betales det innen {day}, "
     "er beløpet over nok.",
     "Late payment interest runs on the open principal until payment. Until {day} the sum above is "
     "enough."},
    {"objection", &Words::objection,
     "Jos saatavassa on mielestänne virhe tai kiistätte sen, ilmoittakaa siitä ja perusteesta "
     "viimeistään {day}: {}. Teillä on oikeus kiistää saatava; kiistettyä saatavaa ei peritä, "
     "ennen kuin asia on selvitetty.",
     "Om ni anser att fordran är felaktig eller bestrider den, meddela oss och ange grunden senast "
     "{day}: {}. Ni har rätt att bestrida fordran; en bestridd fordran drivs inte in förrän saken "
     "har utretts.",
     "Mener du at kravet er feil, eller bestrider du det, gi oss beskjed med begrunnelse innen "
     "{day}: {}. Du har rett til å komme med innsigelser; et omtvistet krav sendes ikke til "
     "inkasso før saken er avklart.",
     "If you think that the claim is wrong or dispute it, tell us so and why by {day}: {}. You "
     "have the right to contest the claim; a disputed claim is not collected until the matter is "
     "settled."},
    {"letters_before", &Words::letters_before, "Lähetetyt muistutukset", "Skickade påminnelser",
     "Sendte purringer", "Reminders sent"},
    {"debtor", &Words::debtor, "Velallinen", "Gäldenär", "Skyldner", "Debtor"},
    {"address_on_invoice", &Words::address_on_invoice, "Osoite laskulla", "Adress på fakturan",
     "Adresse på fakturaen", "Address on the invoice"},
    {"fell_due", &Words::fell_due, "Erääntyi", "Förföll", "Forfalt", "Fell due"},
    {"project", &Words::project, "Projekti", "Projekt", "Prosjekt", "Project"},
    {"item", &Words::item, "Tuote", "Artikel", "Vare", "Item"},
    {"payment_details", &Words::payment_details, "Maksutiedot", "Betalningsuppgifter",
     "Betalingsinformasjon", "Payment details"},
    {"delivery_address", &Words::delivery_address, "Toimitusosoite", "Leveransadress",
     "Leveringsadresse", "Delivery address"},
    {"logo", &Words::logo, "Logo", "Logotyp", "Logo", "Logo"},
    {"barcode", &Words::barcode, "Pankkiviivakoodi", "Bankstreckkod", "Strekkode", "Bank bar code"},
    {"qr_code", &Words::qr_code, "QR-koodi", "QR-kod", "QR-kode", "QR code"},
    {"scan_to_pay", &Words::scan_to_pay, "Maksa skannaamalla", "Skanna och betala",
     "Skann og betal", "Scan to pay"},
    {"message", &Words::message, "Viesti", "Meddelande", "Melding", "Message"},
    {"payer", &Words::payer, "Maksaja", "Betalare", "Betaler", "Payer"},
    {"continued", &Words::continued, "jatkuu", "fortsätter", "fortsetter", "continued"},
    {"earlier", &Words::earlier, "Aiempi lasku", "Tidigare faktura", "Tidligere faktura",
     "Earlier invoice"},
    {"debited", &Words::debited,
     "Summa veloitetaan maksajan tililtä valtuutuksen nojalla eräpäivänä. Laskua ei makseta "
     "erikseen.",
     "Beloppet debiteras betalarens konto på förfallodagen enligt medgivande. Fakturan betalas "
     "inte "
     "separat.",
     "Beløpet belastes betalerens konto på forfallsdatoen etter fullmakt. Fakturaen skal ikke "
     "betales særskilt.",
     "The sum is debited from the payer's account on the due date by mandate. Please do not pay "
     "this invoice yourself."},
    {"by_card", &Words::by_card, "Maksetaan kortilla. Laskua ei makseta tilisiirtona.",
     "Betalas med kort. Fakturan betalas inte genom girering.",
     "Betales med kort. Fakturaen skal ikke betales ved overføring.",
     "Paid by card. Please do not pay this invoice by transfer."},
    {"prepaid", &Words::prepaid, "Lasku on maksettu etukäteen.", "Fakturan är betald i förskott.",
     "Fakturaen er betalt på forhånd.", "This invoice has been paid in advance."},
    {"nothing_to_pay", &Words::nothing_to_pay, "Ei maksettavaa.", "Inget att betala.",
     "Ingenting å betale.", "Nothing to pay."},
    {"mandate", &Words::mandate, "Valtuutus", "Medgivande", "Fullmakt", "Mandate"},
    {"creditor_id", &Words::creditor_id, "Velkojan tunnus", "Borgenärens id", "Kreditors id",
     "Creditor id"},
    {"debited_account", &Words::debited_account, "Veloitettava tili", "Konto som debiteras",
     "Konto som belastes", "Debited account"},
    {"card", &Words::card, "Kortti", "Kort", "Kort", "Card"},
    {"card_holder", &Words::card_holder, "Kortin haltija", "Kortinnehavare", "Kortholder",
     "Card holder"},
    {"buyer_item", &Words::buyer_item, "Ostajan tuotenro", "Köparens artikelnr", "Kjøpers varenr.",
     "Buyer's item"},
    {"standard_item", &Words::standard_item, "Tuotekoodi", "Artikelkod", "Varekode", "Item code"},
    {"classification", &Words::classification, "Luokitus", "Klassificering", "Klassifisering",
     "Classification"},
    {"origin", &Words::origin, "Alkuperämaa", "Ursprungsland", "Opprinnelsesland",
     "Country of origin"},
    {"gross_price", &Words::gross_price, "Hinta ennen alennusta", "Pris före rabatt",
     "Pris før rabatt", "Price before discount"},
    {"order_line", &Words::order_line, "Tilausrivi", "Beställningsrad", "Bestillingslinje",
     "Order line"},
    {"accounting", &Words::accounting, "Tiliöinti", "Kontering", "Kontering", "Accounting"},
    {"object", &Words::object, "Kohde", "Objekt", "Objekt", "Object"},
    {"instalment", &Words::instalment, "Erä", "Delbetalning", "Avdrag", "Instalment"},
    {"form_is_first", &Words::form_is_first,
     "Maksulomake on ensimmäistä erää varten. Maksakaa kukin erä eräpäivänään ja omalla "
     "viitteellään.",
     "Inbetalningskortet gäller den första delbetalningen. Betala varje del på dess förfallodag "
     "och med dess referens.",
     "Betalingsblanketten gjelder det første avdraget. Betal hvert avdrag på forfallsdatoen og med "
     "dets referanse.",
     "The payment form is for the first instalment. Please pay each on its due date and with its "
     "own reference."},
    {"cash_discount", &Words::cash_discount, "Kassa-alennus", "Kassarabatt", "Kontantrabatt",
     "Cash discount"},
    {"transferred", &Words::transferred, "Saatava on siirretty", "Fordran har överlåtits till",
     "Fordringen er overdratt til", "The claim has been transferred to"},
    {"buyer_business_id", &Words::buyer_business_id, "Ostajan tunnus", "Köparens org.nr",
     "Kjøpers org.nr.", "Buyer's business id"},
    {"buyer_vat_id", &Words::buyer_vat_id, "Ostajan ALV-tunnus", "Köparens momsnr",
     "Kjøpers MVA-nr.", "Buyer's VAT id"},
    {"sales_order", &Words::sales_order, "Myyjän tilausnro", "Säljarens ordernr",
     "Selgers ordrenr.", "Sales order"},
    {"receiving_advice", &Words::receiving_advice, "Vastaanottoilmoitus", "Mottagningsavisering",
     "Mottaksmelding", "Receiving advice"},
    {"despatch_advice", &Words::despatch_advice, "Lähete", "Följesedel", "Pakkseddel",
     "Despatch advice"},
    {"tender", &Words::tender, "Tarjouspyyntö", "Anbud", "Anbud", "Tender"},
    {"tax_point", &Words::tax_point, "ALV:n ajankohta", "Skattepunkt", "Avgiftstidspunkt",
     "Tax point"},
    {"payment_date", &Words::payment_date, "Maksupäivä", "Betalningsdag", "Betalingsdato",
     "Date of payment"},
    {"self_billing", &Words::self_billing, "Itselaskutus", "Självfakturering", "Selvfakturering",
     "Self-billing"},
    {"made_by_buyer", &Words::made_by_buyer, "Ostajan laatima", "Utfärdad av köparen",
     "Utstedt av kjøper", "Issued by the buyer"},
    {"tax_representative", &Words::tax_representative, "Veroedustaja", "Skatterepresentant",
     "Avgiftsrepresentant", "Tax representative"},
    {"seller", &Words::seller, "Myyjä", "Säljare", "Selger", "Seller"},
    {"buyer", &Words::buyer, "Ostaja", "Köpare", "Kjøper", "Buyer"},
    {"trading_name", &Words::trading_name, "Aputoiminimi", "Bifirma", "Forretningsnavn",
     "Trading name"},
    {"identifier", &Words::identifier, "Tunniste", "Id", "Id", "Id"},
    {"e_address", &Words::e_address, "Verkkolaskuosoite", "E-fakturaadress", "EHF-adresse",
     "E-invoice address"},
    {"contact", &Words::contact, "Yhteyshenkilö", "Kontaktperson", "Kontaktperson", "Contact"},
    {"means", &Words::means, "Maksutapa", "Betalningssätt", "Betalingsmåte", "Means of payment"},
    {"other_way", &Words::other_way, "Muu maksutapa", "Annat betalningssätt", "Annen betalingsmåte",
     "Other way to pay"},
    {"attachments", &Words::attachments, "Liitteet", "Bilagor", "Vedlegg", "Attachments"},
};

Words words_in(std::string_view language, std::string_view WordRow::* column) {
  Words words;
  words.language = language;
  words.day_first = language == "fi" || language == "nb";
  for (auto const& row : word_rows) words.*row.word = row.*column;
  return words;
}

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

}  // namespace

std::string_view Words::* word_by_name(std::string_view name) {
  for (auto const& row : word_rows) {
    if (row.name == name) return row.word;
  }
  return nullptr;
}

Words const& words_of(std::string_view language, std::string_view country) {
  static auto const finnish = words_in("fi", &WordRow::fi);
  static auto const swedish = words_in("sv", &WordRow::sv);
  static auto const finland_swedish = [] {
    auto words = words_in("sv", &WordRow::sv);
    words.day_first = true;
    return words;
  }();
  static auto const norwegian = words_in("nb", &WordRow::nb);
  static auto const english = words_in("en", &WordRow::en);
  if (language == "fi") return finnish;
  if (language == "sv") return country == "FI" ? finland_swedish : swedish;
  if (language == "nb" || language == "nn" || language == "no") return norwegian;
  return english;
}

std::string day_text(model::Date day, Words const& words) {
  auto const iso = model::date_text(day);
  if (!words.day_first) return iso;
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

}  // namespace airut::paper
