#include "gateway/cli/explain.hpp"

#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/settings_file.hpp"

namespace airut::gateway::cli {
namespace {

// A word of the tables or of this page, as it is said in each language.
struct Said {
  std::string_view word, fi, sv, nb, en;
};

constexpr std::array handlers{
    Said{"client", "laskuttaja", "faktureraren", "fakturautstederen", "the billing client"},
    Said{"caller", "laskutusjärjestelmän ylläpitäjä", "den som sköter faktureringssystemet",
         "den som drifter fakturasystemet", "whoever runs the billing system"},
    Said{"operator", "Airutin ylläpitäjä", "Airuts drift", "Airuts drift", "Airut's operator"},
    Said{"nobody", "ei kukaan", "ingen", "ingen", "nobody"}};

constexpr std::array actions{
    Said{"retry", "yrittää itse uudelleen", "försöker själv på nytt", "prøver selv på nytt",
         "tries again by itself"},
    Said{"reroute", "jatkaa seuraavaan kanavaan", "går vidare till nästa kanal",
         "går videre til neste kanal", "goes on to the next channel"},
    Said{"hold", "odottaa ihmisen päätöstä", "väntar på en persons beslut",
         "venter på et menneskes avgjørelse", "waits for a person's decision"},
    Said{"return_to_client", "palauttaa laskun laskuttajalle", "lämnar tillbaka fakturan",
         "gir fakturaen tilbake", "gives the invoice back to the billing client"},
    Said{"pause", "keskeyttää lähettämisen", "gör ett uppehåll", "tar en pause",
         "stops sending for a while"},
    Said{"note", "vain kertoo", "bara berättar", "bare forteller", "only tells it"}};

constexpr std::array abouts{
    Said{"finding", "huomautus asiakirjasta", "anmärkning om ett dokument",
         "merknad om et dokument", "finding in a document"},
    Said{"problem", "virhe rajapinnan kutsussa", "fel i ett anrop av gränssnittet",
         "feil i et kall av grensesnittet", "problem with a call of the API"},
    Said{"deviation", "poikkeama", "avvikelse", "avvik", "deviation"},
    Said{"route", "miksi kanava ohitettiin", "varför en kanal hoppades över",
         "hvorfor en kanal ble forbigått", "why a channel was passed over"},
    Said{"order", "miksi kanava valittiin", "varför kanalen valdes", "hvorfor kanalen ble valgt",
         "why the channel was chosen"},
    Said{"letter", "miksi kirjettä ei lähetetty", "varför inget brev gick",
         "hvorfor ingen brev gikk", "why no letter went"},
    Said{"payment", "miksi maksu odottaa", "varför en betalning väntar",
         "hvorfor en betaling venter", "why a payment waits"},
    Said{"alert", "hälytys asiakkaasta", "larm om en kund", "varsel om en kunde",
         "alert about a customer"},
    Said{"audit", "virhe lähetetyssä kirjeessä", "fel i ett skickat brev", "feil i et sendt brev",
         "fault of a letter that was sent"},
    Said{"erasure", "miksi tietoja ei poistettu", "varför uppgifter inte raderades",
         "hvorfor opplysninger ikke ble slettet", "why data were not erased"}};

constexpr std::array labels{
    Said{"remedy", "Mitä tehdä:", "Vad göra:", "Hva gjøre:", "What to do:"},
    Said{"action", "Airut:", "Airut:", "Airut:", "Airut:"},
    Said{"handler", "Kuka toimii:", "Vem agerar:", "Hvem handler:", "Who acts:"}};

template <std::size_t size>
std::string_view said(std::array<Said, size> const& words, std::string_view word,
                      std::string_view language) {
  for (auto const& one : words) {
    if (one.word != word) continue;
    if (language == "fi") return one.fi;
    if (language == "sv") return one.sv;
    return language == "nb" ? one.nb : one.en;
  }
  return word;
}

std::string_view in(config::InLanguages const& words, std::string_view language) {
  auto const found = words.find(language);
  return found == words.end() ? std::string_view{} : std::string_view{found->second};
}

void write(json::Writer& out, config::Explanation const& one, std::string_view language) {
  out.begin_object();
  out.member("code", one.code);
  out.member("about", one.about);
  out.member("cause", in(one.cause, language));
  out.member("remedy", in(one.remedy, language));
  out.member("handler", one.handler);
  out.member_if("action", one.action);
  out.end_object();
}

template <class Rows, class Of>
void print_explanations(Rows const& rows, ExplainWords const& words, bool as_json, Of of) {
  json::Writer out;
  out.begin_array();
  for (auto const& row : rows) {
    if (as_json) {
      write(out, of(row), words.language);
    } else {
      fmt::print("{}\n", explanation_text(of(row), words.language));
    }
  }
  out.end_array();
  if (as_json) fmt::print("{}\n", out.text());
}

int unknown(std::string const& code, config::Explanations const& all) {
  fmt::print(stderr, "airut: there is no code \"{}\"", code);
  auto const* before = "; codes that hold it: ";
  for (auto const& one : all.all()) {
    if (one.code.find(code) == one.code.npos) continue;
    fmt::print(stderr, "{}{}", before, one.code);
    before = ", ";
  }
  fmt::print(stderr, "\n");
  return findings;
}

}  // namespace

std::string explanation_text(config::Explanation const& one, std::string_view language) {
  auto text = fmt::format("{}  ({})\n  {}\n  {:<13} {}\n", one.code,
                          said(abouts, one.about, language), in(one.cause, language),
                          said(labels, "remedy", language), in(one.remedy, language));
  if (!one.action.empty()) {
    text += fmt::format("  {:<13} {}\n", said(labels, "action", language),
                        said(actions, one.action, language));
  }
  return text + fmt::format("  {:<13} {}\n", said(labels, "handler", language),
                            said(handlers, one.handler, language));
}

int explain(Options const& options, ExplainWords const& words) {
  if (words.code.empty() && !words.all) {
    fmt::print(stderr, "airut: name a CODE, or --all\n");
    return usage;
  }
  auto const codes = config::Codes::load(tables_directory(), words.overlay);
  if (!codes) {
    fmt::print(stderr, "airut: {}\n", codes.error());
    return configuration;
  }
  auto const all = config::Explanations::load(tables_directory(), *codes);
  if (!all) {
    fmt::print(stderr, "airut: {}\n", all.error());
    return configuration;
  }
  if (words.all) {
    print_explanations(all->all(), words, options.json,
                       [](auto const& row) -> auto const& { return row; });
    return ok;
  }
  auto const found = all->find(words.code);
  if (found.empty()) return unknown(words.code, *all);
  print_explanations(found, words, options.json,
                     [](auto const* row) -> auto const& { return *row; });
  return ok;
}

}  // namespace airut::gateway::cli
