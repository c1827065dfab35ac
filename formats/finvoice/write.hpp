#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"
#include "formats/xml/writer.hpp"

namespace airut::finvoice {

// MessageTransmissionDetails: from whom to whom this copy travels.
// Intermediaries are the e-invoice operators' or banks' ids; they are required and never
// guessed.
struct Transmission {
  model::Identifier from, to;
  std::string from_intermediary, to_intermediary;
  std::string message_id;  // 2-48 characters, the same on every attempt
  model::Instant time{};
};

struct Written {
  std::string bytes;
  // What Finvoice has no place for, one sentence each, of terms, codes and figures: no words of the
  // invoice, since they are kept where those of persons must not be.
  std::vector<std::string> notes;
};

// What stands in the notes for files: whoever sends them beside the document leaves it out.
inline constexpr std::string_view attachments_apart =
    "Attached files are no part of a Finvoice document.";

enum class Version { v2_01, v3_0 };

struct Style {
  Version version = Version::v3_0;
  xml::Encoding encoding = xml::Encoding::iso_8859_15;
  // The copy by which the recipient's bank pays; he has the invoice on paper (INV09).
  bool direct_payment_copy = false;
};

// By the word that commands and channels use: finvoice, finvoice-utf8, finvoice-2.01 and
// finvoice-2.01-utf8, each also with -soap for its frame; nullopt for anything else.
std::optional<Style> style_of(std::string_view word);

// Finvoice (Finance Finland) 3.0, or 2.01 for receivers of the old days,
// elements in the schema's order. Characters that ISO-8859-15 does not have are
// written as character references. The invoice must be completed
// (rules::complete). Without a transmission the frame that the document came in
// (nordic.transmission) is written, if there is one. Credit notes are INV02
// with negative amounts, reminders INV08 with one RowOverDuePaymentDetails an
// overdue invoice, self-billed invoices INV07, copies for a direct payment INV09. What was read
// from a Finvoice and has no term in the model (nordic.extras) is put back in its place. Problem
// out_of_range: a figure or identifier is longer than Finvoice allows; missing: Finvoice demands
// something that is not there (an account, a recipient's name, a row); unsupported: 2.01 cannot say
// it (charges), or INV02 cannot (a credit note that asks for money). Its text is kept where the
// notes are, and is as wordless.
model::Result<Written> write(model::Invoice const& invoice,
                             std::optional<Transmission> const& transmission,
                             Style const& style = {});

}  // namespace airut::finvoice
