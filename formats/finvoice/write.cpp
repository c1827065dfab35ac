#include "formats/finvoice/write.hpp"

#include <algorithm>

#include "formats/finvoice/merge.hpp"
#include "formats/finvoice/sheet.hpp"
#include "formats/finvoice/words.hpp"

namespace airut::finvoice {
namespace {

void write_links(Sheet& sheet, model::Invoice const& invoice) {
  for (auto const& one : invoice.attachments) {
    if (!one.content.empty()) {
      sheet.note(std::string{attachments_apart});
    } else if (one.url.empty()) {
      sheet.note("A reference to a document (BT-122) without a link has no place in Finvoice.");
    }
  }
  auto const name_of = [](model::Attachment const& one) {
    return one.description.empty() ? one.reference : one.description;
  };
  bool const named =
      std::any_of(invoice.attachments.begin(), invoice.attachments.end(),
                  [&](auto const& one) { return !one.url.empty() && name_of(one) != one.url; });
  for (auto const& one : invoice.attachments) {
    if (one.url.empty() || !named) continue;
    sheet.text("InvoiceUrlNameText", name_of(one), 512);
    if (one.reference == one.url || one.reference == name_of(one)) continue;
    sheet.note("A link has one name in Finvoice: its reference (BT-122) was left out.");
  }
  for (auto const& one : invoice.attachments) sheet.id("InvoiceUrlText", one.url, 512);
}

void note_terms_without_place(Sheet& sheet, model::Invoice const& invoice) {
  if (!invoice.business_process.empty()) {
    sheet.note("Finvoice has no place for the business process (BT-23).");
  }
  for (auto const& note : invoice.notes) {
    if (note.subject_code.empty()) continue;
    sheet.note("The subject code of a note (BT-21) has no place in Finvoice.");
    break;
  }
  if (!invoice.further_payments.empty()) {
    sheet.note(
        "Finvoice has one set of payment instructions; further ones "
        "were left out.");
  }
}

// The frame has schemes for its addresses, the parties have not.
void note_address_schemes(Sheet& sheet, model::Invoice const& invoice) {
  for (auto const* party : {&invoice.seller, &invoice.buyer}) {
    auto const& address = party->electronic_address;
    if (!address || address->scheme == usual_scheme(address->value)) continue;
    sheet.note("Without a frame Finvoice has no place for the scheme " + address->scheme +
               " of an electronic address.");
  }
}

// INV02 gives money back whatever its sign (its total is always negative): one that asks for money
// would be read as its contrary.
void refuse_claiming_credit(Sheet& sheet, model::Invoice const& invoice) {
  auto const& gross = invoice.totals.gross;
  if (invoice.type != model::InvoiceType::credit_note || !gross || !gross->is_negative()) return;
  sheet.fail(model::Fault::unsupported,
             "A credit note with a negative total asks for money, which Finvoice cannot say: it is "
             "an invoice.");
}

void write_body(Sheet& sheet, model::Invoice const& invoice) {
  write_seller(sheet, invoice);
  write_buyer(sheet, invoice);
  write_delivery(sheet, invoice);
  write_other_parties(sheet, invoice);
  write_details(sheet, invoice);
  write_payment(sheet, invoice);
  write_rows(sheet, invoice);
  write_epi(sheet, invoice);
  write_links(sheet, invoice);
  note_terms_without_place(sheet, invoice);
}

}  // namespace

std::optional<Style> style_of(std::string_view word) {
  using xml::Encoding;
  constexpr std::string_view frame = "-soap";  // what stands around it is the gateway's
  if (word.ends_with(frame)) word.remove_suffix(frame.size());
  if (word == "finvoice") return Style{Version::v3_0, Encoding::iso_8859_15};
  if (word == "finvoice-utf8") return Style{Version::v3_0, Encoding::utf8};
  if (word == "finvoice-2.01") return Style{Version::v2_01, Encoding::iso_8859_15};
  if (word == "finvoice-2.01-utf8") return Style{Version::v2_01, Encoding::utf8};
  return std::nullopt;
}

model::Result<Written> write(model::Invoice const& invoice,
                             std::optional<Transmission> const& transmission, Style const& style) {
  Sheet sheet{invoice, style};
  refuse_claiming_credit(sheet, invoice);
  sheet.xml().instruction("xml-stylesheet", "type=\"text/xsl\" href=\"Finvoice.xsl\"");
  sheet.xml().open("Finvoice", {{"Version", "3.0"}});
  if (transmission) {
    write_transmission(sheet, *transmission);
  } else if (invoice.nordic && invoice.nordic->transmission) {
    write_transmission(sheet, *invoice.nordic->transmission);
  } else {
    note_address_schemes(sheet, invoice);
  }
  write_body(sheet, invoice);
  sheet.xml().close();
  if (sheet.problem()) return tl::unexpected(*sheet.problem());
  Written written{std::move(sheet.xml()).text(), std::move(sheet).notes()};
  bool const extras = has_extras(invoice);
  if (!extras && style.version == Version::v3_0) return written;
  auto tree = tree_of(written.bytes);
  if (extras) put_extras(tree, invoice, style.encoding, written.notes);
  if (style.version == Version::v2_01) {
    auto problem = to_version_201(tree, style.encoding, written.notes);
    if (!problem.empty()) {
      return tl::unexpected(model::Problem{model::Fault::out_of_range, std::move(problem)});
    }
  }
  written.bytes = text_of(tree);
  return written;
}

}  // namespace airut::finvoice
