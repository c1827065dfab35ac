#include "formats/documents/checked.hpp"

#include <set>
#include <utility>

#include "formats/rules/complete.hpp"

namespace airut::documents {
namespace {

// Whether the syntax is one of EN 16931's own: such a document says all its figures itself.
bool is_of_the_norm(Syntax syntax) {
  return syntax != Syntax::finvoice && syntax != Syntax::teappsxml;
}

void add(model::Findings& to, model::Findings&& more) {
  for (auto& one : more) to.push_back(std::move(one));
}

// What the XML shows is said with its line; the model need not say it again.
void add_unsaid(model::Findings& to, model::Findings&& more) {
  std::set<std::string> said;
  for (auto const& one : to)
    if (!one.rule.empty()) said.insert(one.rule);
  for (auto& one : more)
    if (!said.contains(one.rule)) to.push_back(std::move(one));
}

}  // namespace

model::Findings check(Document& document, rules::Ask finvoice) {
  auto findings = std::move(document.notes);
  auto& invoice = document.invoice;
  auto const due_date = invoice.due_date;
  rules::CheckContext context;
  context.house = model::Severity::warning;
  context.document = is_of_the_norm(document.syntax);
  context.finvoice = document.syntax == Syntax::finvoice ? rules::Ask::refuse : finvoice;
  if (!*context.document) add(findings, rules::complete(invoice, {}));
  add_unsaid(findings, rules::check(invoice, context));
  if (*context.document) add(findings, rules::complete(invoice, {}));
  invoice.due_date = due_date;  // only its issuer knows another
  return findings;
}

}  // namespace airut::documents
