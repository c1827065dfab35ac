#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "formats/cii/write.hpp"
#include "formats/documents/documents.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/ubl/write.hpp"
#include "gateway/cli/billing.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/csv_input.hpp"
#include "gateway/cli/draw.hpp"
#include "gateway/cli/files.hpp"

namespace airut::gateway::cli {
namespace {

void print_notes(std::vector<std::string> const& notes) {
  for (auto const& note : notes) fmt::print(stderr, "note: {}\n", note);
}

template <class Written>
model::Result<std::string> bytes_of(Written written) {
  if (!written) return tl::unexpected{std::move(written.error())};
  print_notes(written->notes);
  return std::move(written->bytes);
}

std::optional<ubl::Kind> ehf_kind(std::string_view word) {
  if (word == "ehf-reminder") return ubl::Kind::reminder;
  if (word == "ehf-forward-billing") return ubl::Kind::forward_billing;
  if (word == "ehf-payment-request") return ubl::Kind::payment_request;
  return std::nullopt;
}

// The customization that the document names; Peppol's for one that names none and can travel there.
ubl::Profile ubl_profile(model::Invoice const& invoice) {
  if (!invoice.specification.empty()) return ubl::as_named(invoice);
  auto usual = ubl::usual(invoice);
  bool const addressed = invoice.seller.electronic_address && invoice.buyer.electronic_address;
  return addressed || !usual.addresses_needed ? usual : ubl::plain(invoice);
}

model::Result<std::string> converted(model::Invoice const& invoice, Conversion const& wish) {
  auto const& to = wish.to;
  if (to == "pdf") return draw(invoice, wish);
  if (to == "json") return json::write_submission({{}, {}, invoice, {}, {}, {}}) + "\n";
  if (auto const style = finvoice::style_of(to)) {
    return bytes_of(finvoice::write(invoice, std::nullopt, *style));
  }
  if (auto const kind = ehf_kind(to)) return bytes_of(ubl::write(invoice, ubl::ehf(*kind)));
  if (to == "ubl") return bytes_of(ubl::write(invoice, ubl_profile(invoice)));
  auto made = cii::write(invoice);
  print_notes(made.notes);
  return std::move(made.bytes);
}

// One document that was looked at. What is wrong with it is said and hinders nothing but the good
// end. False then, or when it could not be read or written, which has been said.
bool convert_one(Checked const& checked, Conversion const& conversion, std::string const& name,
                 Output& out) {
  print_findings(stderr, name, checked.findings);
  if (!checked.invoice) return false;
  auto const result = converted(*checked.invoice, conversion);
  if (!result) {
    fmt::print(stderr, "{}: {}\n", name, result.error().text);
    return false;
  }
  out.write(*result);
  return !model::has_errors(checked.findings);
}

int convert_csv(Options const& options, Conversion const& conversion, Input& input, Output& out) {
  auto const table = CsvInput::open(options, conversion.csv);
  if (!table) return configuration;
  int code = ok;
  auto const bytes = input.rest();
  auto const done =
      table->read(conversion.file, bytes, [&](std::string const& name, Checked checked) {
        if (!convert_one(checked, conversion, name, out)) code = findings;
      });
  if (done) return code;
  print_findings(stderr, conversion.file, done.error());
  return findings;
}

// Document by document, each let go when it is done: a file of ten thousand needs the memory of
// one.
int convert_documents(Conversion const& conversion, Billing const* billing, Input& input,
                      Output& out) {
  int code = ok;
  documents::Splitter splitter{[&](char* to, std::size_t most) { return input.read(to, most); }};
  for (;;) {
    auto part = splitter.next();
    if (!part) {
      print_findings(stderr, conversion.file, part.error());
      return findings;
    }
    if (!*part) return code;
    // The first is named by the file alone: its lines are the file's lines.
    auto const line = (*part)->line;
    auto const name = line == 1 ? conversion.file : fmt::format("{}:{}", conversion.file, line);
    if (!convert_one(check_bytes((*part)->bytes, conversion.to, billing), conversion, name, out))
      code = findings;
  }
}

int convert_input(Options const& options, Conversion const& conversion, Input& input, Output& out) {
  if (!conversion.csv.profile.empty()) return convert_csv(options, conversion, input, out);
  std::optional<Billing> opened;
  if (!Billing::open_if_named(options, conversion.csv.client, opened)) return configuration;
  auto const* billing = opened ? &*opened : nullptr;
  if (!input.begins_like_json() && !input.begins_like_pdf()) {
    return convert_documents(conversion, billing, input, out);
  }
  return convert_one(check_bytes(input.rest(), conversion.to, billing), conversion, conversion.file,
                     out)
             ? ok
             : findings;
}

}  // namespace

int convert(Options const& options, Conversion const& conversion) {
  auto input = Input::open(conversion.file);
  if (!input) return unavailable;
  Output out{conversion.out};
  auto const code = convert_input(options, conversion, *input, out);
  return out.close() ? code : static_cast<int>(unavailable);
}

}  // namespace airut::gateway::cli
