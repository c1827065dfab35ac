#include "channels/peppol/inbox.hpp"

#include <fmt/format.h>

#include "channels/peppol/identity.hpp"
#include "formats/as4/signal.hpp"

namespace airut::channels {
namespace {

as4::Error about(as4::UserMessage const& message, std::string_view code, std::string detail) {
  auto error = as4::make_error(code, std::move(detail));
  error.ref_to_message_id = message.message_id;
  return error;
}

// What the header says of the document, the envelope says too.
bool agree(as4::UserMessage const& message, sbdh::Header const& header) {
  return message.original_sender == header.sender && message.final_recipient == header.receiver &&
         message.document_type == header.document_type && message.process == header.process;
}

}  // namespace

PeppolInbox::PeppolInbox(config::PeppolSettings const& settings, Discovery::Now now)
    : settings_(settings),
      now_(std::move(now)),
      keys_(own_keys(settings)),
      discovery_(settings, now_) {}

std::optional<as4::Error> PeppolInbox::objection(as4::OpenedMessage const& opened) {
  auto const& message = opened.message;
  if (auto const distrust = discovery_.access_point_objection(opened.signer)) {
    return about(message, "EBMS:0101", distrust->text);
  }
  if (message.from != opened.signer.common_name()) {
    return about(message, "EBMS:0101",
                 fmt::format("The message is from {}, but signed by {}.", message.from,
                             opened.signer.common_name()));
  }
  if (message.to != keys_.certificate.common_name()) {
    return about(message, "EBMS:0003",
                 fmt::format("The message is to {}, this is {}.", message.to,
                             keys_.certificate.common_name()));
  }
  return std::nullopt;
}

tl::expected<PeppolMail, as4::Error> PeppolInbox::open(std::string_view content_type,
                                                       std::string_view body) {
  // Revoked or not is asked over the network, so only of those who have proved who they are.
  auto const stranger = [&](pki::Certificate const& signer) -> std::optional<std::string> {
    auto const distrust = discovery_.role_objection(signer);
    return distrust ? std::optional{distrust->text} : std::nullopt;
  };
  auto opened = as4::open(content_type, body, keys_, {}, stranger);
  if (!opened) return tl::unexpected{opened.error()};
  if (auto const error = objection(*opened)) return tl::unexpected{*error};
  auto header = sbdh::read(opened->payload);
  if (!header) {
    return tl::unexpected{about(opened->message, "EBMS:0004",
                                "The envelope (SBDH): " + header.error().front().detail)};
  }
  if (!agree(opened->message, *header)) {
    return tl::unexpected{about(opened->message, "EBMS:0003",
                                "The envelope (SBDH) says another thing than the header.")};
  }
  return PeppolMail{std::move(opened->message), *std::move(header), std::move(opened->payload),
                    std::move(opened->parts)};
}

std::string PeppolInbox::receipt(PeppolMail const& mail, std::string_view signal_id) const {
  as4::SignalHead const head{fmt::format("{}@{}", signal_id, settings_.host), now_(),
                             mail.message.message_id};
  return as4::write_receipt(head, mail.parts, keys_);
}

std::string PeppolInbox::error(as4::Error const& error, std::string_view signal_id) const {
  as4::SignalHead const head{fmt::format("{}@{}", signal_id, settings_.host), now_(),
                             error.ref_to_message_id};
  return as4::write_error(head, error, keys_);
}

}  // namespace airut::channels
