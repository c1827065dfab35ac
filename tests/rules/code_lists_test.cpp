#include "formats/rules/code_lists.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "formats/rules/check.hpp"
#include "formats/rules/code_list_overlay.hpp"
#include "formats/rules/complete.hpp"
#include "formats/rules/limits.hpp"
#include "formats/rules/tables.hpp"
#include "tests/rules/days_and_sums.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using rules::CodeList;
using rules::CodeLists;
using tests::day;

TEST_SUITE("rules/code_lists") {
  TEST_CASE("every list that the checks ask is in the shipped table") {
    auto const& lists = CodeLists::shipped();
    CHECK(lists.rows_refused() == 0);
    for (std::size_t i = 0; i < rules::code_list_count; ++i) {
      CAPTURE(i);
      CHECK(lists.size(static_cast<CodeList>(i)) > 0);
    }
    CHECK(lists.has(CodeList::unit, "HUR", day("2026-11-26")));
    CHECK_FALSE(lists.has(CodeList::unit, "kpl", day("2026-11-26")));
    CHECK(lists.has(CodeList::country, "XI", day("2026-11-26")));
  }

  TEST_CASE("a code is in force from its first day until the day that it ends") {
    CodeLists const lists{
        "list\tfrom\tuntil\tcodes\n"
        "# a comment\n"
        "mime\t2020-01-01\t-\ta/b c/d\n"
        "mime\t2020-01-01\t2026-01-01\te/f\n"
        "mime\t2026-01-01\t-\tg/h\n"
        "no_such_list\t2020-01-01\t-\tx\n"
        "mime\tyesterday\t-\tx\n"};
    CHECK(lists.rows_refused() == 2);
    CHECK(lists.has(CodeList::mime, "e/f", day("2025-12-31")));
    CHECK_FALSE(lists.has(CodeList::mime, "e/f", day("2026-01-01")));
    CHECK_FALSE(lists.has(CodeList::mime, "g/h", day("2025-12-31")));
    CHECK(lists.has(CodeList::mime, "g/h", day("2026-01-01")));
    CHECK(lists.has_for_good(CodeList::mime, "a/b"));
    CHECK_FALSE(lists.has_for_good(CodeList::mime, "e/f"));
    CHECK_FALSE(lists.has(CodeList::mime, "a/b c/d", day("2026-01-01")));
  }

  TEST_CASE("an operator's rows take the place of the shipped days of their codes alone") {
    auto const lists = rules::shipped_under(
        "# ours\nlist\tfrom\tuntil\tcodes\n"
        "unit\t2026-01-01\t-\tkpl\n"
        "unit\t2017-01-01\t2027-01-01\tHUR\n");
    REQUIRE(lists);
    CHECK((*lists)->has(CodeList::unit, "kpl", day("2026-11-26")));
    CHECK_FALSE((*lists)->has(CodeList::unit, "kpl", day("2025-11-26")));
    CHECK((*lists)->has(CodeList::unit, "HUR", day("2026-12-31")));
    CHECK_FALSE((*lists)->has(CodeList::unit, "HUR", day("2027-01-01")));
    CHECK((*lists)->has(CodeList::unit, "C62", day("2027-01-01")));
    CHECK((*lists)->size(CodeList::unit) == CodeLists::shipped().size(CodeList::unit) + 1);
    CHECK(rules::shipped_under(""));
    auto const wrong =
        rules::shipped_under("list\tfrom\tuntil\tcodes\n\nunits\t2026-01-01\t-\tx\n");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().starts_with("3: "));
  }

  TEST_CASE("a limit has the figure of its day, and every limit has one") {
    auto const& shipped = rules::Limits::shipped();
    CHECK(shipped.rows_refused() == 0);
    for (std::size_t i = 0; i < rules::limit_count; ++i)
      CHECK(shipped.of(static_cast<rules::Limit>(i), day("2026-11-26")) > 0);
    rules::Limits const limits{
        "limit\tfrom\tuntil\tvalue\tsource\n"
        "line_slack\t2027-01-01\t-\t1\tnew\n"
        "line_slack\t2020-01-01\t2027-01-01\t2\told\n"
        "line_slack\t2020-01-01\t-\ttwo\tno number\n"
        "no_such_limit\t2020-01-01\t-\t2\tnone\n"};
    CHECK(limits.rows_refused() == 2);
    CHECK(limits.of(rules::Limit::line_slack, day("2019-01-01")) == 2);
    CHECK(limits.of(rules::Limit::line_slack, day("2026-12-31")) == 2);
    CHECK(limits.of(rules::Limit::line_slack, day("2027-01-01")) == 1);
    CHECK(limits.of(rules::Limit::card_digits, day("2027-01-01")) == 0);
  }

  TEST_CASE("the checks take the lists and the day that they are given") {
    CodeLists const none{"list\tfrom\tuntil\tcodes\n"};
    auto invoice = tests::sample_invoice();
    (void)rules::complete(invoice, {});
    rules::CheckContext context;
    context.code_lists = &none;
    CHECK(model::has_errors(rules::check(invoice, context)));
    context.code_lists = nullptr;
    invoice.buyer.electronic_address = model::Identifier{"003712345671", "0037"};
    context.peppol = rules::Ask::refuse;
    context.day = day("2026-08-23");  // the last day of BIS Billing 3.0.20
    CHECK_FALSE(model::has_errors(rules::check(invoice, context)));
    context.day = day("2026-08-24");
    CHECK(model::has_errors(rules::check(invoice, context)));
  }
}
