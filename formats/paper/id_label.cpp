#include "formats/paper/id_label.hpp"

namespace airut::paper {
namespace {

std::string_view country_of(model::Party const& party) {
  auto const scheme = party.legal_id ? std::string_view{party.legal_id->scheme} : "";
  if (scheme == "0212" || scheme == "0213") return "FI";
  if (scheme == "0192") return "NO";
  return scheme == "0007" ? "SE" : std::string_view{party.address.country};
}

// The register that readers of the language take for granted, which the common word names.
std::string_view home_of(std::string_view language) {
  if (language == "fi" || language == "sv") return "FI";
  return language == "nb" ? "NO" : "";
}

}  // namespace

std::string_view id_label(model::Party const& party, Words const& words) {
  auto const country = country_of(party);
  auto const home = home_of(words.language);
  if (home.empty() || country == home) return words.business_id;
  if (words.language == "nb") return country == "FI" ? "Y-tunnus" : "Org.nr.";
  if (words.language == "sv") return "Org.nr";
  return country == "NO" ? "Org.nr." : "Yritystunnus";
}

}  // namespace airut::paper
