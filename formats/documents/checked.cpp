#include "formats/documents/checked.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "formats/rules/exceptions.hpp"
#include "formats/rules/settle.hpp"

namespace airut::documents {
void add_unsaid(model::Findings& to, model::Findings&& more) {
  std::map<std::string, bool> said;  // by rule, whether as an error
  auto const is_error = [](auto const& one) { return one.severity == model::Severity::error; };
  for (auto const& one : to)
    if (!one.rule.empty()) said[one.rule] |= is_error(one);
  std::set<std::string> raised;
  for (auto const& one : more) {
    auto const found = said.find(one.rule);
    if (found != said.end() && !found->second && is_error(one)) raised.insert(one.rule);
  }
  std::erase_if(to, [&](auto const& one) { return raised.contains(one.rule); });
  for (auto& one : more) {
    bool const again = said.contains(one.rule) && !raised.contains(one.rule);
    if (!again) to.push_back(std::move(one));
  }
}

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
