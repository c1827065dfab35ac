#include "formats/finvoice_notice/sender_notice.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/xml/utf8.hpp"

namespace airut::finvoice_notice {
namespace {

using model::Fault;
using model::Problem;

struct Bounds {
  std::string_view what;
  std::string_view text;
  std::size_t shortest, longest;
};

std::optional<Problem> outside(Bounds const& bounds) {
  auto const length = xml::count_characters(bounds.text);
  if (length >= bounds.shortest && length <= bounds.longest) return std::nullopt;
  auto const fault = length == 0 ? Fault::missing : Fault::out_of_range;
  return Problem{fault,
                 fmt::format("{} has {} characters; the notification service wants {} to {}.",
                             bounds.what, length, bounds.shortest, bounds.longest)};
}

std::optional<Problem> outside(std::string_view what, std::vector<Said> const& texts,
                               std::size_t shortest, std::size_t longest) {
  for (auto const& one : texts) {
    if (auto wrong = outside({what, one.text, shortest, longest})) return wrong;
    if (one.language != "FI" && one.language != "SV" && one.language != "EN") {
      return Problem{Fault::out_of_range, fmt::format("{} is in {}; the service speaks FI, SV, EN.",
                                                      what, one.language)};
    }
  }
  return std::nullopt;
}

std::optional<Problem> first_of(std::initializer_list<std::optional<Problem>> problems) {
  for (auto const& one : problems)
    if (one) return one;
  return std::nullopt;
}

std::optional<Problem> counted(SenderNotice const& info) {
  auto const wrong = [](std::string text) { return Problem{Fault::missing, std::move(text)}; };
  if (info.names.empty() || info.names.size() > 3)
    return wrong("The billing client has 1 to 3 names.");
  if (info.accounts.empty()) return wrong("The billing client has no account with a BIC.");
  if (info.invoice_types.empty() || info.invoice_types.size() > 3) {
    return wrong("The invoice has 1 to 3 names, one a language.");
  }
  if (info.identifiers.empty() || info.identifiers.size() > 2) {
    return wrong("Customers are asked for one or two identifiers.");
  }
  return std::nullopt;
}

std::optional<Problem> problem_of(SenderNotice const& info) {
  auto wrong = first_of({
      counted(info),
      outside({"SenderInfoIdentifier", info.id, 1, 48}),
      outside({"The business id", info.business_id, 1, 48}),
      outside({"The sender's address", info.sender.address, 1, 35}),
      outside({"The bank", info.sender.intermediary, 8, 11}),
      outside({"The payment instruction", info.payment_instruction, 1, 35}),
      outside("The billing client's name", info.names, 2, 70),
      outside("The instruction", info.instructions, 1, 420),
      outside("The invoice's name", info.invoice_types, 1, 35),
  });
  if (wrong) return wrong;
  for (auto const& one : info.accounts) {
    if (auto bad = outside({"The BIC of " + one.iban, one.bic, 8, 11})) return bad;
  }
  for (auto const& one : info.identifiers) {
    if (auto bad = outside("The identifier's name", one.names, 4, 70)) return bad;
  }
  return std::nullopt;
}

void write_message(xml::Writer& out, SenderNotice const& info) {
  out.open("MessageDetails");
  out.leaf("MessageTypeCode", "SENDERINFO");
  out.leaf("MessageTypeText", "INVOICER NOTIFICATION");
  out.leaf("MessageActionCode", action_text(info.action));
  out.leaf("MessageActionCodeIdentifier", info.maintenance ? "02" : "00");
  out.leaf("MessageDate", model::date_text_compact(info.day), {{"Format", "CCYYMMDD"}});
  out.leaf("SenderInfoIdentifier", info.id);
  out.close();
}

void write_seller(xml::Writer& out, SenderNotice const& info) {
  out.open("SellerPartyDetails");
  out.leaf("SellerPartyIdentifier", info.business_id);
  for (auto const& one : info.names) {
    out.open("SellerOrganisationNames", {{"LanguageCode", one.language}});
    out.leaf("SellerOrganisationName", one.text);
    out.close();
  }
  out.close();
  out.leaf_if("SellerOrganisationUnitNumber", info.unit_number);
  out.open("InvoiceSenderInformationDetails");
  out.leaf("InvoiceSenderAddress", info.sender.address);
  out.leaf("InvoiceSenderIntermediatorAddress", info.sender.intermediary);
  if (info.new_sender) {
    out.leaf("NewInvoiceSenderAddress", info.new_sender->address);
    out.leaf("NewInvoiceSenderIntermediatorAddress", info.new_sender->intermediary);
  }
  out.close();
  for (auto const& one : info.accounts) {
    out.open("SellerAccountDetails");
    out.leaf("SellerAccountID", one.iban, {{"IdentificationSchemeName", "IBAN"}});
    out.leaf("SellerBic", one.bic, {{"IdentificationSchemeName", "BIC"}});
    out.close();
  }
}

// The name of an identifier in a language; in the first that there is where it has none.
std::string_view name_in(AskedIdentifier const& asked, std::string_view language) {
  for (auto const& one : asked.names)
    if (one.language == language) return one.text;
  return asked.names.empty() ? std::string_view{} : std::string_view{asked.names.front().text};
}

std::string_view service_code(DirectPayment wish) {
  switch (wish) {
    case DirectPayment::no:
      return "00";
    case DirectPayment::yes:
      return "01";
    case DirectPayment::no_new:
      break;
  }
  return "02";
}

void write_invoice(xml::Writer& out, SenderNotice const& info) {
  out.open("SellerInvoiceDetails");
  out.leaf("PaymentInstructionIdentifier", info.payment_instruction);
  for (auto const& one : info.instructions) {
    out.leaf("SellerInstructionFreeText", one.text, {{"LanguageCode", one.language}});
  }
  for (auto const& type : info.invoice_types) {
    out.open("SellerInvoiceTypeDetails");
    out.leaf("SellerInvoiceTypeText", type.text, {{"LanguageCode", type.language}});
    for (auto const& asked : info.identifiers) {
      out.leaf("SellerInvoiceIdentifierText", name_in(asked, type.language),
               {{"LanguageCode", type.language},
                {"SellerInvoiceIdentifierType", kind_code(asked.kind)}});
    }
    out.close();
  }
  out.leaf("SellerServiceCode", service_code(info.direct_payment));
  out.close();
}

}  // namespace

finvoice_frame::Place sender_notice_place(std::string const& bank) { return {"SENDERINFO", bank}; }

model::Result<std::string> write_sender_notice(SenderNotice const& info, xml::Encoding encoding) {
  if (auto wrong = problem_of(info)) return tl::unexpected{*std::move(wrong)};
  xml::Writer out{encoding};
  out.open("FinvoiceSenderInfo", {{"Version", "2.0"}});
  write_message(out, info);
  write_seller(out, info);
  write_invoice(out, info);
  out.leaf("ProposedDueDateAccepted", "NO");
  out.leaf("ProposedInvoicePeriodAccepted", "NO");
  out.close();
  return std::move(out).text();
}

}  // namespace airut::finvoice_notice
