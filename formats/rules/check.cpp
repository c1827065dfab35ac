#include "formats/rules/check.hpp"

#include <algorithm>
#include <array>

#include "formats/rules/report.hpp"

namespace airut::rules {

namespace {

constexpr std::string_view peppol_specification = "urn:fdc:peppol.eu:2017:poacc:";
constexpr std::string_view norm = "urn:cen.eu:en16931:";
constexpr std::string_view pint = "urn:peppol:pint:";  // has rules of its own, in Peppol's process

bool names_peppol_process(std::string_view process) {
  return process.starts_with("urn:fdc:peppol.eu:") || process.starts_with("urn:peppol:");
}

}  // namespace

Origin origin_of(model::Invoice const& invoice, CheckContext const& context) {
  return context.origin.value_or(invoice.specification.empty() ? Origin::own : Origin::norm);
}

Ask peppol_asked(model::Invoice const& invoice) {
  std::string_view const specification = invoice.specification;
  if (specification.find(peppol_specification) != specification.npos) return Ask::refuse;
  if (specification.starts_with(pint)) return Ask::no;
  if (specification.starts_with(norm)) return Ask::no;  // others name Peppol's process, too
  if (names_peppol_process(invoice.business_process)) return Ask::refuse;
  bool const addressed = invoice.seller.electronic_address && invoice.buyer.electronic_address;
  bool const billing = invoice.type != model::InvoiceType::reminder &&
                       invoice.type != model::InvoiceType::payment_request;
  return specification.empty() && addressed && billing ? Ask::warn : Ask::no;
}

model::Findings check_values(model::Invoice const& invoice, CheckContext const& context) {
  model::Findings findings;
  Scope const scope{invoice, context};
  Report out{scope, findings};
  check_parties(scope, out);
  check_identifiers(scope, out);
  check_payment(scope, out);
  // What is missing may be what could not be read.
  std::erase_if(findings, [](auto const& one) { return one.code.ends_with("-missing"); });
  return findings;
}

model::Findings unfit_for_peppol(model::Invoice const& invoice, CheckContext const& context) {
  // Specification and process are the writer's own; notes, accounting currency, and percentages
  // without base amounts it puts right.
  constexpr std::array mended{"PEPPOL-EN16931-R001", "PEPPOL-EN16931-R002", "PEPPOL-EN16931-R004",
                              "PEPPOL-EN16931-R005", "PEPPOL-EN16931-R007", "PEPPOL-EN16931-R041",
                              "PEPPOL-EN16931-R042"};
  auto asked = context;
  asked.peppol = Ask::refuse;
  asked.finvoice = Ask::no;
  if (origin_of(invoice, context) == Origin::other) asked.origin = Origin::own;
  auto findings = check(invoice, asked);
  // Attachments may have come beside a document; they go into what is written.
  for (auto& one : findings)
    if (one.rule == "PEPPOL-EN16931-CL001") one.severity = model::Severity::error;
  std::erase_if(findings, [&](model::Finding const& one) {
    return one.severity != model::Severity::error || one.rule.empty() ||
           std::find(mended.begin(), mended.end(), one.rule) != mended.end();
  });
  return findings;
}

bool is_doubtful_in_finvoice(model::Invoice const& invoice) {
  auto const has_charge = [](auto const& all) {
    return std::any_of(all.begin(), all.end(), [](auto const& one) { return one.is_charge; });
  };
  auto const& lines = invoice.lines;
  if (has_charge(invoice.adjustments) ||
      std::any_of(lines.begin(), lines.end(),
                  [&](auto const& line) { return has_charge(line.adjustments); }))
    return true;
  CheckContext context;
  context.origin = Origin::own;
  context.peppol = Ask::no;
  context.finvoice = Ask::refuse;
  model::Findings findings;
  Scope const scope{invoice, context};
  Report out{scope, findings};
  check_finvoice(scope, out);
  return model::has_errors(findings);
}

model::Findings check(model::Invoice const& invoice, CheckContext const& context) {
  model::Findings findings;
  Scope const scope{invoice, context};
  Report out{scope, findings};
  check_document(scope, out);
  check_parties(scope, out);
  check_identifiers(scope, out);
  check_payment(scope, out);
  check_adjustments(scope, out);
  check_lines(scope, out);
  check_sums(scope, out);
  check_decimals(scope, out);
  check_vat(scope, out);
  check_codes(scope, out);
  if (scope.peppol != Ask::no) {
    check_peppol(scope, out);
    check_national(scope, out);
  }
  check_law(scope, out);
  if (context.finvoice != Ask::no) check_finvoice(scope, out);
  if (!context.payment_instruction_id.empty()) check_sender_info(scope, out);
  return findings;
}

}  // namespace airut::rules
