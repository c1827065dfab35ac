#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "formats/rules/check.hpp"
#include "formats/rules/limits.hpp"

// How the families of rules are written down and what they report.
namespace airut::rules {

enum class Weight {
  fatal,     // EN 16931: an invoice that breaks it is none
  document,  // the same, but only a document of the norm can break it
  native,    // the same; in another syntax it is worth a look
  peppol,    // as the context asks of Peppol
  finvoice,  // as the context asks of Finvoice
  house,     // beyond the official rules, as the context says
  hint,      // worth a look
};

struct Rule {
  std::string_view id;        // official, empty when ours
  std::string_view term;      // BT-..., BG-...
  std::string_view code;      // of the finding; sentences.tsv has it in other languages
  std::string_view place;     // JSON pointer below the place asked about
  std::string_view sentence;  // English; "{}" stands for the actual value
  Weight weight = Weight::fatal;
};

// Where in the invoice: a list and an index, and once more below. Spelled out for a finding only.
struct Where {
  std::string_view list = {};
  std::size_t index = 0;
  std::string_view inner = {};
  std::size_t inner_index = 0;
  std::string text() const;
};

// What one run of the checks is about, decided once.
struct Scope {
  Scope(model::Invoice const& invoice, CheckContext const& context);

  model::Invoice const& invoice;
  CheckContext const& context;
  CodeLists const& lists;
  Origin origin;
  bool document;  // of the norm
  bool self_billing;
  Ask peppol;
  model::Date day;
  // As Peppol finds the country of a side: by VAT id, else by address.
  std::string_view seller_country, buyer_country;

  std::int64_t limit(Limit limit) const { return Limits::shipped().of(limit, day); }
  bool listed(CodeList list, std::string_view code) const { return lists.has(list, code, day); }
};

bool is_credit(Scope const& scope);
std::string type_code(Scope const& scope);  // BT-3

// Gathers findings. More than anyone reads are cut off with a word, but never the first error.
class Report {
 public:
  static constexpr std::size_t findings_max = 1000;

  Report(Scope const& scope, model::Findings& findings) : scope_(scope), findings_(findings) {}

  void add(Rule const& rule, Where const& where, std::string actual = {},
           std::string expected = {});
  // With a sentence of its own, all figures in it.
  void say(Rule const& rule, Where const& where, std::string sentence, std::string expected,
           std::string actual);

 private:
  bool has_room(model::Severity severity);

  Scope const& scope_;
  model::Findings& findings_;
  bool has_error_ = false, cut_ = false;
};

// One row of a family's table: what it asks of a T, and the value to show when that is not so.
template <class T>
struct Check {
  Rule rule;
  bool (*broken)(T const&);
  std::string (*actual)(T const&) = nullptr;
};

template <class T, std::size_t size>
void run(std::array<Check<T>, size> const& checks, T const& subject, Where const& where,
         Report& out) {
  for (auto const& one : checks)
    if (one.broken(subject))
      out.add(one.rule, where, one.actual == nullptr ? std::string{} : one.actual(subject));
}

template <class T, std::size_t size>
constexpr auto table(Check<T> const (&rows)[size]) {
  return std::to_array(rows);
}

// A part of the invoice with the scope, for rules that need both.
template <class T>
struct Within {
  Scope const& scope;
  T const& it;
};

// The families, one file each.
void check_document(Scope const& scope, Report& out);
void check_parties(Scope const& scope, Report& out);
void check_identifiers(Scope const& scope, Report& out);
void check_payment(Scope const& scope, Report& out);
void check_adjustments(Scope const& scope, Report& out);
void check_lines(Scope const& scope, Report& out);
void check_sums(Scope const& scope, Report& out);
void check_decimals(Scope const& scope, Report& out);
void check_vat(Scope const& scope, Report& out);
void check_codes(Scope const& scope, Report& out);
void check_peppol(Scope const& scope, Report& out);
void check_national(Scope const& scope, Report& out);
void check_law(Scope const& scope, Report& out);
void check_finvoice(Scope const& scope, Report& out);
void check_sender_info(Scope const& scope, Report& out);

}  // namespace airut::rules
