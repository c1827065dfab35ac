#include "gateway/letters/ground.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "formats/json/submission.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

// The same sold by several invoices.
struct Sold {
  std::string name, numbers;
};

std::string sold_by(ledger::Snapshot& view, ledger::InvoiceRow const& invoice) {
  auto const document = ledger::find_document(view, invoice.canonical_digest);
  auto const submission =
      document ? std::optional{json::read_submission(document->bytes, json::Source::stored)}
               : std::nullopt;
  if (!submission || !*submission) {
    throw std::runtime_error{fmt::format("the document of invoice {} is gone", invoice.id)};
  }
  auto const& lines = (*submission)->invoice.lines;
  return lines.empty() ? std::string{} : lines.front().name;
}

}  // namespace

std::string ground_of(ledger::Snapshot& view, std::string_view tenant,
                      std::vector<ledger::LetterRow> const& sheet) {
  std::vector<Sold> all;
  for (auto const& letter : sheet) {
    auto const invoice = ledger::find_invoice(view, tenant, letter.invoice_id);
    auto name = invoice ? sold_by(view, *invoice) : std::string{};
    if (name.empty()) continue;
    auto const same =
        std::find_if(all.begin(), all.end(), [&](Sold const& one) { return one.name == name; });
    if (same == all.end()) {
      all.push_back({std::move(name), invoice->number});
    } else {
      same->numbers += ", " + invoice->number;
    }
  }
  if (all.empty()) return {};
  if (all.size() == 1) return std::move(all.front().name);
  std::string text;
  for (auto const& one : all) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", one.numbers, one.name);
  }
  return text;
}

}  // namespace airut::gateway
