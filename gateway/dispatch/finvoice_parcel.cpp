#include "gateway/dispatch/finvoice_parcel.hpp"

#include "formats/finvoice_frame/attachments.hpp"
#include "formats/finvoice_frame/frame.hpp"
#include "formats/model/party_id.hpp"
#include "gateway/letters/reminder_invoice.hpp"
#include "gateway/route/routing.hpp"

namespace airut::gateway {
namespace {

namespace ff = finvoice_frame;

constexpr std::string_view attachment_group = "AttachmentMessageDetails";

bool is_framed(config::Channel const& channel) { return channel.format.ends_with("-soap"); }

finvoice::Transmission transmission_of(RenderQuestion const& q, model::Invoice const& invoice) {
  finvoice::Transmission transmission;
  if (invoice.seller.electronic_address) transmission.from = *invoice.seller.electronic_address;
  transmission.from_intermediary = invoice.seller.intermediary;
  transmission.to = {q.delivery.address, q.delivery.address.starts_with("0037") ? "0216" : ""};
  transmission.to_intermediary = q.delivery.intermediary;
  transmission.message_id = q.delivery.message_id;
  transmission.time = q.delivery.created;
  return transmission;
}

std::vector<ff::AttachedFile> files_of(model::Submission const& submission) {
  std::vector<ff::AttachedFile> files;
  for (auto const& one : submission.invoice.attachments) {
    if (!one.content.empty()) files.push_back({one.filename, one.media_type, one.content});
  }
  return files;
}

// A document that came in as Finvoice may still name the attachments of its first way.
void name_attachments(model::Invoice& invoice, std::string const& message_id, bool has_files) {
  auto nordic = invoice.nordic ? *invoice.nordic : model::NordicInvoice{};
  std::erase_if(nordic.extras,
                [](auto const& extra) { return extra.path.starts_with(attachment_group); });
  if (has_files) {
    nordic.extras.push_back(
        {"AttachmentMessageDetails/AttachmentMessageIdentifier", ff::attachments_id(message_id)});
  }
  if (has_files || invoice.nordic) invoice.nordic = std::move(nordic);
}

ff::Frame frame_of(finvoice::Transmission const& transmission, finvoice::Style const& style) {
  ff::Frame frame;
  frame.from = {transmission.from.value, transmission.from_intermediary};
  frame.to = {transmission.to.value, transmission.to_intermediary};
  frame.message_id = transmission.message_id;
  frame.timestamp = model::instant_text(transmission.time);
  frame.content = "Finvoice";
  frame.version = style.version == finvoice::Version::v2_01 ? "2.01" : "3.0";
  return frame;
}

// The second message with its frame, "" when there are no files.
model::Result<std::string> attachments_of(ff::Frame frame, std::vector<ff::AttachedFile> files,
                                          xml::Encoding encoding) {
  if (files.empty()) return std::string{};
  ff::Attachments message{frame.from, frame.to, frame.message_id, frame.timestamp,
                          std::move(files)};
  auto const body = ff::write_attachments(message, encoding);
  if (!body) return body;
  frame.ref_message_id = frame.message_id;
  frame.message_id = ff::attachments_id(frame.message_id);
  frame.content = "FinvoiceAttachments";
  frame.version = "1.0";
  auto head = ff::write_frame(frame, encoding);
  if (!head) return head;
  return *head + *body;
}

// Whether the bank has a kind of file of its own for attachments, on the day of the delivery.
bool go_apart(RenderQuestion const& q) {
  auto const* bank = std::get_if<config::BankWsSettings>(&q.channel.transport);
  if (bank == nullptr || !q.tools.banks) return false;
  auto const day = model::day_of(q.delivery.created);
  return q.tools.banks->file_type(bank->bank, "attachment_out", day).has_value();
}

// What the biller told the recipient's bank of himself stands in each invoice that goes there
// (Notification service guidelines, EpiPaymentInstructionId); the bank refuses it otherwise.
void name_payment_instruction(model::Invoice& invoice, RenderQuestion const& q) {
  auto const& instruction = q.client.e_invoice.payment_instruction;
  bool const to_bank =
      invoice.buyer.type == model::PartyType::consumer || model::is_iban(q.delivery.address);
  if (instruction.empty() || !to_bank) return;
  auto nordic = invoice.nordic ? *invoice.nordic : model::NordicInvoice{};
  if (!nordic.epi) nordic.epi.emplace();
  if (nordic.epi->instruction_id.empty()) nordic.epi->instruction_id = instruction;
  invoice.nordic = std::move(nordic);
}

}  // namespace

model::Result<FinvoiceFiles> finvoice_files(RenderQuestion const& q, finvoice::Style const& asked) {
  auto style = asked;
  style.direct_payment_copy = q.delivery.document_kind == copy_kind;
  auto invoice =
      q.letter ? reminder_invoice(*q.letter, q.submission.invoice) : q.submission.invoice;
  name_payment_instruction(invoice, q);
  bool const has_files = is_framed(q.channel) && !q.letter && !style.direct_payment_copy;
  auto files = has_files ? files_of(q.submission) : std::vector<ff::AttachedFile>{};
  if (is_framed(q.channel)) name_attachments(invoice, q.delivery.message_id, !files.empty());
  auto const transmission = transmission_of(q, invoice);
  auto written = finvoice::write(invoice, transmission, style);
  if (!written) return tl::unexpected{written.error()};
  auto& notes = written->notes;
  if (!files.empty()) std::erase(notes, finvoice::attachments_apart);
  if (!is_framed(q.channel)) return FinvoiceFiles{std::move(written->bytes), {}, std::move(notes)};
  auto const frame = frame_of(transmission, style);
  auto const head = ff::write_frame(frame, style.encoding);
  if (!head) return tl::unexpected{head.error()};
  auto rest = attachments_of(frame, std::move(files), style.encoding);
  if (!rest) return tl::unexpected{rest.error()};
  if (go_apart(q)) return FinvoiceFiles{*head + written->bytes, *std::move(rest), std::move(notes)};
  return FinvoiceFiles{*head + written->bytes + *rest, {}, std::move(notes)};
}

model::Result<finvoice::Written> unsent_finvoice(model::Invoice invoice) {
  if (invoice.nordic) {
    auto nordic = *invoice.nordic;
    nordic.transmission.reset();
    invoice.nordic = std::move(nordic);
  }
  name_attachments(invoice, {}, false);
  return finvoice::write(invoice, std::nullopt);
}

std::optional<model::Problem> attachments_refusal(config::Channel const& channel,
                                                  model::Submission const& submission) {
  if (!is_framed(channel)) return std::nullopt;
  auto files = files_of(submission);
  if (files.empty()) return std::nullopt;
  if (submission.invoice.buyer.type == model::PartyType::consumer) {
    return model::Problem{model::Fault::unsupported,
                          "Attachments travel between businesses alone; the buyer is a consumer."};
  }
  auto const written =
      ff::write_attachments({{}, {}, "id", "", std::move(files)}, xml::Encoding::utf8);
  if (written) return std::nullopt;
  return written.error();
}

}  // namespace airut::gateway
