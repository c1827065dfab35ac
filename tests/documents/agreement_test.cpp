#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/documents/checked.hpp"
#include "tests/support/json_lines.hpp"

// Compares the verdict of the built-in checks with that of the official validators on the
// development material (EN 16931 1.3.16, Peppol BIS Billing 3.0.21, Self-Billing 3.0.2).

using namespace airut;

namespace {

using Rules = std::set<std::string>;

// The rule sets that judge invoices and credit notes.
bool is_billing(std::string_view set) {
  return set == "en" || set == "encii" || set == "peppol" || set == "selfbilling";
}

Rules expected_fatal(boost::json::value const& line) {
  Rules rules;
  for (auto const& one : line.at("expect_failed").as_array())
    if (one.at("flag").as_string() == "fatal") rules.insert(std::string{one.at("id").as_string()});
  return rules;
}

// What is wrong with the bytes: the rules by id, our own by code.
Rules errors_of(model::Findings const& findings) {
  Rules rules;
  for (auto const& one : findings)
    if (one.severity == model::Severity::error)
      rules.insert(one.rule.empty() ? one.code : one.rule);
  return rules;
}

Rules judge(std::string const& bytes) {
  auto read = documents::read_document(bytes);
  return errors_of(read ? documents::check(*read) : read.error());
}

std::string listed(Rules const& rules) {
  std::string text;
  for (auto const& one : rules) text += (text.empty() ? "" : " ") + one;
  return text.empty() ? "none" : text;
}

// Why a verdict may differ, by what was expected and found. A miss without a reason is a bug.
std::string_view reason_of(Rules const& expected, Rules const& found) {
  struct Known {
    std::string_view expected, found, reason;
  };
  static constexpr std::array known{
      Known{"", "currency-mismatch",
            "EN 16931 does not look at currencyID; an amount in another currency is no amount of "
            "this invoice"},
      Known{"BR-O-09", "", "the official rule for CII compares -0.00 with 0 as text"},
      Known{"BR-30", "", "the days are in order; their format attribute is wrong"},
      Known{"BR-29", "", "the days are in order; their format attribute is wrong"},
      Known{"BR-CL-25", "", "the scheme stands at an electronic address that is empty"},
      Known{"", "amount-format", "a sum of money has the decimals of its currency, wherever it is"},
      Known{"", "date-format", "a day that is none is refused whatever its format attribute says"},
      Known{"", "base64", "an attachment that is no base64 is refused"},
      Known{"", "BR-CO-09", "the official rule looks for two letters and takes one"},
  };
  for (auto const& one : known) {
    bool const fits = one.expected.empty()
                          ? expected.empty() && found.contains(std::string{one.found})
                          : found.empty() && expected.contains(std::string{one.expected});
    if (fits) return one.reason;
  }
  return {};
}

void compare_verdicts(char const* name, double least, bool only_schema_valid) {
  if (!tests::has_shared("data/en16931/" + std::string{name})) return;
  int all = 0, same = 0, unexplained = 0;
  for (auto const& line : tests::json_lines("data/en16931/" + std::string{name})) {
    bool const counts = is_billing(std::string{line.at("ruleset").as_string()}) &&
                        (!only_schema_valid || line.at("xsd_ok").as_bool());
    if (!counts) continue;
    ++all;
    std::string const file{line.at("file").as_string()};
    auto const expected = expected_fatal(line);
    auto const found = judge(tests::slurp(tests::shared("data/en16931/" + file)));
    if (expected.empty() == found.empty()) {
      ++same;
      continue;
    }
    auto const reason = reason_of(expected, found);
    unexplained += reason.empty() ? 1 : 0;
    MESSAGE(fmt::format("{}: expected {}; found {}; {}", file, listed(expected), listed(found),
                        reason.empty() ? "no known reason" : reason));
  }
  MESSAGE(
      fmt::format("{}: the verdict is the official one on {} of {} documents", name, same, all));
  REQUIRE(all > 0);
  CHECK(same >= all * least);
  CHECK(unexplained <= all * (1 - least));
}

constexpr std::string_view basic =
    "urn:oasis:names:specification:ubl:schema:xsd:"
    "CommonBasicComponents-2";

std::string element(std::string_view name, std::string_view text) {
  return fmt::format("<{} xmlns=\"{}\">{}</{}>", name, basic, text, name);
}

bool names(std::string_view text, std::string_view element) {
  return text.find(fmt::format(":{}", element)) != text.npos ||
         text.find(fmt::format("<{}", element)) != text.npos;
}

// A fragment of UBL with the head that a reader needs: a day, a currency, and for Peppol's rules
// its specification.
std::string with_head(std::string text, bool peppol) {
  auto root = text.find("<Invoice");
  if (root == text.npos) root = text.find("<CreditNote");
  auto const end = root == text.npos ? root : text.find('>', root);
  if (end == text.npos || text[end - 1] == '/') return text;
  auto const at = text.find("currencyID=\"");
  auto const currency = at == text.npos ? std::string{"EUR"} : text.substr(at + 12, 3);
  std::string head;
  if (!names(text, "IssueDate")) head += element("IssueDate", "2026-09-01");
  if (!names(text, "DocumentCurrencyCode")) head += element("DocumentCurrencyCode", currency);
  if (peppol && !names(text, "CustomizationID"))
    head += element("CustomizationID",
                    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0");
  return text.insert(end + 1, head);
}

}  // namespace

TEST_CASE("the Norwegian formats that build on Peppol's let go of what they say") {
  if (!tests::has_shared("data/en16931/whole.jsonl")) return;
  int judged = 0;
  for (auto const& line : tests::json_lines("data/en16931/whole.jsonl")) {
    std::string const set{line.at("ruleset").as_string()}, file{line.at("file").as_string()};
    if (set != "ehf-reminder" && set != "ehf-forward") continue;
    auto const found = judge(tests::slurp(tests::shared("data/en16931/" + file)));
    CHECK_MESSAGE(found.empty(), fmt::format("{}: {}", file, listed(found)));
    ++judged;
  }
  CHECK(judged == 2);
}

TEST_CASE("whole documents get the verdict of the official validators") {
  compare_verdicts("whole.jsonl", 0.99, false);
}

TEST_CASE("schema-valid mutants get the verdict of the official validators") {
  compare_verdicts("mutants.jsonl", 0.95, true);
}

TEST_CASE("fragments break the rule that they are made to break, and no rule that they keep") {
  if (!tests::has_shared("data/en16931/unit.jsonl")) return;
  int judged = 0, met = 0, unreadable = 0;
  for (auto const& line : tests::json_lines("data/en16931/unit.jsonl")) {
    std::string const scope{line.at("scope").as_string()}, expect{line.at("expect").as_string()};
    bool const counts = (scope == "en-ubl" || scope == "peppol-ubl") && expect != "warning";
    if (!counts) continue;
    std::string const file{line.at("file").as_string()}, rule{line.at("rule").as_string()};
    auto const text = tests::slurp(tests::shared("data/en16931/" + file));
    auto read = documents::read_document(with_head(text, scope == "peppol-ubl"));
    auto const found = errors_of(read ? documents::check(*read) : read.error());
    bool const good = found.contains(rule) == (expect == "fatal");
    // What is too little for an invoice is refused before its rules are asked.
    if (!read && !good) {
      ++unreadable;
      continue;
    }
    ++judged;
    met += good ? 1 : 0;
    if (!good) MESSAGE(fmt::format("{} {} {}: found {}", file, rule, expect, listed(found)));
  }
  MESSAGE(fmt::format("unit.jsonl: {} of {} expectations met; {} fragments are too little to read",
                      met, judged, unreadable));
  CHECK(judged > 800);
  CHECK(met >= judged * 0.95);
}
