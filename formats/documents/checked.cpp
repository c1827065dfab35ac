#include "formats/documents/checked.hpp"

#include <set>
#include <utility>

#include "formats/rules/exceptions.hpp"
#include "formats/rules/settle.hpp"

namespace airut::documents {
namespace {

// What the XML shows is said with its line; the model need not say it again.
void add_unsaid(model::Findings& to, model::Findings&& more) {
  std::set<std::string> said;
  for (auto const& one : to)
    if (!one.rule.empty()) said.insert(one.rule);
  for (auto& one : more)
    if (!said.contains(one.rule)) to.push_back(std::move(one));
}

}  // namespace

rules::CheckContext check_context(Syntax syntax) {
  rules::CheckContext context;
  if (syntax != Syntax::finvoice && syntax != Syntax::teappsxml) {
    context.origin = rules::Origin::norm;
    return context;
  }
  context.origin = rules::Origin::other;
  context.peppol = rules::Ask::no;
  if (syntax == Syntax::finvoice) context.finvoice = rules::Ask::refuse;
  return context;
}

model::Findings check(Document& document, rules::Ask finvoice) {
  auto findings = std::move(document.notes);
  auto& invoice = document.invoice;
  auto const due_date = invoice.due_date;
  auto context = check_context(document.syntax);
  context.house = model::Severity::warning;
  if (context.finvoice == rules::Ask::no) context.finvoice = finvoice;
  if (rules::is_no_invoice(invoice.specification)) {
    add_unsaid(findings, rules::check_values(invoice, context));
    (void)rules::complete(invoice, {});
  } else {
    add_unsaid(findings, rules::settle(invoice, {}, context));
  }
  invoice.due_date = due_date;  // only its issuer knows another
  return findings;
}

}  // namespace airut::documents
