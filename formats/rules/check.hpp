#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"
#include "formats/rules/code_lists.hpp"

namespace airut::rules {

// What becomes of a rule set that not every invoice answers to.
enum class Ask { no, warn, refuse };

// Where an invoice comes from, which decides what it must say itself.
enum class Origin {
  norm,   // a document of EN 16931 (UBL, CII), word for word: it must bring all its figures
  own,    // our own shape: what it leaves out is computed
  other,  // another syntax (Finvoice, TEAPPSXML), whose identifiers know other schemes
};

// What an invoice answers to beside EN 16931, which always holds.
struct CheckContext {
  std::optional<model::KidAlgorithm> kid_algorithm;  // of the client's KID agreement

  // Not given: norm when the invoice names a specification (BT-24), else own.
  std::optional<Origin> origin;

  // Peppol BIS Billing 3.0 (Self-Billing 3.0 for a self-billed invoice) with the national rules of
  // the seller's country. Not given: as peppol_asked() tells from the invoice.
  std::optional<Ask> peppol;

  Ask finvoice = Ask::no;  // what Finvoice 3.0 can carry and Finnish receivers demand
  std::string_view payment_instruction_id;  // of the client's SenderInfo, when it has one
  std::vector<std::string_view> sender_info_accounts{};  // IBANs that it tells the banks

  // What EN 16931 does not ask and the house does: check digits of accounts, references and
  // identifiers, figures that are off by less than the official tolerance.
  model::Severity house = model::Severity::error;

  std::optional<model::Date> day;         // of the code lists; not given: the issue date, or the
                                          // first day of the oldest lists if that is later
  CodeLists const* code_lists = nullptr;  // not given: those of the program
};

// refuse: the invoice names Peppol's specification, or Peppol's process and no other specification.
// warn: it names neither, but both sides have an electronic address and it may travel there.
Ask peppol_asked(model::Invoice const& invoice);

Origin origin_of(model::Invoice const& invoice, CheckContext const& context);

// The built-in checks on an invoice: EN 16931 business rules, code lists, check digits of Nordic
// identifiers and references, and what the context asks for. Every finding at once; no error means
// valid here. An invoice that may leave out figures is completed first (rules::complete).
model::Findings check(model::Invoice const& invoice, CheckContext const& context);

// Those of them that look at one value alone (identifiers, addresses, accounts, references): for an
// invoice of which parts could not be read.
model::Findings check_values(model::Invoice const& invoice, CheckContext const& context);

// Why Peppol's receivers would refuse the invoice when it is written as Peppol BIS Billing 3.0: the
// errors that official rules have names for, without those that the writer mends or answers itself.
model::Findings unfit_for_peppol(model::Invoice const& invoice, CheckContext const& context);

// Whether Finvoice may be unable to carry the invoice (lengths, decimals, charges of 2.01). Quick;
// its writer knows.
bool is_doubtful_in_finvoice(model::Invoice const& invoice);

}  // namespace airut::rules
