#include "formats/smp/address.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "formats/model/percent.hpp"
#include "formats/model/sha256.hpp"

namespace airut::smp {
namespace {

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// RFC 4648 section 6 without padding; lower case, as domain names are written.
std::string base32(model::Sha256 const& digest) {
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::string out;
  unsigned int bits = 0, count = 0;
  for (auto const byte : digest) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 5; count -= 5) out += alphabet[(bits >> (count - 5)) & 31u];
    bits &= (1u << count) - 1;
  }
  if (count > 0) out += alphabet[(bits << (5 - count)) & 31u];
  return out;
}

std::string without_slash(std::string_view base) {
  while (base.ends_with('/')) base.remove_suffix(1);
  return std::string{base};
}

}  // namespace

std::string sml_name(sbdh::ParticipantId const& participant, std::string_view zone) {
  return fmt::format("{}.{}.{}", base32(model::sha256(lower(participant.value))),
                     participant.scheme, zone);
}

std::optional<std::string> naptr_address(std::string_view regexp) {
  if (regexp.size() < 4) return std::nullopt;
  auto const mark = regexp.front();
  auto const middle = regexp.find(mark, 1);
  auto const end = middle == regexp.npos ? middle : regexp.find(mark, middle + 1);
  if (end == regexp.npos) return std::nullopt;
  auto const pattern = regexp.substr(1, middle - 1);
  if (pattern != ".*" && pattern != "^.*$") return std::nullopt;
  auto address = regexp.substr(middle + 1, end - middle - 1);
  if (!address.starts_with("http://") && !address.starts_with("https://")) return std::nullopt;
  return without_slash(address);
}

std::string group_url(std::string_view base, sbdh::ParticipantId const& participant) {
  return without_slash(base) + "/" + model::percent_encoded(joined(participant));
}

std::string metadata_url(std::string_view base, sbdh::ParticipantId const& participant,
                         sbdh::DocumentType const& document_type) {
  return group_url(base, participant) + "/services/" +
         model::percent_encoded(joined(document_type));
}

bool is_wildcard(sbdh::DocumentType const& wanted) {
  return wanted.scheme == sbdh::wildcard_scheme;
}

std::vector<sbdh::DocumentType> entries_for(sbdh::DocumentType const& wanted) {
  std::vector<sbdh::DocumentType> entries{wanted};
  auto const parts = sbdh::parts_of(wanted.value);
  if (!is_wildcard(wanted) || !parts) return entries;
  for (auto customization = parts->customization;;) {
    entries.push_back({fmt::format("{}::{}##{}*::{}", parts->root_namespace, parts->root_name,
                                   customization, parts->version),
                       std::string{sbdh::wildcard_scheme}});
    auto const at = customization.rfind('@');
    if (at == customization.npos) return entries;
    customization = customization.substr(0, at);
  }
}

}  // namespace airut::smp
