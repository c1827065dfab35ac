#include "ledger/receivables/fingerprint.hpp"

#include <map>

#include <fmt/format.h>

#include "formats/model/reference.hpp"
#include "formats/model/sha256.hpp"
#include "ledger/receivables/open_item.hpp"

namespace airut::ledger {
namespace {

// White space folded, so that two banks' line breaks do not make two payments.
std::string folded(std::vector<std::string> const& texts) {
  std::string out;
  for (auto const& text : texts) {
    for (char const c : text) {
      bool const blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!blank) out += c;
    }
  }
  return out;
}

}  // namespace

std::string fingerprint(model::BankEntry const& entry) {
  auto const reference =
      entry.reference.empty() ? folded(entry.texts) : model::reference_match_key(entry.reference);
  auto const sign = entry.is_credit ? "+" : "-";
  auto const text = fmt::format(
      "{}\n{}\n{}{} {}\n{}\n{}", account_key(entry.account),
      entry.booked ? model::date_text(*entry.booked) : "", sign, entry.amount.text(),
      entry.amount.currency().code(), reference,
      entry.archive_id.empty() ? "from " + account_key(entry.payer_account) : entry.archive_id);
  return model::sha256_hex(text);
}

std::vector<CountedEntry> count_entries(std::vector<model::BankEntry> const& entries) {
  std::map<std::string, std::int64_t> seen;
  std::vector<CountedEntry> counted;
  for (auto const& entry : entries) {
    auto print = fingerprint(entry);
    auto const occurrence = ++seen[print];
    counted.push_back({std::move(print), occurrence});
  }
  return counted;
}

}  // namespace airut::ledger
