#include "formats/teapps/read.hpp"

#include <fmt/format.h>

#include "formats/teapps/source.hpp"
#include "formats/xml/unread.hpp"

namespace airut::teapps {
namespace {

// The addresses of the frames, where the invoice itself has none; the rest of the frames is about
// the batch.
void read_frame(xml::Element root, model::Invoice& invoice) {
  auto const transport = root.child("TRANSPORT_FRAME");
  auto const content = root.child("CONTENT_FRAME");
  auto const receiver = transport.child("CONTENT_RECEIVER").text_of("RECEIVER_REF");
  auto const sender = content.text_of("NET_SERVICE_ID");
  auto fill = [](model::Party& party, std::string const& address, std::string const& operator_id) {
    if (!party.electronic_address && !address.empty()) {
      party.electronic_address =
          model::Identifier{address, address.rfind("0037", 0) == 0 ? "0216" : ""};
    }
    if (party.intermediary.empty()) party.intermediary = operator_id;
  };
  fill(invoice.buyer, receiver, transport.child("CONTENT_RECEIVER").text_of("INTERMEDIATOR"));
  fill(invoice.seller, sender, transport.text_of("INTERMEDIATOR"));
}

// A credit note whose total is negative has all its sums the other way round.
bool is_negated(xml::Element summary) {
  for (auto const& one : summary.child("INVOICE_TOTAL").children("AMOUNT")) {
    if (one.attribute("SIGN").value_or("") == "-" || one.text().rfind('-', 0) == 0) return true;
  }
  return false;
}

model::Findings notes_of(xml::Element element) {
  model::Findings notes;
  for (auto& one : xml::unread(element)) {
    model::Finding note;
    note.code = "not-carried-over";
    note.severity = model::Severity::warning;
    note.detail = fmt::format("{} stays in the original file only.", one.path);
    note.actual = std::move(one.value);
    note.line = one.line;
    notes.push_back(std::move(note));
  }
  return notes;
}

model::Findings refusal(xml::Element root, std::size_t invoices) {
  model::Finding finding;
  finding.line = root.line();
  finding.code = invoices == 0 ? "required" : "several-documents";
  finding.detail = invoices == 0 ? std::string{"The INVOICE_CENTER has no INVOICE."}
                                 : fmt::format("The INVOICE_CENTER has {} INVOICEs.", invoices);
  return {finding};
}

}  // namespace

tl::expected<Read, model::Findings> read(xml::Element const& root) {
  auto const invoices = root.child("CONTENT_FRAME").child("INVOICES").children("INVOICE");
  if (invoices.size() != 1) return tl::unexpected{refusal(root, invoices.size())};
  auto const element = invoices.front();
  Read result;
  model::Findings findings;
  Source source{findings, result.notes};
  auto& invoice = result.invoice;
  read_head(element.child("HEADER"), invoice, source);
  source.negated =
      invoice.type == model::InvoiceType::credit_note && is_negated(element.child("SUMMARY"));
  read_parties(element, invoice, source);
  read_frame(root, invoice);
  read_summary(element.child("SUMMARY"), invoice, source);
  read_rows(element.child("ROWS"), invoice, source);
  read_payment(element, invoice, source);
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  for (auto& one : notes_of(element)) result.notes.push_back(std::move(one));
  return result;
}

}  // namespace airut::teapps
